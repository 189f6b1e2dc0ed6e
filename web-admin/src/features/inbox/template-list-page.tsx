import { useSuspenseQuery } from '@apollo/client/react';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import { DataTable } from '../../ui/data-table';
import table from '../../ui/data-table.module.css';
import { TableSkeleton } from '../../ui/table-skeleton';
import { useRowKeys } from '../../ui/use-row-keys';
import { MailTemplateListDocument } from './template-list-page.generated';
import classes from './template-list.module.css';

const columns = ['mailText.about', 'mailText.ways', 'mailText.words', 'mailText.changed'] as const;

/** Everything that people are told, and whose words say it: ours or those of staff. */
export function TemplateListPage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <PageHeader title={t('mailText.title')} />
      <PageBoundary skeleton={<TableSkeleton />}>
        <Templates />
      </PageBoundary>
    </div>
  );
}

function Templates() {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(MailTemplateListDocument, {
    variables: { language },
    fetchPolicy: 'cache-and-network',
  });
  const rows = useRowKeys();
  return (
    <DataTable
      aria-label={t('mailText.title')}
      className={classes.table}
      columns={columns}
      head={(column) => t(column)}
      rows={rows}
    >
      {data.mailTemplates.map(({ notice, description, channels, texts }) => {
        const edited = texts.filter((text) => text.edited);
        const newest = edited
          .map(({ changedAt }) => changedAt ?? '')
          .toSorted()
          .at(-1);
        return (
          <div key={notice} role="row" className={table.row}>
            <div role="cell" className={table.lead}>
              <Link to={`/mail-texts/${encodeURIComponent(notice)}`} className={table.open}>
                {description}
              </Link>
            </div>
            <div role="cell">{channels.map((channel) => t(`mailText.channel.${channel}`)).join(', ')}</div>
            <div role="cell">
              {edited.length === 0
                ? t('mailText.shipped')
                : t('mailText.editedIn', {
                    languages: edited.map((text) => languageName(text.language)).join(', '),
                  })}
            </div>
            <div role="cell" className={table.age} data-empty={!newest}>
              {newest && <Age at={newest} />}
            </div>
          </div>
        );
      })}
    </DataTable>
  );
}
