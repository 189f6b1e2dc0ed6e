import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import table from '../../ui/data-table.module.css';
import { isEditable } from './campaign-draft';
import { CampaignRow_campaignFragmentDoc, type CampaignRow_campaignFragment } from './campaign-row.generated';
import { CampaignStatusBadge } from './campaign-status';
import classes from './campaign-table.module.css';
import { useCampaignWords } from './use-campaign-words';

export const CampaignRow = memo(function CampaignRow({
  campaign: from,
}: {
  campaign: FragmentType<CampaignRow_campaignFragment>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useCampaignWords();
  const { data: campaign, complete } = useFragment({ fragment: CampaignRow_campaignFragmentDoc, from });
  if (!complete) return null;
  const { id, name, brand, status, compensation, interestUntil, startsOn, endsOn, interestCount } = campaign;
  // Nobody can be interested in what nobody has seen.
  const seen = interestCount !== null && !isEditable(status);
  return (
    <div role="row" className={classes.row}>
      <div role="cell" className={classes.name}>
        <Link to={`/campaigns/${id}`} className={table.open}>
          <bdi>{name}</bdi>
        </Link>
      </div>
      <div role="cell" className={classes.brand}>
        <bdi>{brand}</bdi>
      </div>
      <div role="cell" className={classes.state}>
        <CampaignStatusBadge status={status} />
      </div>
      <div role="cell" className={classes.pay}>
        {words.pay(compensation)}
      </div>
      <div role="cell" className={classes.day}>
        <span className={table.label}>{t('campaigns.interestUntil')} </span>
        {format.days(interestUntil)}
      </div>
      <div role="cell" className={classes.day}>
        <span className={table.label}>{t('campaigns.runs')} </span>
        {format.days(startsOn, endsOn)}
      </div>
      <div role="cell" className={classes.count} data-empty={!seen}>
        <span className={table.label}>{t('campaigns.interested')} </span>
        {seen && format.number(interestCount)}
      </div>
    </div>
  );
});
