import { countryName } from '@influencegen/shared-schema/contract/countries';
import { niches } from '@influencegen/shared-schema/contract/niches';
import type { FitReasonKind } from '@influencegen/shared-schema/contract/schema.generated';
import { socialPlatformNames } from '@influencegen/shared-schema/contract/social-handle';
import { rightsEnd } from '@influencegen/shared-schema/contract/usage-rights';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import type { CampaignFactsFragment } from './campaign-facts.generated';

/** Also as a part of what a card or a page reads. */
export type CampaignFacts = Omit<CampaignFactsFragment, ' $fragmentName'>;

/** What a campaign offers and asks for, in the person's words. */
export interface CampaignWords {
  /** The figure, or what stands in its place, and what goes with it. */
  pay: (campaign: Pick<CampaignFacts, 'compensation'>) => { most: string; rest: string | null };
  rights: (campaign: Pick<CampaignFacts, 'rights' | 'endsOn'>) => string;
  topics: (campaign: Pick<CampaignFacts, 'niches'>) => string[];
  platforms: (campaign: Pick<CampaignFacts, 'platforms'>) => string[];
  countries: (codes: readonly string[]) => string[];
  /** What the campaign wants of this kind: "Food and drink, Travel", "10,000". */
  wanted: (campaign: CampaignFacts, kind: FitReasonKind) => string;
}

export function useCampaignWords(): CampaignWords {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const [language] = useLanguage();

  const countries = (codes: readonly string[]): string[] => codes.map((code) => countryName(code, language));
  const topics: CampaignWords['topics'] = ({ niches: its }) =>
    niches.filter((niche) => its.includes(niche)).map((niche) => t(`ui:choice.niches.${niche}`));
  const platforms: CampaignWords['platforms'] = ({ platforms: its }) => its.map((each) => socialPlatformNames[each]);
  return {
    countries,
    topics,
    platforms,
    pay: ({ compensation: { kind, feeMinor, currency, note } }) => {
      const fee = feeMinor === null || currency === null ? null : format.money(feeMinor, currency);
      const named = t(`discover.kindOfPay.${kind}`);
      return fee === null ? { most: named, rest: note } : { most: fee, rest: note ?? named };
    },
    rights: ({ rights, endsOn }) =>
      t('discover.rightsText', {
        channels: format.list(rights.channels.map((channel) => t(`discover.channel.${channel}`))),
        months: format.inWords(rights.months, 'month'),
        date: format.day(rightsEnd(endsOn, rights.months)),
        where:
          rights.countries.length === 0
            ? t('discover.worldwide')
            : t('discover.onlyIn', { countries: format.list(countries(rights.countries)) }),
      }),
    wanted: (campaign, kind) => {
      switch (kind) {
        case 'NICHE':
          return topics(campaign).join(', ');
        case 'PLATFORM':
          return format.oneOf(platforms(campaign));
        case 'COUNTRY':
          return format.oneOf(countries(campaign.countries));
        case 'FOLLOWERS':
          return format.number(campaign.minimumFollowers ?? 0);
      }
    },
  };
}
