import { useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import links from '@influencegen/shared-schema/ui/link-list.module.css';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Block, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconCompass, IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { StudioSessionDocument, type StudioSessionQuery } from '../features/accounts/session.generated';
import { CampaignLine } from '../features/campaigns/campaign-line.tsx';
import { QuotaLine } from '../features/imaging/quota-line.tsx';
import { RecentPictures, withPictures } from '../features/imaging/recent-pictures.tsx';
import { FirstSteps } from '../features/onboarding/first-steps.tsx';
import { useLiveFirstSteps } from '../features/onboarding/use-first-steps.ts';
import { StudioHomeDocument, type StudioHomeQuery } from './home-page.generated';
import classes from './home-page.module.css';
import { whatIsNext } from './what-is-next.ts';
import { WhatIsNext } from './what-is-next-list.tsx';

/** Whoever is not in yet has the application as home. */
export function HomePage() {
  const { data } = useSuspenseQuery(StudioSessionDocument);
  const { viewer } = data;
  if (!viewer?.permissions.includes('imaging.request')) return <Navigate to="/onboarding" replace />;
  return (
    <div className={classes.page}>
      <Greeting name={viewer.displayName} />
      <PageBoundary skeleton={<HomeSkeleton />}>
        <Home permissions={viewer.permissions} />
      </PageBoundary>
    </div>
  );
}

function Greeting({ name }: { name: string }) {
  const { t } = useTranslation();
  return <PageHeader title={t('home.title', { name })} />;
}

type Viewer = NonNullable<StudioSessionQuery['viewer']>;

/** What waits for the person, what they made lately, and what they can still make. */
function Home({ permissions }: Pick<Viewer, 'permissions'>) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const isCreator = permissions.includes('onboarding.own');
  const { data } = useSuspenseQuery(StudioHomeDocument, {
    variables: {
      language,
      joining: isCreator,
      terms: permissions.includes('terms.own'),
      inbox: permissions.includes('notices.own'),
      discovers: permissions.includes('campaigns.discover'),
    },
    fetchPolicy: 'cache-and-network',
  });
  useLiveFirstSteps(isCreator);
  const recent = withPictures(data.imageRequests.nodes);
  return (
    <>
      <WhatIsNext items={whatIsNext(data)} />
      {data.firstSteps && <FirstSteps firstSteps={data.firstSteps} />}
      {data.discoverCampaigns && <NewCampaigns campaigns={data.discoverCampaigns.nodes} />}
      <section className={classes.part} aria-labelledby="recent-title">
        <div className={classes.head}>
          <h2 id="recent-title" className={classes.heading}>
            {t('home.pictures')}
          </h2>
          <QuotaLine asking={0} />
        </div>
        {recent.length > 0 ? (
          <RecentPictures requests={recent} />
        ) : (
          <p className={classes.none}>{t('home.noPictures')}</p>
        )}
        <div className={classes.actions}>
          <Button component={Link} to="/studio" variant="primary" leftSection={<IconSparkles size={18} aria-hidden />}>
            {t('home.make')}
          </Button>
          {recent.length > 0 && (
            <Button component={Link} to="/gallery" variant="quiet">
              {t('home.gallery')}
            </Button>
          )}
        </div>
      </section>
    </>
  );
}

type Campaigns = NonNullable<StudioHomeQuery['discoverCampaigns']>['nodes'];

function NewCampaigns({ campaigns }: { campaigns: Campaigns }) {
  const { t } = useTranslation();
  return (
    <section className={classes.part} aria-labelledby="campaigns-title">
      <h2 id="campaigns-title" className={classes.heading}>
        {t('home.campaigns')}
      </h2>
      {campaigns.length > 0 ? (
        <ul className={links.list}>
          {campaigns.map((campaign) => (
            <CampaignLine key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      ) : (
        <p className={classes.none}>{t('home.noCampaigns')}</p>
      )}
      <div className={classes.actions}>
        <Button component={Link} to="/discover" leftSection={<IconCompass size={18} aria-hidden />}>
          {t('home.discover')}
        </Button>
      </div>
    </section>
  );
}

const HomeSkeleton = () => (
  <Skeleton className={classes.skeleton}>
    <Block className={classes.waitingNext} />
    <Block className={classes.waitingPictures} />
  </Skeleton>
);
