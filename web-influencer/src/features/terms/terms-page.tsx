import { useMutation } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert, FormNote } from '@influencegen/shared-schema/ui/form-alert';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConsentForm, waiting } from './consent-form.tsx';
import { StudioAcceptTermsDocument, StudioWithdrawConsentDocument } from './my-terms.generated';
import classes from './terms.module.css';
import { type MyTerms, useMyTerms } from './use-my-terms.ts';

export function TermsPage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <PageHeader title={t('terms.title')} />
      <PageBoundary
        skeleton={
          <Skeleton>
            <Lines count={4} height="7rem" />
          </Skeleton>
        }
      >
        <MyTermsAndForm />
      </PageBoundary>
    </div>
  );
}

function MyTermsAndForm() {
  const { t } = useTranslation();
  const { terms, language, readAgain } = useMyTerms();
  const [thanked, setThanked] = useState(false);
  const open = waiting(terms).map(({ key }) => key);
  return (
    <>
      {open.length > 0 && <p className={classes.lead}>{t('terms.lead')}</p>}
      <ConsentForm onAccepted={() => setThanked(true)} />
      {thanked && open.length === 0 && (
        <FormNote>
          {t('terms.thanks')}{' '}
          <Link to="/studio" className={classes.link}>
            {t('terms.toStudio')}
          </Link>
        </FormNote>
      )}
      <ul className={classes.list}>
        {terms
          .filter(({ key }) => !open.includes(key))
          .map((one) => (
            <Settled key={one.key} terms={one} language={language} readAgain={readAgain} />
          ))}
      </ul>
      <p>
        <Link to="/profile#consents" className={classes.link}>
          {t('terms.history')}
        </Link>
      </p>
    </>
  );
}

interface SettledProps {
  terms: MyTerms;
  language: string;
  readAgain: () => Promise<unknown>;
}

/** Accepted, or taken back. What is optional can be changed here at any time. */
function Settled({ terms: { key, state, acceptedAt, current }, language, readAgain }: SettledProps) {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const [withdraw] = useMutation(StudioWithdrawConsentDocument, { variables: { key, language } });
  const [accept] = useMutation(StudioAcceptTermsDocument, { variables: { versionIds: [current.id], language } });
  const { busy, problem, run } = useAction();
  return (
    <li className={classes.settled}>
      <div className={classes.about}>
        <Link to={`/terms/${key}`} className={classes.link}>
          {current.title}
        </Link>
        <span className={classes.facts}>
          {state === 'ACCEPTED' && acceptedAt !== null
            ? t('terms.acceptedAt', { number: current.number, date: format.dateTime(acceptedAt) })
            : t('terms.notAccepted')}
          {!current.required && ` · ${t('terms.optional')}`}
        </span>
      </div>
      {!current.required && (
        <Button
          size="sm"
          loading={busy}
          onClick={() =>
            run(async () => {
              if (state === 'ACCEPTED') await withdraw();
              else if ((await accept()).data?.acceptTerms.__typename === 'TermsReplaced') await readAgain();
            })
          }
        >
          {t(state === 'ACCEPTED' ? 'terms.withdraw' : 'terms.agreeAfterAll')}
        </Button>
      )}
      <FormAlert>{problem && t(`ui:problem.${problem}`)}</FormAlert>
    </li>
  );
}
