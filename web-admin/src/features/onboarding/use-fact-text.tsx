import { questionOf } from '@influencegen/shared-schema/contract/onboarding-questions';
import { spacedPhone } from '@influencegen/shared-schema/contract/phone';
import { taxIdName } from '@influencegen/shared-schema/contract/tax-id';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { Fragment, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './review.module.css';

export interface StatedFact {
  field: string;
  values: readonly string[];
  /** When it was said, where that is told. */
  at?: string | null;
}

/** One line for all that say one thing each of the same, such as what was agreed to. */
export const gathered = (facts: readonly StatedFact[]): (StatedFact & { times: (string | null)[] })[] =>
  [...Map.groupBy(facts, ({ field, values }) => (values.length === 1 ? field : values))].map(([, alike]) => ({
    field: alike[0]!.field,
    values: alike.flatMap(({ values }) => values),
    times: alike.flatMap(({ values, at }) => values.map(() => at ?? null)),
  }));

const isMasked = (value: string): boolean => value.endsWith('•••');
const countryFields = new Set(['payoutCountry']);

/** What a question, or what else a creator stated, is called beside others. */
export function useFactName(): (field: string) => string {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const known = (key: string): string | null => (i18n.exists(key) ? t(key as never) : null);
  return (field) => known(`app:reviews.fact.${field}`) ?? known(`ui:question.${field}.label`) ?? field;
}

/** What a creator stated, in words that fit beside others. Several of one name are counted. */
export function useFactText(): (
  facts: readonly (StatedFact & { times?: (string | null)[] })[],
) => (readonly [name: string, value: ReactNode])[] {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const nameOf = useFactName();
  const [language] = useLanguage();
  const countries = useMemo(() => new Intl.DisplayNames(language, { type: 'region' }), [language]);
  const languages = useMemo(() => new Intl.DisplayNames(language, { type: 'language' }), [language]);

  const known = (key: string): string | null => (i18n.exists(key) ? t(key as never) : null);
  const words = (field: string, value: string, facts: readonly StatedFact[]): ReactNode => {
    if (isMasked(value)) return value;
    if (value === 'UNLIKE') return <strong className={classes.unlike}>{t('reviews.factValue.UNLIKE')}</strong>;
    const kind = questionOf(field)?.kind;
    if ((kind === 'COUNTRY' || countryFields.has(field)) && /^[A-Z]{2}$/.test(value))
      return countries.of(value) ?? value;
    if (kind === 'LANGUAGES' && /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(value)) return languages.of(value) ?? value;
    if (kind === 'PHONE') return spacedPhone(value);
    if (field === 'taxIdKind')
      return taxIdName(facts.find((fact) => fact.field === 'taxCountry')?.values[0] ?? '', value) ?? value;
    if (kind === 'DATE' && /^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value);
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

  return (facts) =>
    facts.map(({ field, values, times = [] }, at) => {
      const same = facts.filter((fact) => fact.field === field).length > 1;
      const place = facts.slice(0, at).filter((fact) => fact.field === field).length + 1;
      return [
        same ? `${nameOf(field)} ${place}` : nameOf(field),
        values.map((value, i) => (
          // Two that are masked may look the same.
          <Fragment key={`${i} ${value}`}>
            {i > 0 && (times[i - 1] ? '; ' : ', ')}
            {words(field, value, facts)}
            {times[i] && `, ${format.dateTime(times[i])}`}
          </Fragment>
        )),
      ] as const;
    });
}
