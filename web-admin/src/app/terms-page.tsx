import { Button } from '@influencegen/shared-schema/ui/button';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../features/accounts/use-may';
import { NewDocumentPanel } from '../features/terms/new-document-panel';
import { TermsDocument } from '../features/terms/terms-document';
import { TermsList } from '../features/terms/terms-list';
import { TermsVersion } from '../features/terms/terms-version';
import classes from '../features/terms/terms.module.css';
import { TableSkeleton } from '../ui/table-skeleton';

export function TermsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [making, setMaking] = useState(false);
  return (
    <div className={classes.page}>
      <PageHeader title={t('terms.title')}>
        {may('terms.manage') && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
            {t('terms.new')}
          </Button>
        )}
      </PageHeader>
      <PageBoundary skeleton={<TableSkeleton />}>
        <TermsList />
      </PageBoundary>
      {making && <NewDocumentPanel onClose={() => setMaking(false)} />}
    </div>
  );
}

export function TermsDocumentPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { key = '' } = useParams();
  return (
    <PageBoundary key={key} skeleton={<TextSkeleton />} list={{ to: '/terms', name: t('nav.terms') }}>
      <TermsDocument documentKey={key} mayManage={may('terms.manage')} />
    </PageBoundary>
  );
}

export function TermsVersionPage() {
  const { t } = useTranslation();
  const { key = '', number = '' } = useParams();
  return (
    <PageBoundary key={`${key} ${number}`} skeleton={<TextSkeleton />} list={{ to: '/terms', name: t('nav.terms') }}>
      {/^\d{1,9}$/.test(number) ? <TermsVersion documentKey={key} number={Number(number)} /> : <NotFound />}
    </PageBoundary>
  );
}

const TextSkeleton = () => (
  <Skeleton>
    <Lines count={12} height="1.75rem" />
  </Skeleton>
);
