import { useApolloClient, useSubscription, useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import type { CaseColumn } from '@influencegen/shared-schema/contract/schema.generated';
import { useDebouncedCallback } from '@mantine/hooks';
import { useMemo, useRef, useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { useRowKeys } from '../../ui/use-row-keys';
import { AssignBar } from './assign-bar';
import { isNarrowed, toVariable, writeFilter, type ReviewFilter } from './review-filter';
import { ReviewFactsDocument, ReviewNewsDocument, ReviewQueueDocument } from './review-queue.generated';
import { ReviewRow } from './review-row';
import classes from './review.module.css';

const pageSize = 50;
const widths: Readonly<Record<CaseColumn, string>> = {
  STATE: '8.5rem',
  DUE: '8rem',
  MARKS: 'minmax(8rem, 1fr)',
  ASSIGNEE: 'minmax(8rem, 1fr)',
  OPENED: '6rem',
};
/** News come in bursts: a list that is read again for each of them would never stand still. */
const restMs = 400;

interface ReviewTableProps {
  filter: ReviewFilter;
  assigns: boolean;
  onClearFilter: () => void;
}

export function ReviewTable({ filter, assigns, onClearFilter }: ReviewTableProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const client = useApolloClient();
  const rows = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const variables = useMemo(() => ({ filter: toVariable(filter), order: filter.order, first: pageSize }), [filter]);
  const { data } = useSuspenseQuery(ReviewQueueDocument, { variables, fetchPolicy: 'cache-and-network' });
  const { nodes, pageInfo } = data.reviewCases;
  const [loading, startLoading] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);
  const search = writeFilter(filter).toString();
  useRowKeys(rows, { x: 'select' });

  // Past `refetch`, which would put a failure in the place of the rows that are still good to read.
  const read = async (after: string | null): Promise<void> => {
    setProblem(null);
    try {
      await client.query({
        query: ReviewQueueDocument,
        variables: { ...variables, after },
        fetchPolicy: 'network-only',
      });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const reread = useDebouncedCallback(() => {
    void read(null);
    client.query({ query: ReviewFactsDocument, fetchPolicy: 'network-only' }).catch(() => undefined);
  }, restMs);
  useSubscription(ReviewNewsDocument, { ignoreResults: true, onData: reread });
  useReconnected(reread);

  const select = (id: string): void =>
    setSelected((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  const gridTemplateColumns = [
    ...(assigns ? ['2rem'] : []),
    '4.5rem minmax(9rem, 1.5fr)',
    ...filter.columns.map((column) => widths[column]),
  ].join(' ');

  if (nodes.length === 0)
    return isNarrowed(filter) ? (
      <EmptyState
        title={t('reviews.emptyFiltered')}
        action={<Button onClick={onClearFilter}>{t('reviews.clear')}</Button>}
      >
        {t('reviews.emptyFilteredText')}
      </EmptyState>
    ) : (
      <EmptyState title={t('reviews.empty')}>{t('reviews.emptyText')}</EmptyState>
    );
  const chosen = nodes.map(({ id }) => id).filter((id) => selected.has(id));
  return (
    <div>
      {assigns && <AssignBar ids={chosen} onDone={() => setSelected(new Set())} />}
      <div role="table" aria-label={t('reviews.table')} className={classes.table} style={{ gridTemplateColumns }}>
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.heads}>
            {assigns && (
              <div role="columnheader">
                <input
                  type="checkbox"
                  aria-label={t('reviews.selectAll')}
                  checked={chosen.length === nodes.length}
                  onChange={({ currentTarget }) =>
                    setSelected(new Set(currentTarget.checked ? nodes.map(({ id }) => id) : []))
                  }
                />
              </div>
            )}
            {(['NUMBER', 'CREATOR', ...filter.columns] as const).map((column) => (
              <div key={column} role="columnheader">
                {t(`reviews.column.${column}`)}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={rows} className={classes.body}>
          {nodes.map((node) => (
            <ReviewRow
              key={node.id}
              case={node}
              columns={filter.columns}
              selected={assigns ? selected.has(node.id) : null}
              onSelect={select}
              search={search && `?${search}`}
            />
          ))}
        </div>
      </div>
      <footer className={classes.more}>
        {problem && <p role="alert">{problemText(problem)}</p>}
        {pageInfo.hasNextPage ? (
          <Button loading={loading} onClick={() => startLoading(() => read(pageInfo.endCursor))}>
            {t('reviews.loadMore')}
          </Button>
        ) : (
          t('reviews.end', { count: nodes.length })
        )}
      </footer>
    </div>
  );
}
