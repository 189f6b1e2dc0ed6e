import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import table from '../../ui/data-table.module.css';
import { AuditRow_eventFragmentDoc, type AuditRow_eventFragment } from './audit-row.generated';
import classes from './audit.module.css';
import { useActionTexts } from './use-action-text';

export const AuditRow = memo(function AuditRow({ event: from }: { event: FragmentType<AuditRow_eventFragment> }) {
  const { t } = useTranslation();
  const { actionText, recordText } = useActionTexts();
  const { data: event, complete } = useFragment({
    fragment: AuditRow_eventFragmentDoc,
    fragmentName: 'AuditRow_event',
    from,
  });
  if (!complete) return null;
  const { actor, impersonator, recordType, recordId } = event;
  return (
    <div role="row" className={classes.row}>
      <div role="cell" className={classes.age}>
        <Age at={event.at} />
      </div>
      <div role="cell" className={classes.action}>
        <Link to={`/audit/${event.id}`} className={table.open}>
          {actionText(event.action)}
        </Link>
        {event.outcome === 'REFUSED' && <StatusBadge tone="negative">{t('audit.outcomes.REFUSED')}</StatusBadge>}
      </div>
      <div role="cell" className={classes.actor} data-nobody={actor === null}>
        <bdi>{actor?.displayName ?? t(event.ip === null ? 'audit.platform' : 'audit.nobody')}</bdi>
        {impersonator && (
          <span className={classes.through}>{t('audit.through', { name: impersonator.displayName })}</span>
        )}
      </div>
      <div role="cell" className={classes.record} data-empty={recordType === null}>
        {recordType !== null && recordText(recordType)} <code>{recordId}</code>
      </div>
      <div role="cell" className={classes.ip} data-empty={event.ip === null}>
        {event.ip}
      </div>
    </div>
  );
});
