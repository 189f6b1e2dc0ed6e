import { questionOf } from '@influencegen/shared-schema/contract/onboarding-questions';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Fact {
  field: string;
  values: readonly string[];
}

const isMasked = (value: string): boolean => value.endsWith('•••');

/** What a creator stated, in the words of the form in which they stated it. */
export function useFactText(): (fact: Fact) => readonly [name: string, value: string] {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const [language] = useLanguage();
  const countries = useMemo(() => new Intl.DisplayNames(language, { type: 'region' }), [language]);

  const known = (key: string): string | null => (i18n.exists(key) ? t(key as never) : null);
  const words = (field: string, value: string): string => {
    if (isMasked(value)) return value;
    const kind = questionOf(field)?.kind;
    if (kind === 'COUNTRY' && /^[A-Z]{2}$/.test(value)) return countries.of(value) ?? value;
    if (kind === 'DATE' && /^\d{4}-\d\d-\d\d$/.test(value)) return format.date(`${value}T12:00:00Z`);
    return known(`ui:choice.${field}.${value}`) ?? known(`app:reviews.factValue.${value}`) ?? value;
  };
  return ({ field, values }) => [
    known(`ui:question.${field}.label`) ?? known(`app:reviews.fact.${field}`) ?? field,
    values.map((value) => words(field, value)).join(', '),
  ];
}
