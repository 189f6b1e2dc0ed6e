import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConsentForm, waiting } from './consent-form.tsx';
import classes from './terms.module.css';
import { useMyTerms } from './use-my-terms.ts';

/** The consents of an application: what waits, and what was accepted already. One may always agree. */
export function ConsentSection({ tries }: { tries: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { terms } = useMyTerms();
  const open = waiting(terms);
  const accepted = terms.filter(({ state }) => state === 'ACCEPTED');
  return (
    <>
      <p role="status" className={classes.facts}>
        {open.every(({ current }) => !current.required) && t('terms.thanks')}
      </p>
      <ConsentForm before="SUBMIT_APPLICATION" tries={tries} />
      <ul className={classes.list}>
        {accepted.map(({ key, current, acceptedAt }) => (
          <li key={key} className={classes.settled}>
            <div className={classes.about}>
              <Link to={`/terms/${key}`} target="_blank" className={classes.link}>
                {current.title}
              </Link>
              <span className={classes.facts}>
                {t('terms.acceptedAt', { number: current.number, date: format.dateTime(acceptedAt ?? '') })}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
