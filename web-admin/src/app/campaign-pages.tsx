import { Button } from '@influencegen/shared-schema/ui/button';
import type { OwnList } from '@influencegen/shared-schema/ui/not-found';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { IconPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { BrandPicker } from '../features/accounts/brand-picker';
import { OrganisationField } from '../features/accounts/organisation-field';
import { useMay } from '../features/accounts/use-may';
import { CampaignDetails } from '../features/campaigns/campaign-details';
import { CampaignEditor } from '../features/campaigns/campaign-editor';
import { noFilter, readFilter, writeFilter } from '../features/campaigns/campaign-filter';
import { CampaignFilterBar } from '../features/campaigns/campaign-filter-bar';
import { CampaignForm, type BrandField } from '../features/campaigns/campaign-form';
import classes from '../features/campaigns/campaign-page.module.css';
import { CampaignTable } from '../features/campaigns/campaign-table';
import { BackLink } from '../ui/back-link';
import { TableSkeleton } from '../ui/table-skeleton';
import { useShortcuts } from '../ui/use-shortcuts';

const brandField: BrandField = (props) => <OrganisationField {...props} />;

const PageSkeleton = () => (
  <Skeleton>
    <Lines count={10} height="1.75rem" />
  </Skeleton>
);

export function CampaignsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { filter, chosen, choose } = useAddressFilter(readFilter, writeFilter);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => search.current?.focus() });
  const clear = (): void => choose(noFilter);
  const begin = may('campaigns.manage') && (
    <Button component={Link} to="/campaigns/new" variant="primary" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('campaigns.new')}
    </Button>
  );
  return (
    <div className={classes.list}>
      <PageHeader title={t('campaigns.title')}>{begin}</PageHeader>
      <CampaignFilterBar
        filter={chosen}
        onChange={choose}
        onClear={clear}
        searchRef={search}
        brandPicker={
          <BrandPicker
            organisationId={chosen.organisationId}
            onChange={(organisationId) => choose({ organisationId })}
          />
        }
      />
      <PageBoundary skeleton={<TableSkeleton />}>
        <CampaignTable key={writeFilter(filter).toString()} filter={filter} onClearFilter={clear} />
      </PageBoundary>
    </div>
  );
}

function useCampaignList(): OwnList {
  const { t } = useTranslation();
  return { to: '/campaigns', name: t('campaigns.title') };
}

export function CampaignPage() {
  const may = useMay();
  const { id = '' } = useParams();
  return (
    <PageBoundary key={id} skeleton={<PageSkeleton />} list={useCampaignList()}>
      <CampaignDetails
        id={id}
        mayManage={may('campaigns.manage')}
        mayReadPeople={may('accounts.read')}
        mayReadTrail={may('audit.read')}
      />
    </PageBoundary>
  );
}

export function NewCampaignPage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <div className={classes.summary}>
        <BackLink to="/campaigns">{t('campaigns.title')}</BackLink>
        <PageHeader title={t('campaigns.new')} />
      </div>
      <CampaignForm brandField={brandField} />
    </div>
  );
}

export function EditCampaignPage() {
  const { id = '' } = useParams();
  return (
    <div className={classes.page}>
      <PageBoundary key={id} skeleton={<PageSkeleton />} list={useCampaignList()}>
        <CampaignEditor id={id} brandField={brandField} />
      </PageBoundary>
    </div>
  );
}
