import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Enrolment } from './enrolment.tsx';
import { PageHeader } from './page-header.tsx';
import { ProofForm, type ProofApi } from './proof-form.tsx';
import classes from './sign-in-step.module.css';
import type { FactorApi } from './use-factor-setup.tsx';

interface SignInStepProps {
  step: 'SECOND_FACTOR' | 'ENROLMENT';
  proof: ProofApi;
  factors: FactorApi;
  onDone: () => void;
  onSignOut: () => void;
}

/** What stands between the right password and the app. */
export function SignInStep({ step, proof, factors, onDone, onSignOut }: SignInStepProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={classes.step}>
      <PageHeader title={t(`signInStep.${step}`)} />
      {step === 'SECOND_FACTOR' ? <ProofForm api={proof} /> : <Enrolment api={factors} onDone={onDone} />}
      <div className={classes.other}>
        <Button variant="quiet" onClick={onSignOut}>
          {t('signInStep.other')}
        </Button>
      </div>
    </div>
  );
}
