import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useRef, useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import { useProblemText } from '../../ui/use-problem-text';
import { useRowKeys } from '../../ui/use-row-keys';
import { MailStatus } from './mail-status';
import { isOutboxNarrowed, toMailFilter, type OutboxFilter } from './outbox-filter';
import { OutboxDocument } from './outbox-table.generated';
import classes from './outbox-table.module.css';

interface OutboxTableProps {
  filter: OutboxFilter;
  onClearFilter: () => void;
}

export function OutboxTable({ filter, onClearFilter }: OutboxTableProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const client = useApolloClient();
  const variables = { filter: toMailFilter(filter) };
  const { data } = useSuspenseQuery(OutboxDocument, { variables, fetchPolicy: 'cache-and-network' });
  const { nodes, pageInfo } = data.mailMessages;
  const rows = useRef<HTMLDivElement>(null);
  useRowKeys(rows);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [reading, startReading] = useTransition();

  // Past `refetch` and `fetchMore`, which would put a failure in the place of the rows that are still good to read.
  const read = (after: string | null): void =>
    startReading(async () => {
      setProblem(null);
      await client
        .query({ query: OutboxDocument, variables: { ...variables, after }, fetchPolicy: 'network-only' })
        .catch((error: unknown) => setProblem(problemOf(error)));
    });
  useReconnected(() => read(null));

  if (nodes.length === 0)
    return isOutboxNarrowed(filter) ? (
      <EmptyState
        title={t('requests.emptyFiltered')}
        action={<Button onClick={onClearFilter}>{t('requests.clear')}</Button>}
      />
    ) : (
      <EmptyState title={t('outbox.empty')}>{t('outbox.emptyText')}</EmptyState>
    );
  return (
    <>
      <div role="table" aria-label={t('outbox.title')} className={classes.table}>
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.heads}>
            <div role="columnheader">{t('filter.state')}</div>
            <div role="columnheader">{t('outbox.subject')}</div>
            <div role="columnheader">{t('outbox.to')}</div>
            <div role="columnheader">{t('outbox.failure')}</div>
            <div role="columnheader">{t('outbox.when')}</div>
          </div>
        </div>
        <div role="rowgroup" ref={rows} className={classes.body}>
          {nodes.map(({ id, subject, person, recipient, status, failure, attempts, createdAt }) => (
            <div key={id} role="row" className={classes.row}>
              <div role="cell">
                <MailStatus status={status} />
              </div>
              <div role="cell" className={classes.subject}>
                <Link to={`/outbox/${id}`} className={classes.open}>
                  {subject}
                </Link>
              </div>
              <div role="cell">
                <bdi>{person.displayName}</bdi> <span className={classes.address}>{recipient}</span>
              </div>
              <div role="cell" className={classes.failure} data-empty={failure === null}>
                {failure !== null && t('outbox.failed', { failure, count: attempts })}
              </div>
              <div role="cell" className={classes.age}>
                <Age at={createdAt} />
              </div>
            </div>
          ))}
        </div>
      </div>
      <footer className={classes.more}>
        {problem && <p role="alert">{problemText(problem)}</p>}
        {pageInfo.hasNextPage && (
          <Button loading={reading} onClick={() => read(pageInfo.endCursor)}>
            {t('requests.loadMore')}
          </Button>
        )}
      </footer>
    </>
  );
}
