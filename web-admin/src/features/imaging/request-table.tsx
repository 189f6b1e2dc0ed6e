import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconArrowUp } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { useRowKeys } from '../../ui/use-row-keys';
import { gridOf, tableColumns, type Column } from './columns';
import { isNarrowed, isOpen, type RequestFilter } from './request-filter';
import { RequestRow } from './request-row';
import classes from './request-table.module.css';
import { useOpenRequests } from './use-open-requests';
import { useRequestList } from './use-request-list';

interface RequestTableProps {
  filter: RequestFilter;
  columns: ReadonlySet<Column>;
  onClearFilter: () => void;
}

export function RequestTable({ filter, columns, onClearFilter }: RequestTableProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const format = useFormat();
  const rows = useRef<HTMLDivElement>(null);
  const list = useRequestList(filter, rows);
  useRowKeys(rows, { c: 'cancel', r: 'retry' });
  useOpenRequests(list.shown.some(({ status }) => isOpen(status)));

  const news = [
    list.arrived > 0 && t('requests.newOnes', { count: list.arrived }),
    list.gone > 0 && t('requests.gone', { count: list.gone }),
  ].filter((part) => part !== false);

  return (
    <div>
      <div role="status" className={classes.news}>
        {news.length > 0 && (
          <Button
            size="compact-sm"
            variant="primary"
            loading={list.updating}
            leftSection={<IconArrowUp size={14} aria-hidden />}
            onClick={() => {
              window.scrollTo({ top: 0 });
              list.update();
            }}
          >
            {news.join(' · ')}
          </Button>
        )}
      </div>
      {list.shown.length > 0 ? (
        <div role="table" aria-label={t('requests.table')} className={classes.table} style={gridOf(columns)}>
          <div role="rowgroup" className={classes.head}>
            <div role="row" className={classes.heads}>
              {tableColumns(columns).map((column) => (
                <div key={column} role="columnheader" className={classes[column]}>
                  {t(`requests.column.${column}`)}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" ref={rows} className={classes.body}>
            {list.shown.map((request) => (
              <RequestRow key={request.id} request={request} columns={columns} />
            ))}
          </div>
        </div>
      ) : (
        <NothingThere filter={filter} onClearFilter={onClearFilter} />
      )}
      <footer className={classes.more}>
        {list.problem && <p role="alert">{problemText(list.problem)}</p>}
        {list.hasMore ? (
          <Button loading={list.loadingMore} onClick={list.loadMore}>
            {t('requests.loadMore')}
          </Button>
        ) : (
          list.shown.length > 0 &&
          t(filter.order === 'OLDEST' ? 'requests.endOldest' : 'requests.end', {
            count: list.shown.length,
            all: format.number(list.shown.length),
          })
        )}
      </footer>
    </div>
  );
}

function NothingThere({ filter, onClearFilter }: Pick<RequestTableProps, 'filter' | 'onClearFilter'>) {
  const { t } = useTranslation();
  if (!isNarrowed(filter)) return <EmptyState title={t('requests.empty')}>{t('requests.emptyText')}</EmptyState>;
  return (
    <EmptyState
      title={t('requests.emptyFiltered')}
      action={<Button onClick={onClearFilter}>{t('requests.clear')}</Button>}
    >
      {t('requests.emptyFilteredText')}
    </EmptyState>
  );
}
