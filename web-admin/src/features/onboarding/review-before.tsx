import type { Format } from '@influencegen/shared-schema/format/format';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FileSection } from './review-file';
import classes from './review.module.css';
import { useFactText } from './use-fact-text';

export const verifiedWords = (at: string | null, t: TFunction, format: Format): string =>
  at === null ? t('reviews.before.verified') : t('reviews.before.verifiedOn', { day: format.date(at) });

/** What an acceptance rested on, beside what is said now. */
export function ReviewBefore({ section }: { section: FileSection }) {
  const { t } = useTranslation();
  const format = useFormat();
  const factText = useFactText();
  const { before, facts } = section;
  if (before === null) return null;
  const names = factText(before.facts);
  const rows = before.facts.map(({ field }, i) => {
    const now = facts.filter((fact) => fact.field === field);
    // Of several with one name nobody knows which took the place of which.
    const alone = now.length === 1 && before.facts.filter((fact) => fact.field === field).length === 1;
    return {
      name: names[i]![0],
      former: names[i]![1],
      now: alone ? factText(now)[0]![1] : now.length === 0 ? '–' : '',
    };
  });
  return (
    <div className={classes.before}>
      {rows.length > 0 && (
        <table>
          <caption>{t('reviews.before.label')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reviews.before.what')}</th>
              <th scope="col">{verifiedWords(before.at, t, format)}</th>
              <th scope="col">{t('reviews.before.now')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, former, now }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{former}</td>
                <td>{now}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {before.documents.length > 0 && (
        <p className={classes.quiet}>
          {t('reviews.before.documents', {
            what: format.list(before.documents.map(({ purpose }) => t(`reviews.purpose.${purpose}`))),
          })}
        </p>
      )}
    </div>
  );
}
