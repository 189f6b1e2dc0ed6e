import { useQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useThrottledCallback } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './imaging-overview.module.css';
import { ImagingOverviewStripDocument } from './imaging-overview.generated';
import { RequestUpdatesDocument } from './request-updates.generated';

const atMostEvery = 1000;
/** The figures of the last hour change by mere passing of time. */
const atLeastEvery = 30_000;

/** The state of imaging in seven figures; each leads to the rows that it counts. */
export function ImagingOverview() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(ImagingOverviewStripDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: atLeastEvery,
  });
  const reread = useThrottledCallback(() => {
    // A failure shows by `error`; the next event or the next half minute tries again.
    refetch().catch(() => undefined);
  }, atMostEvery);
  useListening(RequestUpdatesDocument, { onData: reread });
  useReconnected(reread);

  const now = data?.imagingOverview;
  if (!now && error) return <p className={classes.failed}>{t('overview.unavailable')}</p>;

  const count = (value: number | undefined): string => (value === undefined ? ' ' : format.number(value));
  const seconds = (value: number | null | undefined, unknown: string): string => {
    if (value === undefined) return ' ';
    return value === null ? unknown : format.duration(value, 'narrow');
  };
  const figures = [
    { name: 'pending', value: count(now?.pending), to: '?status=pending' },
    { name: 'queued', value: count(now?.queued), to: '?status=queued' },
    { name: 'processing', value: count(now?.processing), to: '?status=processing' },
    { name: 'completedLastHour', value: count(now?.completedLastHour), to: '?status=completed&age=1h' },
    { name: 'failedLastHour', value: count(now?.failedLastHour), to: '?status=failed,timed-out&age=1h' },
    {
      name: 'oldestWaiting',
      value: seconds(now?.oldestWaitingSeconds, t('overview.none')),
      to: '?status=pending,queued&order=oldest',
    },
    { name: 'usual', value: seconds(now?.usualSeconds, t('overview.unknown')), to: null },
  ] as const;

  return (
    <ul className={classes.strip} aria-label={t('overview.label')} data-stale={error !== undefined}>
      {figures.map(({ name, value, to }) => (
        <li
          key={name}
          className={classes.figure}
          data-alarm={name === 'failedLastHour' && (now?.failedLastHour ?? 0) > 0}
        >
          <span className={classes.name}>
            {to === null ? (
              t(`overview.${name}`)
            ) : (
              <Link to={to} className={classes.link}>
                {t(`overview.${name}`)}
              </Link>
            )}
          </span>
          <span className={classes.value}>{value}</span>
        </li>
      ))}
    </ul>
  );
}
