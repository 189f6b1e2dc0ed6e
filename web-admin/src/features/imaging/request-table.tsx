import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { NewRows } from '@influencegen/shared-schema/ui/new-rows';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table';
import { MorePages } from '../../ui/more-pages';
import { NothingMatches } from '../../ui/nothing-matches';
import { useRowKeys } from '../../ui/use-row-keys';
import { gridOf, tableColumns, type Column } from './columns';
import { isNarrowed, isOpen, type RequestFilter } from './request-filter';
import { RequestRow } from './request-row';
import classes from './request-table.module.css';
import { useProblemText } from '../../ui/use-problem-text';
import { useOpenRequests } from './use-open-requests';
import { useRequestList } from './use-request-list';

interface RequestTableProps {
  filter: RequestFilter;
  columns: ReadonlySet<Column>;
  onClearFilter: () => void;
  /** What is about the table as a whole. */
  tools: ReactNode;
}

export function RequestTable({ filter, columns, onClearFilter, tools }: RequestTableProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const rows = useRowKeys({ c: 'cancel', r: 'retry' });
  const list = useRequestList(filter, rows);
  useOpenRequests(list.shown.some(({ status }) => isOpen(status)));

  return (
    <div className={classes.list}>
      <div className={classes.band}>
        <div className={classes.news}>
          <NewRows of={list.news} />
        </div>
        {list.news.changed && list.newsProblem && (
          <p role="alert" className={classes.failure}>
            {problemText(list.newsProblem)}
          </p>
        )}
        <div className={classes.tools}>{tools}</div>
      </div>
      {list.shown.length > 0 ? (
        <DataTable
          aria-label={t('requests.table')}
          style={gridOf(columns)}
          columns={tableColumns(columns)}
          head={(column) => t(`requests.column.${column}`)}
          headClass={(column) => classes[column]}
          rows={rows}
        >
          {list.shown.map((request) => (
            <RequestRow key={request.id} request={request} columns={columns} />
          ))}
        </DataTable>
      ) : (
        <NothingThere filter={filter} onClearFilter={onClearFilter} />
      )}
      <MorePages of={list}>
        {list.shown.length > 0 &&
          t(filter.order === 'OLDEST' ? 'requests.endOldest' : 'requests.end', {
            count: list.shown.length,
          })}
      </MorePages>
    </div>
  );
}

function NothingThere({ filter, onClearFilter }: Pick<RequestTableProps, 'filter' | 'onClearFilter'>) {
  const { t } = useTranslation();
  if (!isNarrowed(filter)) return <EmptyState title={t('requests.empty')}>{t('requests.emptyText')}</EmptyState>;
  return <NothingMatches onClear={onClearFilter}>{t('requests.emptyFilteredText')}</NothingMatches>;
}
