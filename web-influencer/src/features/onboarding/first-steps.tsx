import { Button } from '@influencegen/shared-schema/ui/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './hand-off.module.css';

const steps = [
  ['profile', '/profile'],
  ['studio', '/studio'],
  ['gallery', '/gallery'],
  ['notifications', '/inbox/settings'],
  ['help', '/help'],
] as const;

const keptAs = (accountId: string): string => `influencegen.first-steps.${accountId}`;

/** After approval: where to go now. Once it was put away, this browser does not show it to this person again. */
export function FirstSteps({ accountId }: { accountId: string }) {
  const { t } = useTranslation();
  const [away, setAway] = useState(() => localStorage.getItem(keptAs(accountId)) !== null);
  if (away) return null;
  const putAway = (): void => {
    localStorage.setItem(keptAs(accountId), 'away');
    setAway(true);
  };
  return (
    <section className={classes.handOff} aria-labelledby="first-steps-title">
      <h2 id="first-steps-title" className={classes.title}>
        {t('firstSteps.title')}
      </h2>
      <ol className={classes.list}>
        {steps.map(([step, to]) => (
          <li key={step}>
            <Link to={to}>{t(`firstSteps.${step}.title`)}</Link>
            <p className={classes.muted}>{t(`firstSteps.${step}.text`)}</p>
          </li>
        ))}
      </ol>
      <Button onClick={putAway}>{t('firstSteps.away')}</Button>
    </section>
  );
}
