import { countryName } from '@influencegen/shared-schema/contract/countries';
import { niches, type Niche } from '@influencegen/shared-schema/contract/niches';
import type { CompensationKind } from '@influencegen/shared-schema/contract/schema.generated';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';

interface Compensation {
  kind: CompensationKind;
  feeMinor: number | null;
  currency: string | null;
}

/** What a campaign holds, in the reader's words. */
export function useCampaignWords() {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const [language] = useLanguage();
  const format = useFormat();
  const niche = (key: string): string =>
    i18n.exists(`ui:choice.niches.${key}`) ? t(`ui:choice.niches.${key as Niche}`) : key;
  return {
    niche,
    /** For a choice, in the order of the reader's language. */
    niches: niches
      .map((key) => ({ value: key as string, label: niche(key) }))
      .toSorted((one, other) => one.label.localeCompare(other.label, language)),
    countries: (codes: readonly string[], everywhere: string): string =>
      codes.length === 0 ? everywhere : format.list(codes.map((code) => countryName(code, language))),
    /** "€1,500"; with more than money "€500 and more"; without any what it is instead. */
    pay: ({ kind, feeMinor, currency }: Compensation): string => {
      if (feeMinor === null || currency === null) return t(`campaigns.kind.${kind}`);
      const fee = format.money(feeMinor, currency);
      return kind === 'MIXED' ? t('campaigns.feeAndMore', { fee }) : fee;
    },
  };
}
