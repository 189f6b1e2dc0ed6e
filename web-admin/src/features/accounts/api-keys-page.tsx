import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MorePages } from '../../ui/more-pages';
import { TableSkeleton } from '../../ui/table-skeleton';
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
  const pages = useCursorPages(ApiKeysDocument, { first: pageSize }, ({ apiKeys }) => apiKeys);
  const { nodes } = pages;
  if (nodes.length === 0) return <EmptyState title={t('apiKeys.empty')}>{t('apiKeys.emptyText')}</EmptyState>;
  return (
    <>
      <ul className={classes.list} aria-label={t('apiKeys.title')}>
        {nodes.map((apiKey) => (
          <ApiKeyRow key={apiKey.id} apiKey={apiKey} onSecret={onSecret} />
        ))}
      </ul>
      <MorePages of={pages} />
    </>
  );
}
