import { useMutation, useQuery } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import type { AuditExportFormat } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../ui/age';
import { useProblemText } from '../../ui/use-problem-text';
import { AuditExportsDocument, ExportAuditTrailDocument, type AuditExportsQuery } from './audit-exports.generated';
import { isNarrowed, toVariable, type AuditFilter } from './audit-filter';
import classes from './audit.module.css';

type Export = AuditExportsQuery['auditExports'][number];

const renewEvery = 1_000;
const formats: AuditExportFormat[] = ['CSV', 'JSON'];
const tones: Record<Export['status'], Tone> = {
  WAITING: 'info',
  RUNNING: 'active',
  READY: 'positive',
  FAILED: 'negative',
  EXPIRED: 'neutral',
};

/** Takes what the list is narrowed to out as a file, and shows how far one's own exports are. */
export function AuditExports({ filter, onClose }: { filter: AuditFilter; onClose: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { data, error } = useQuery(AuditExportsDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: renewEvery,
    skipPollAttempt: () => document.hidden,
  });
  const [ask, asked] = useMutation(ExportAuditTrailDocument, {
    refetchQueries: [AuditExportsDocument],
    awaitRefetchQueries: true,
  });
  const [pressed, setPressed] = useState<AuditExportFormat | null>(null);
  const problem = asked.error ?? error;

  return (
    <Panel title={t('audit.export.title')} onClose={onClose}>
      <div className={classes.exporting}>
        <p className={classes.hint}>{t(isNarrowed(filter) ? 'audit.export.narrowed' : 'audit.export.everything')}</p>
        <div className={classes.formats}>
          {formats.map((format) => (
            <Button
              key={format}
              variant="primary"
              loading={asked.loading && pressed === format}
              onClick={() => {
                setPressed(format);
                void ask({ variables: { format, filter: toVariable(filter, new Date()) } }).catch(() => undefined);
              }}
            >
              {t(`audit.export.as.${format}`)}
            </Button>
          ))}
        </div>
        <div role="alert">{problem && <p className={classes.problem}>{problemText(problemOf(problem))}</p>}</div>
        {!data && !error && (
          <Skeleton>
            <Lines count={3} height="2rem" />
          </Skeleton>
        )}
        {data?.auditExports.length === 0 && <p className={classes.hint}>{t('audit.export.none')}</p>}
        {data && data.auditExports.length > 0 && (
          <ul className={classes.exports} aria-label={t('audit.export.list')}>
            {data.auditExports.map((made) => (
              <ExportRow key={made.id} made={made} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function ExportRow({ made }: { made: Export }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { eventsDone, eventsTotal, status, downloadUrl, expiresAt } = made;
  return (
    <li>
      <span className={classes.exportName}>
        {made.format} <Age at={made.createdAt} />
      </span>
      <StatusBadge tone={tones[status]}>{t(`audit.export.status.${status}`)}</StatusBadge>
      {status === 'RUNNING' && eventsTotal !== null && (
        <progress value={eventsDone} max={Math.max(1, eventsTotal)} aria-label={t('audit.export.progress')} />
      )}
      <span className={classes.hint}>{eventsTotal !== null && t('audit.export.events', { count: eventsTotal })}</span>
      {downloadUrl !== null && (
        <span className={classes.download}>
          <Button component="a" href={downloadUrl} download size="compact-sm">
            {t('audit.export.download')}
          </Button>
          {expiresAt !== null && (
            <span className={classes.hint}>{t('audit.export.until', { moment: format.dateTime(expiresAt) })}</span>
          )}
        </span>
      )}
    </li>
  );
}
