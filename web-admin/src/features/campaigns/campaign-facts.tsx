import { socialPlatformNames } from '@influencegen/shared-schema/contract/social-handle';
import { rightsEnd } from '@influencegen/shared-schema/contract/usage-rights';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts';
import type { CampaignDetailsFragment } from './campaign-page.generated';
import classes from './campaign-page.module.css';
import { useCampaignWords } from './use-campaign-words';

/** What creators read beside the brief: what they get, what the brand may do with it, whom it is for, and when. */
export function CampaignFacts({ campaign }: { campaign: CampaignDetailsFragment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useCampaignWords();
  const { compensation, rights, niches, platforms, countries, minimumFollowers, endsOn } = campaign;
  return (
    <div className={classes.facts}>
      <section aria-labelledby="pay">
        <h2 id="pay">{t('campaigns.pay')}</h2>
        <Facts
          facts={[
            [t('campaigns.creatorsGet'), words.pay(compensation)],
            compensation.note !== null && [
              t(`campaigns.note.${compensation.kind}`),
              <span key="note" className={classes.text}>
                {compensation.note}
              </span>,
            ],
          ]}
        />
      </section>
      <section aria-labelledby="dates">
        <h2 id="dates">{t('campaigns.dates')}</h2>
        <Facts
          facts={[
            [t('campaigns.interestUntil'), format.days(campaign.interestUntil)],
            [t('campaigns.runs'), format.days(campaign.startsOn, endsOn)],
            campaign.publishedAt !== null && [t('campaigns.published'), format.dateTime(campaign.publishedAt)],
          ]}
        />
      </section>
      <section aria-labelledby="rights">
        <h2 id="rights">{t('campaigns.rights')}</h2>
        <Facts
          facts={[
            [
              t('campaigns.field.channels'),
              <ul key="channels" className={classes.lines}>
                {rights.channels.map((channel) => (
                  <li key={channel}>{t(`campaigns.channel.${channel}`)}</li>
                ))}
              </ul>,
            ],
            [t('campaigns.where'), words.countries(rights.countries, t('campaigns.worldwide'))],
            [
              t('campaigns.howLong'),
              t('campaigns.monthsUntil', { count: rights.months, day: format.days(rightsEnd(endsOn, rights.months)) }),
            ],
            [t('campaigns.field.aiImages'), t(campaign.aiImages ? 'campaigns.aiAllowed' : 'campaigns.aiForbidden')],
          ]}
        />
      </section>
      <section aria-labelledby="creators">
        <h2 id="creators">{t('campaigns.creators')}</h2>
        <Facts
          facts={[
            [
              t('campaigns.field.niches'),
              niches.length === 0 ? t('campaigns.anyNiche') : format.list(niches.map(words.niche)),
            ],
            [
              t('campaigns.field.platforms'),
              platforms.length === 0
                ? t('campaigns.anyPlatform')
                : format.list(platforms.map((platform) => socialPlatformNames[platform])),
            ],
            [t('campaigns.field.countries'), words.countries(countries, t('campaigns.anyCountry'))],
            [
              t('campaigns.followers'),
              minimumFollowers === null
                ? t('campaigns.anyFollowers')
                : t('campaigns.atLeast', { number: format.number(minimumFollowers) }),
            ],
          ]}
        />
      </section>
    </div>
  );
}
