import { useQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { ErrorState } from '@influencegen/shared-schema/ui/error-state';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { DeadLetterList } from './dead-letter-list';
import { QueueTable } from './queue-table';
import { QueuesPageDocument } from './queues-page.generated';
import classes from './operations.module.css';

const renewEvery = 5000;
const pageSize = 20;

export function QueuesPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { data, previousData, error, refetch, fetchMore } = useQuery(QueuesPageDocument, {
    variables: { first: pageSize },
    fetchPolicy: 'cache-and-network',
    pollInterval: renewEvery,
    skipPollAttempt: () => document.hidden,
  });
  // A failed renewal shows by `error`, above what was read last.
  const renew = (): void => void refetch().catch(() => undefined);
  useReconnected(renew);
  const shown = data ?? previousData;

  return (
    <div className={classes.page}>
      <PageHeader title={t('queues.title')} />
      {shown ? (
        <>
          <div role="alert">
            {error && <p className={classes.stale}>{t('queues.stale', { reason: problemText(problemOf(error)) })}</p>}
          </div>
          <DeadLetterList
            letters={shown.deadLetters.nodes}
            hasMore={shown.deadLetters.pageInfo.hasNextPage}
            onLoadMore={async () => {
              await fetchMore({ variables: { after: shown.deadLetters.pageInfo.endCursor } });
            }}
            onSettled={renew}
          />
          <QueueTable queues={shown.jobQueues} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={renew} />
      ) : (
        <Skeleton>
          <Lines count={10} height="1.5rem" />
        </Skeleton>
      )}
    </div>
  );
}
