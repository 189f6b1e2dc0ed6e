import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { PasswordRulesDocument } from '../client/password-rules.generated.ts';
import { secondFactorApi } from '../client/proof-api.ts';
import { usePasswordChange } from '../client/use-password-change.ts';
import { useSecurityApi } from '../client/use-security-api.ts';
import type { PasswordOwner } from '../contract/password-rules.ts';
import type { SignInStep } from '../contract/schema.generated.ts';
import { Button } from './button.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { Enrolment } from './enrolment.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { PageHeader } from './page-header.tsx';
import { ProofForm } from './proof-form.tsx';
import classes from './sign-in-step.module.css';
import { Lines, Skeleton } from './skeleton.tsx';

interface SignInStepViewProps {
  step: SignInStep;
  viewer: PasswordOwner;
  /** After the step: whether there is another one, the session says. */
  readSession: () => Promise<void>;
  onSignOut: () => void;
}

/** What stands between the right password and the app. */
export function SignInStepView({ step, viewer, readSession, onSignOut }: SignInStepViewProps) {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const factors = useSecurityApi();
  return (
    <div className={classes.step}>
      <PageHeader title={t(`signInStep.${step}`)} />
      {step === 'SECOND_FACTOR' && <ProofForm api={secondFactorApi(client, readSession)} />}
      {step === 'ENROLMENT' && <Enrolment api={factors} onDone={() => void readSession()} />}
      {step === 'PASSWORD_CHANGE' && (
        <>
          <p>{t('signInStep.passwordOld')}</p>
          <PageBoundary
            skeleton={
              <Skeleton>
                <Lines count={4} height="2.5rem" />
              </Skeleton>
            }
          >
            <PasswordForm owner={viewer} onChanged={readSession} />
          </PageBoundary>
        </>
      )}
      <div className={classes.other}>
        <Button onClick={onSignOut}>{t('signInStep.other')}</Button>
      </div>
    </div>
  );
}

function PasswordForm({ owner, onChanged }: { owner: PasswordOwner; onChanged: () => Promise<void> }) {
  const { data } = useSuspenseQuery(PasswordRulesDocument);
  const changePassword = usePasswordChange();
  return (
    <ChangePasswordForm
      rules={data.passwordRules}
      owner={owner}
      onSubmit={async (passwords) => {
        const outcome = await changePassword(passwords);
        if (outcome.kind === 'changed') await onChanged();
        return outcome;
      }}
    />
  );
}
