import { useSuspenseQuery } from '@apollo/client/react';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../ui/data-table';
import table from '../../ui/data-table.module.css';
import { useRowKeys } from '../../ui/use-row-keys';
import { TermsListDocument } from './terms-list.generated';
import classes from './terms-list.module.css';

const columns = ['terms.document', 'terms.inForce', 'terms.waiting', 'terms.accepted'] as const;

/** What people agree to: what holds, what waits, and how many have agreed. */
export function TermsList() {
  const { t } = useTranslation();
  const format = useFormat();
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(TermsListDocument, { variables: { language }, fetchPolicy: 'cache-and-network' });
  const rows = useRowKeys();
  return (
    <DataTable
      aria-label={t('terms.title')}
      className={classes.table}
      columns={columns}
      head={(column) => t(column)}
      rows={rows}
    >
      {data.termsDocuments.map(({ key, inForce, pending }) => (
        <div key={key} role="row" className={table.row}>
          <div role="cell" className={table.lead}>
            <Link to={`/terms/${key}`} className={table.open}>
              {inForce?.title ?? (pending?.title || key)}
            </Link>
          </div>
          <div role="cell" data-empty={!inForce}>
            {inForce && t('terms.versionSince', { number: inForce.number, date: format.date(inForce.publishAt ?? '') })}
          </div>
          <div role="cell" data-empty={!pending}>
            {pending &&
              (pending.publishAt === null
                ? t('terms.draftOf', { number: pending.number })
                : t('terms.scheduledFor', { number: pending.number, date: format.dateTime(pending.publishAt) }))}
          </div>
          <div role="cell" data-empty={!inForce}>
            {inForce && (
              <>
                <span className={table.label}>{t('terms.accepted')} </span>
                {format.number(inForce.consentCount)}
              </>
            )}
          </div>
        </div>
      ))}
    </DataTable>
  );
}
