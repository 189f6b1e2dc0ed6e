import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import type { RequestRow_requestFragment } from './request-row.generated';
import classes from './request-time.module.css';

type Timed = Pick<
  RequestRow_requestFragment,
  'status' | 'progress' | 'expectedSeconds' | 'takingLongerThanUsual' | 'createdAt' | 'startedAt' | 'finishedAt'
>;

/** How long it took, or how far it is and how long it may still take. */
export function RequestTime({ request }: { request: Timed }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, progress, expectedSeconds, takingLongerThanUsual } = request;

  if (request.finishedAt !== null) {
    const from = Date.parse(request.startedAt ?? request.createdAt);
    return <>{format.duration((Date.parse(request.finishedAt) - from) / 1000, 'narrow')}</>;
  }
  if (status === 'PROCESSING') {
    return (
      <span className={classes.time}>
        <progress className={classes.bar} max={100} value={progress} aria-label={t('requests.progress')} />
        {format.percent(progress)}
        {takingLongerThanUsual && <span className={classes.slow}>{t('requests.slow')}</span>}
      </span>
    );
  }
  if (takingLongerThanUsual) return <span className={classes.slow}>{t('requests.slowerThanUsual')}</span>;
  return expectedSeconds !== null && t('requests.expected', { duration: format.duration(expectedSeconds, 'narrow') });
}
