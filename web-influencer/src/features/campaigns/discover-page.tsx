import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { Block, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconCompass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CampaignCard } from './campaign-card.tsx';
import cards from './campaign-card.module.css';
import { isNarrowed, nothingChosen, readFilter, toVariable, writeFilter, type Chosen } from './discover-filter.ts';
import { DiscoverFilters } from './discover-filters.tsx';
import { DiscoverListDocument } from './discover-list.generated';
import classes from './discover-page.module.css';

export function DiscoverPage() {
  const { t } = useTranslation();
  const { filter, chosen, choose } = useAddressFilter(readFilter, writeFilter);
  const clear = (): void => choose(nothingChosen);
  return (
    <div className={classes.page}>
      <PageHeader title={t('discover.title')} />
      <p className={classes.lead}>{t('discover.lead')}</p>
      <DiscoverFilters chosen={chosen} onChoose={choose} onClear={clear} />
      <PageBoundary skeleton={<DiscoverSkeleton />}>
        <Campaigns filter={filter} onClear={clear} />
      </PageBoundary>
    </div>
  );
}

function Campaigns({ filter, onClear }: { filter: Chosen; onClear: () => void }) {
  const { t } = useTranslation(['app', 'ui']);
  const pages = useCursorPages(
    DiscoverListDocument,
    { filter: toVariable(filter), order: filter.order },
    ({ discoverCampaigns }) => discoverCampaigns,
  );
  const { nodes, problem } = pages;
  return (
    <>
      <p role="status" className={classes.count}>
        {nodes.length > 0 && t('discover.shown', { count: nodes.length })}
      </p>
      {nodes.length === 0 && <Nothing filter={filter} onClear={onClear} />}
      {nodes.length > 0 && (
        <ul className={cards.cards}>
          {nodes.map((campaign) => (
            <CampaignCard key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      )}
      {pages.hasMore && (
        <div className={classes.more}>
          {problem && <p role="alert">{t('ui:problem.title')}</p>}
          <Button loading={pages.loadingMore} onClick={pages.loadMore}>
            {problem ? t('ui:retry') : t('discover.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Nothing({ filter, onClear }: { filter: Chosen; onClear: () => void }) {
  const { t } = useTranslation();
  const icon = <IconCompass size={40} stroke={1.3} />;
  if (!isNarrowed(filter))
    return (
      <EmptyState icon={icon} title={t('discover.none')}>
        {t('discover.noneText')}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={icon}
      title={t('discover.noMatch')}
      action={<Button onClick={onClear}>{t('discover.clear')}</Button>}
    >
      {t(filter.interested ? 'discover.noInterestText' : 'discover.noMatchText')}
    </EmptyState>
  );
}

const DiscoverSkeleton = () => (
  <Skeleton className={cards.cards}>
    {Array.from({ length: 6 }, (_, card) => (
      <Block key={card} className={classes.waiting} />
    ))}
  </Skeleton>
);
