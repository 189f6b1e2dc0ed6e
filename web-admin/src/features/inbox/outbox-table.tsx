import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import { DataTable } from '../../ui/data-table';
import table from '../../ui/data-table.module.css';
import { MorePages } from '../../ui/more-pages';
import { NothingMatches } from '../../ui/nothing-matches';
import { useRowKeys } from '../../ui/use-row-keys';
import { MailStatus } from './mail-status';
import { isOutboxNarrowed, toMailFilter, type OutboxFilter } from './outbox-filter';
import { OutboxDocument } from './outbox-table.generated';
import classes from './outbox-table.module.css';

const columns = ['filter.state', 'outbox.subject', 'outbox.to', 'outbox.failure', 'outbox.when'] as const;

interface OutboxTableProps {
  filter: OutboxFilter;
  onClearFilter: () => void;
}

export function OutboxTable({ filter, onClearFilter }: OutboxTableProps) {
  const { t } = useTranslation();
  const rows = useRowKeys();
  const pages = useCursorPages(
    OutboxDocument,
    { filter: toMailFilter(filter) },
    ({ mailMessages }) => mailMessages,
    rows,
  );
  const { nodes } = pages;

  if (nodes.length === 0)
    return isOutboxNarrowed(filter) ? (
      <NothingMatches onClear={onClearFilter} />
    ) : (
      <EmptyState title={t('outbox.empty')}>{t('outbox.emptyText')}</EmptyState>
    );
  return (
    <>
      <DataTable
        aria-label={t('outbox.title')}
        className={classes.table}
        columns={columns}
        head={(column) => t(column)}
        rows={rows}
        news={pages.news}
      >
        {nodes.map(({ id, subject, person, recipient, status, failure, problem, attempts, createdAt }) => (
          <div key={id} role="row" className={table.row}>
            <div role="cell">
              <MailStatus status={status} />
            </div>
            <div role="cell" className={table.lead}>
              <Link to={`/outbox/${id}`} className={table.open}>
                {subject}
              </Link>
            </div>
            <div role="cell">
              <bdi>{person.displayName}</bdi> <span className={classes.address}>{recipient}</span>
            </div>
            <div role="cell" className={classes.failure} data-empty={problem === null}>
              {problem !== null &&
                t('outbox.failed', { problem: t(`mailProblem.what.${problem}`), failure, count: attempts })}
            </div>
            <div role="cell" className={table.age}>
              <Age at={createdAt} />
            </div>
          </div>
        ))}
      </DataTable>
      <MorePages of={pages} />
    </>
  );
}
