import { useSuspenseQuery } from '@apollo/client/react';
import { useReadAgain } from '@influencegen/shared-schema/client/connection';
import { NotFound, type OwnList } from '@influencegen/shared-schema/ui/not-found';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { CampaignArtwork } from './campaign-artwork.tsx';
import { DiscoverCampaignDocument, type DiscoverCampaignQuery } from './campaign-page.generated';
import classes from './campaign-page.module.css';
import { FitSection } from './fit.tsx';
import { Interest } from './interest.tsx';
import { Until } from './until.tsx';
import { useCampaignWords } from './use-campaign-words.ts';

/** Back to the list as it was narrowed. */
const searchIn = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'search' in state && typeof state.search === 'string'
    ? state.search
    : '';

export function CampaignPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const location: { state: unknown } = useLocation();
  const list = { to: { pathname: '/discover', search: searchIn(location.state) }, name: t('discover.back') };
  return (
    <div className={classes.page}>
      <PageBoundary skeleton={<CampaignSkeleton list={list} />} list={list}>
        <Campaign key={id} id={id} list={list} />
      </PageBoundary>
    </div>
  );
}

function BackTo({ list }: { list: OwnList }) {
  return (
    <Link to={list.to} className={classes.back} viewTransition>
      <IconArrowLeft size={18} aria-hidden /> {list.name}
    </Link>
  );
}

function Campaign({ id, list }: { id: string; list: OwnList }) {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(DiscoverCampaignDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  useReadAgain(DiscoverCampaignDocument, { id });
  const { campaign } = data;
  if (!campaign) return <NotFound />;
  return (
    <>
      <BackTo list={list} />
      <article className={classes.campaign}>
        <div className={classes.head}>
          <div className={classes.picture}>
            <CampaignArtwork id={campaign.id} />
          </div>
          <p className={classes.brand}>{campaign.brand}</p>
          <PageHeader title={campaign.name} />
          <p className={classes.summary} dir="auto">
            {campaign.summary}
          </p>
        </div>
        <div className={classes.offer}>
          <Terms campaign={campaign} />
          {campaign.fit && <FitSection campaign={campaign} fit={campaign.fit} />}
          <Interest campaign={campaign} />
        </div>
        <div className={classes.text}>
          <Text title={t('discover.brief')} text={campaign.brief} />
          <Text title={t('discover.content')} text={campaign.content} />
        </div>
      </article>
    </>
  );
}

type Shown = NonNullable<DiscoverCampaignQuery['campaign']>;

function Terms({ campaign }: { campaign: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useCampaignWords();
  const { most, rest } = words.pay(campaign);
  return (
    <section className={classes.terms} aria-labelledby="terms-title">
      <h2 id="terms-title" className={classes.title}>
        {t('discover.terms')}
      </h2>
      <dl className={classes.facts}>
        <Fact name={t('discover.facts.pay')}>
          <strong className={classes.pay}>{most}</strong>
          {rest !== null && <span className={classes.rest}>{rest}</span>}
        </Fact>
        <Fact name={t('discover.facts.rights')}>{words.rights(campaign)}</Fact>
        <Fact name={t('discover.facts.ai')}>{t(`discover.ai.${campaign.aiImages ? 'welcome' : 'none'}`)}</Fact>
        <Fact name={t('discover.facts.until')}>
          <Until day={campaign.interestUntil} />
        </Fact>
        <Fact name={t('discover.facts.dates')}>{format.days(campaign.startsOn, campaign.endsOn)}</Fact>
        {campaign.platforms.length > 0 && (
          <Fact name={t('discover.facts.platforms')}>{format.list(words.platforms(campaign))}</Fact>
        )}
        {campaign.niches.length > 0 && (
          <Fact name={t('discover.facts.topics')}>{words.topics(campaign).join(', ')}</Fact>
        )}
      </dl>
    </section>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** As it was written, paragraph by paragraph. */
function Text({ title, text }: { title: string; text: string }) {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  if (paragraphs.length === 0) return null;
  return (
    <section className={classes.part}>
      <h2 className={classes.title}>{title}</h2>
      {paragraphs.map((paragraph, i) => (
        <p key={i} className={classes.paragraph} dir="auto">
          {paragraph.trim()}
        </p>
      ))}
    </section>
  );
}

const CampaignSkeleton = ({ list }: { list: OwnList }) => (
  <>
    <BackTo list={list} />
    <Skeleton className={classes.campaign}>
      <div className={classes.head}>
        <Block className={classes.picture} />
        <Lines count={3} height="1.75rem" />
      </div>
      <div className={classes.offer}>
        <div className={classes.terms}>
          <Lines count={6} height="2.5rem" />
        </div>
      </div>
      <div className={classes.text}>
        <Lines count={8} />
      </div>
    </Skeleton>
  </>
);
