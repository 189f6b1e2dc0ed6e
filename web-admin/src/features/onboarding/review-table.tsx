import { useApolloClient } from '@apollo/client/react';
import { useReadAgain } from '@influencegen/shared-schema/client/connection';
import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import type { CaseColumn } from '@influencegen/shared-schema/contract/schema.generated';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table';
import { MorePages } from '../../ui/more-pages';
import { NothingMatches } from '../../ui/nothing-matches';
import { useRowKeys } from '../../ui/use-row-keys';
import { AssignBar } from './assign-bar';
import { isNarrowed, toVariable, writeFilter, type ReviewFilter } from './review-filter';
import { ReviewFactsDocument, ReviewNewsDocument, ReviewQueueDocument } from './review-queue.generated';
import { ReviewRow } from './review-row';
import classes from './review.module.css';

const pageSize = 50;
/** At their least all of them fit beside the menu on the narrowest screen that shows a table. */
const widths: Readonly<Record<CaseColumn, string>> = {
  STATE: 'minmax(7.25rem, 8.5rem)',
  DUE: 'minmax(6.75rem, 8rem)',
  MARKS: 'minmax(7.5rem, 2fr)',
  ASSIGNEE: 'minmax(5.5rem, 1fr)',
  OPENED: '5.5rem',
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
  const client = useApolloClient();
  const rows = useRowKeys({ x: 'select' });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const pages = useCursorPages(
    ReviewQueueDocument,
    { filter: toVariable(filter), order: filter.order, first: pageSize },
    ({ reviewCases }) => reviewCases,
    rows,
  );
  const { nodes, news, catchUp } = pages;
  const search = writeFilter(filter).toString();

  const reread = useDebouncedCallback(() => {
    catchUp();
    client.query({ query: ReviewFactsDocument, fetchPolicy: 'network-only' }).catch(() => undefined);
  }, restMs);
  useListening(ReviewNewsDocument, { onData: reread });
  useReadAgain(ReviewFactsDocument, {});

  const select = (id: string): void =>
    setSelected((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  const gridTemplateColumns = [
    ...(assigns ? ['2rem'] : []),
    '3.5rem minmax(7.5rem, 1.5fr)',
    ...filter.columns.map((column) => widths[column]),
  ].join(' ');

  if (nodes.length === 0)
    return isNarrowed(filter) ? (
      <NothingMatches onClear={onClearFilter}>{t('reviews.emptyFilteredText')}</NothingMatches>
    ) : (
      <EmptyState title={t('reviews.empty')}>{t('reviews.emptyText')}</EmptyState>
    );
  const columns = [...(assigns ? (['SELECT'] as const) : []), 'NUMBER', 'CREATOR', ...filter.columns] as const;
  const chosen = nodes.map(({ id }) => id).filter((id) => selected.has(id));
  const selectAll = (
    <input
      type="checkbox"
      aria-label={t('reviews.selectAll')}
      checked={chosen.length === nodes.length}
      onChange={({ currentTarget }) => setSelected(new Set(currentTarget.checked ? nodes.map(({ id }) => id) : []))}
    />
  );
  return (
    <div>
      {assigns && <AssignBar ids={chosen} onDone={() => setSelected(new Set())} />}
      <DataTable
        aria-label={t('reviews.table')}
        style={{ gridTemplateColumns }}
        columns={columns}
        head={(column) => (column === 'SELECT' ? selectAll : t(`reviews.column.${column}`))}
        headClass={(column) => (column === 'SELECT' ? classes.select : undefined)}
        rows={rows}
        news={news}
      >
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
      </DataTable>
      <MorePages of={pages}>{t('reviews.end', { count: nodes.length })}</MorePages>
    </div>
  );
}
