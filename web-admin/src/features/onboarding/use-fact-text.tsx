import { questionOf } from '@influencegen/shared-schema/contract/onboarding-questions';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { Fragment, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface StatedFact {
  field: string;
  values: readonly string[];
}

const isMasked = (value: string): boolean => value.endsWith('•••');
const countryFields = new Set(['payoutCountry']);

/** What a creator stated, in words that fit beside others. Several of one name are counted. */
export function useFactText(): (facts: readonly StatedFact[]) => (readonly [name: string, value: ReactNode])[] {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const [language] = useLanguage();
  const countries = useMemo(() => new Intl.DisplayNames(language, { type: 'region' }), [language]);

  const known = (key: string): string | null => (i18n.exists(key) ? t(key as never) : null);
  const words = (field: string, value: string): ReactNode => {
    if (isMasked(value)) return value;
    const kind = questionOf(field)?.kind;
    if ((kind === 'COUNTRY' || countryFields.has(field)) && /^[A-Z]{2}$/.test(value))
      return countries.of(value) ?? value;
    if (kind === 'DATE' && /^\d{4}-\d\d-\d\d$/.test(value)) return format.date(`${value}T12:00:00Z`);
    if (kind === 'SHARES' || kind === 'COUNTS') {
      const [key = '', number = ''] = value.split(':');
      const name =
        known(`ui:choice.${field}.${key}`) ?? (/^[A-Z]{2}$/.test(key) ? countries.of(key) : undefined) ?? key;
      return `${name} ${kind === 'SHARES' ? format.percent(Number(number)) : format.number(Number(number))}`;
    }
    // Typed by a stranger: it is told neither who comes nor from where.
    if (/^https:\/\/[^\s]+$/.test(value))
      return (
        <a href={value} target="_blank" rel="noopener noreferrer">
          {value}
        </a>
      );
    return known(`ui:choice.${field}.${value}`) ?? known(`app:reviews.factValue.${value}`) ?? value;
  };
  const nameOf = (field: string): string =>
    known(`app:reviews.fact.${field}`) ?? known(`ui:question.${field}.label`) ?? field;

  return (facts) =>
    facts.map(({ field, values }, at) => {
      const same = facts.filter((fact) => fact.field === field).length > 1;
      const place = facts.slice(0, at).filter((fact) => fact.field === field).length + 1;
      return [
        same ? `${nameOf(field)} ${place}` : nameOf(field),
        values.map((value, i) => (
          <Fragment key={value}>
            {i > 0 && ', '}
            {words(field, value)}
          </Fragment>
        )),
      ] as const;
    });
}
