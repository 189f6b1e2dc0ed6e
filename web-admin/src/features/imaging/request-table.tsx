import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { IconArrowUp } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
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
  const place = useRef<HTMLDivElement>(null);
  const rows = useRowKeys({ c: 'cancel', r: 'retry' });
  const list = useRequestList(filter, rows);
  useOpenRequests(list.shown.some(({ status }) => isOpen(status)));

  const news = [
    list.arrived > 0 && t('requests.newOnes', { count: list.arrived }),
    list.gone > 0 && t('requests.gone', { count: list.gone }),
  ].filter((part) => part !== false);

  return (
    <div className={classes.list}>
      <div className={classes.band}>
        <div ref={place} role="status" tabIndex={-1} className={classes.news}>
          {news.length > 0 && (
            <Button
              size="compact-sm"
              variant="primary"
              loading={list.updating}
              leftSection={<IconArrowUp size={14} aria-hidden />}
              onClick={() => {
                // The button goes; the focus stays at the list, and in none of its rows, which would hold new ones back.
                place.current?.focus({ preventScroll: true });
                window.scrollTo({ top: 0 });
                list.update();
              }}
            >
              {news.join(' · ')}
            </Button>
          )}
        </div>
        {news.length > 0 && list.updateProblem && (
          <p role="alert" className={classes.failure}>
            {problemText(list.updateProblem)}
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
