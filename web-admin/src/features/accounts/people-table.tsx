import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table';
import { MorePages } from '../../ui/more-pages';
import { NothingMatches } from '../../ui/nothing-matches';
import { useRowKeys } from '../../ui/use-row-keys';
import { toVariable, type PeopleFilter } from './people-filter';
import { PeopleListDocument } from './people-list.generated';
import classes from './people-table.module.css';
import { PersonRow } from './person-row';

const pageSize = 50;
const columns = ['name', 'email', 'state', 'roles', 'factor', 'lastSignIn', 'created'] as const;

export function PeopleTable({ filter, onClearFilter }: { filter: PeopleFilter; onClearFilter: () => void }) {
  const { t } = useTranslation();
  const rows = useRowKeys();
  const pages = useCursorPages(
    PeopleListDocument,
    { filter: toVariable(filter), order: filter.order, first: pageSize },
    ({ accounts }) => accounts,
    rows,
  );
  const { nodes } = pages;

  // Somebody is always there: whoever reads this.
  if (nodes.length === 0)
    return (
      <NothingMatches title={t('people.empty')} onClear={onClearFilter}>
        {filter.search !== null && t('people.emptyText')}
      </NothingMatches>
    );
  return (
    <div>
      <DataTable
        aria-label={t('people.table')}
        className={classes.table}
        columns={columns}
        head={(column) => t(`people.column.${column}`)}
        rows={rows}
        news={pages.news}
      >
        {nodes.map((account) => (
          <PersonRow key={account.id} account={account} />
        ))}
      </DataTable>
      <MorePages of={pages}>{t('people.end', { count: nodes.length })}</MorePages>
    </div>
  );
}
