import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import type { TermsStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../ui/data-table';
import table from '../../ui/data-table.module.css';
import { useRowKeys } from '../../ui/use-row-keys';
import type { TermsDocumentPageQuery } from './terms-document.generated';
import classes from './terms-versions.module.css';

const columns = ['terms.version', 'terms.status', 'terms.from', 'terms.by', 'terms.accepted'] as const;

const tones: Record<TermsStatus, Tone> = {
  DRAFT: 'neutral',
  SCHEDULED: 'info',
  IN_FORCE: 'positive',
  REPLACED: 'neutral',
  DISCARDED: 'neutral',
};

interface TermsVersionsProps {
  documentKey: string;
  versions: TermsDocumentPageQuery['termsDocument']['versions'];
}

/** Newest first. What was in force leads to its text and to who accepted it. */
export function TermsVersions({ documentKey, versions }: TermsVersionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useRowKeys();
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className={classes.heading}>
        {t('terms.versions')}
      </h2>
      <DataTable
        aria-labelledby="versions"
        className={classes.table}
        columns={columns}
        head={(column) => t(column)}
        rows={rows}
      >
        {versions.map(({ id, number, status, title, publishAt, changedBy, consentCount }) => {
          const shown = status === 'IN_FORCE' || status === 'REPLACED';
          const name = t('terms.numbered', { number, title: title || documentKey });
          return (
            <div key={id} role="row" className={table.row}>
              <div role="cell" className={table.lead}>
                {shown ? (
                  <Link to={`/terms/${documentKey}/${number}`} className={table.open}>
                    {name}
                  </Link>
                ) : (
                  name
                )}
              </div>
              <div role="cell">
                <StatusBadge tone={tones[status]}>{t(`terms.statuses.${status}`)}</StatusBadge>
              </div>
              <div role="cell" data-empty={publishAt === null}>
                {publishAt !== null && format.dateTime(publishAt)}
              </div>
              <div role="cell">{changedBy?.displayName ?? t('terms.release')}</div>
              <div role="cell" data-empty={!shown}>
                {shown && (
                  <>
                    <span className={table.label}>{t('terms.accepted')} </span>
                    {format.number(consentCount)}
                  </>
                )}
              </div>
            </div>
          );
        })}
      </DataTable>
    </section>
  );
}
