import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './hand-off.module.css';
import { pathOf } from './sections.ts';

const proven = ['PERSON', 'ADDRESS', 'IDENTITY_DOCUMENT', 'PAYOUT_ACCOUNT', 'TAX'] as const;

/** What is not changed in the profile: it was checked, and a change is checked again. */
export function ProvenNote() {
  const { t } = useTranslation();
  return (
    <section className={classes.handOff} aria-labelledby="proven-title">
      <h2 id="proven-title" className={classes.title}>
        {t('provenNote.title')}
      </h2>
      <p>{t('provenNote.text')}</p>
      <ul className={classes.list}>
        {proven.map((kind) => (
          <li key={kind}>
            <Link to={pathOf(kind)}>{t(`onboarding.sections.${kind}.title`)}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
