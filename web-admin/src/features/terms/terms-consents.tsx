import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { MorePages } from '../../ui/more-pages';
import { TermsConsentsDocument } from './terms-version.generated';
import classes from './terms.module.css';

/** Who agreed and who took that back, newest first. */
export function TermsConsents({ versionId }: { versionId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const pages = useCursorPages(TermsConsentsDocument, { versionId }, ({ termsConsents }) => termsConsents);
  const { nodes } = pages;
  return (
    <section aria-labelledby="who" className={classes.who}>
      <h2 id="who">{t('terms.who')}</h2>
      {nodes.length === 0 && <p className={classes.hint}>{t('terms.nobody')}</p>}
      <ul className={classes.consents}>
        {nodes.map(({ id, given, language, at, person }) => (
          <li key={id}>
            <bdi className={classes.person}>{person.displayName}</bdi>
            <span className={classes.hint}>
              {t(given ? 'terms.gave' : 'terms.tookBack')} · {format.dateTime(at)} · {languageName(language)}
            </span>
          </li>
        ))}
      </ul>
      <MorePages of={pages} />
    </section>
  );
}
