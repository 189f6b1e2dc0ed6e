import { useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconPlus } from '@tabler/icons-react';
import { useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { TableSkeleton } from '../../ui/table-skeleton';
import { useProblemText } from '../../ui/use-problem-text';
import { ApiKeyRow } from './api-key-row';
import { ApiKeySecret } from './api-key-secret';
import { ApiKeysDocument } from './api-keys-page.generated';
import classes from './api-keys-page.module.css';
import { NewApiKeyPanel } from './new-api-key-panel';

const pageSize = 50;

/** Keys for programs: what each may do, who made it, and when it was used last. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <div className={classes.page}>
      <PageHeader title={t('apiKeys.title')}>
        <Button variant="primary" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
          {t('apiKeys.new')}
        </Button>
      </PageHeader>
      <p className={classes.hint}>{t('apiKeys.text')}</p>
      {secret !== null && <ApiKeySecret key={secret} secret={secret} onKept={() => setSecret(null)} />}
      <PageBoundary skeleton={<TableSkeleton />}>
        <ApiKeyList onSecret={setSecret} />
      </PageBoundary>
      {making && (
        <NewApiKeyPanel
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
          }}
        />
      )}
    </div>
  );
}

function ApiKeyList({ onSecret }: { onSecret: (secret: string) => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { data, fetchMore, refetch } = useSuspenseQuery(ApiKeysDocument, {
    variables: { first: pageSize },
    fetchPolicy: 'cache-and-network',
  });
  const { nodes, pageInfo } = data.apiKeys;
  const [loading, startLoading] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);
  // What is on the screen stays when this fails; the connection banner says that it may be old.
  useReconnected(() => void refetch().catch(() => undefined));

  const loadMore = (): void =>
    startLoading(async () => {
      setProblem(null);
      try {
        await fetchMore({ variables: { after: pageInfo.endCursor } });
      } catch (error) {
        setProblem(problemOf(error));
      }
    });

  if (nodes.length === 0) return <EmptyState title={t('apiKeys.empty')}>{t('apiKeys.emptyText')}</EmptyState>;
  return (
    <>
      <ul className={classes.list} aria-label={t('apiKeys.title')}>
        {nodes.map((apiKey) => (
          <ApiKeyRow key={apiKey.id} apiKey={apiKey} onSecret={onSecret} />
        ))}
      </ul>
      {problem && <p role="alert">{problemText(problem)}</p>}
      {pageInfo.hasNextPage && (
        <div>
          <Button loading={loading} onClick={loadMore}>
            {t('requests.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}
