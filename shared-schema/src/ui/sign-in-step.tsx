import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignInStep } from '../contract/schema.generated.ts';
import { Button } from './button.tsx';
import { Enrolment } from './enrolment.tsx';
import { PageHeader } from './page-header.tsx';
import { ProofForm, type ProofApi } from './proof-form.tsx';
import classes from './sign-in-step.module.css';
import type { FactorApi } from './use-factor-setup.tsx';

interface SignInStepViewProps {
  step: SignInStep;
  proof: ProofApi;
  factors: FactorApi;
  /** For whoever has to choose a new password. */
  passwordForm: ReactNode;
  onDone: () => void;
  onSignOut: () => void;
}

/** What stands between the right password and the app. */
export function SignInStepView({ step, proof, factors, passwordForm, onDone, onSignOut }: SignInStepViewProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={classes.step}>
      <PageHeader title={t(`signInStep.${step}`)} />
      {step === 'SECOND_FACTOR' && <ProofForm api={proof} />}
      {step === 'ENROLMENT' && <Enrolment api={factors} onDone={onDone} />}
      {step === 'PASSWORD_CHANGE' && (
        <>
          <p>{t('signInStep.passwordOld')}</p>
          {passwordForm}
        </>
      )}
      <div className={classes.other}>
        <Button onClick={onSignOut}>{t('signInStep.other')}</Button>
      </div>
    </div>
  );
}
