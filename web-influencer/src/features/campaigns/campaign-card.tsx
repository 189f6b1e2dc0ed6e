import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { CampaignArtwork } from './campaign-artwork.tsx';
import { CampaignCard_campaignFragmentDoc, type CampaignCard_campaignFragment } from './campaign-card.generated';
import classes from './campaign-card.module.css';
import { closedFor } from './closed-for.ts';
import { FitBadge, FitReasons } from './fit.tsx';
import { Until } from './until.tsx';
import { useCampaignWords } from './use-campaign-words.ts';

/** What somebody has to know before opening it: pay, rights, AI, until when, and whether it fits. */
export function CampaignCard({ campaign: from }: { campaign: FragmentType<CampaignCard_campaignFragment> }) {
  const { t } = useTranslation();
  const words = useCampaignWords();
  const { search } = useLocation();
  const titleId = useId();
  const { data: campaign, complete } = useFragment({
    fragment: CampaignCard_campaignFragmentDoc,
    fragmentName: 'CampaignCard_campaign',
    from,
  });
  if (!complete) return null;
  const { most, rest } = words.pay(campaign);
  return (
    <li className={classes.place}>
      <article className={classes.card} aria-labelledby={titleId}>
        <div className={classes.picture}>
          <CampaignArtwork id={campaign.id} />
          <div className={classes.badges}>
            {closedFor(campaign) !== null && <StatusBadge tone="neutral">{t('discover.isClosed')}</StatusBadge>}
            {campaign.fit && <FitBadge fit={campaign.fit} />}
            {campaign.interested && <StatusBadge tone="info">{t('discover.isInterested')}</StatusBadge>}
          </div>
        </div>
        <div className={classes.about}>
          <p className={classes.brand}>{campaign.brand}</p>
          <h2 id={titleId} className={classes.name}>
            <Link to={`/discover/${campaign.id}`} state={{ search }} className={classes.link} viewTransition>
              <bdi>{campaign.name}</bdi>
            </Link>
          </h2>
          <p className={classes.summary} dir="auto">
            {campaign.summary}
          </p>
          <p className={classes.pay}>
            <strong>{most}</strong>
            {rest !== null && <span>{rest}</span>}
          </p>
          <dl className={classes.facts}>
            <div>
              <dt>{t('discover.facts.rights')}</dt>
              <dd>{words.rights(campaign)}</dd>
            </div>
            <div>
              <dt>{t('discover.facts.ai')}</dt>
              <dd>{t(`discover.ai.${campaign.aiImages ? 'welcome' : 'none'}`)}</dd>
            </div>
            <div>
              <dt>{t('discover.facts.until')}</dt>
              <dd>
                <Until day={campaign.interestUntil} />
              </dd>
            </div>
          </dl>
          {campaign.fit && <FitReasons campaign={campaign} fit={campaign.fit} />}
        </div>
      </article>
    </li>
  );
}
