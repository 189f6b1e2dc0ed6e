import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import links from '@influencegen/shared-schema/ui/link-list.module.css';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CampaignArtwork } from './campaign-artwork.tsx';
import { CampaignLine_campaignFragmentDoc, type CampaignLine_campaignFragment } from './campaign-line.generated';
import classes from './campaign-line.module.css';
import { FitBadge } from './fit.tsx';
import { useCampaignWords } from './use-campaign-words.ts';

/** A campaign in a line, where there is little room. */
export function CampaignLine({ campaign: from }: { campaign: FragmentType<CampaignLine_campaignFragment> }) {
  const { t } = useTranslation();
  const words = useCampaignWords();
  const { data: campaign, complete } = useFragment({
    fragment: CampaignLine_campaignFragmentDoc,
    fragmentName: 'CampaignLine_campaign',
    from,
  });
  if (!complete) return null;
  return (
    <li>
      <Link to={`/discover/${campaign.id}`} className={links.row} viewTransition>
        <span className={classes.picture}>
          <CampaignArtwork id={campaign.id} />
        </span>
        <span className={links.about}>
          <strong>
            <bdi>{campaign.name}</bdi>
          </strong>
          <span className={classes.facts}>
            <span>{campaign.brand}</span>
            <span className={classes.pay}>{words.pay(campaign).most}</span>
            {campaign.interested && <StatusBadge tone="info">{t('discover.isInterested')}</StatusBadge>}
            {campaign.fit && <FitBadge fit={campaign.fit} />}
          </span>
        </span>
      </Link>
    </li>
  );
}
