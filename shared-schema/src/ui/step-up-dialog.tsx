import { useApolloClient } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { stepUpApi } from '../client/proof-api.ts';
import { useStepUp } from '../client/step-up.ts';
import { Panel } from './panel.tsx';
import { ProofForm, type ProofApi } from './proof-form.tsx';
import classes from './step-up-dialog.module.css';

/** Opens by itself when the API wants fresh proof. Once in each app, on every page behind the sign-in. */
export function StepUpDialog() {
  const { t } = useTranslation('ui');
  const { isAsking, settle } = useStepUp();
  const api = stepUpApi(useApolloClient());
  if (!isAsking) return null;
  const prove: ProofApi['prove'] = async (proof) => {
    await api.prove(proof);
    settle(true);
  };
  return (
    <Panel title={t('proof.title')} onClose={() => settle(false)}>
      <div className={classes.content}>
        <p className={classes.text}>{t('proof.text')}</p>
        <ProofForm api={{ ...api, prove }} />
      </div>
    </Panel>
  );
}
