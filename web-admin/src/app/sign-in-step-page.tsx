import { useApolloClient } from '@apollo/client/react';
import { SignInStep } from '@influencegen/shared-schema/ui/sign-in-step';
import { useTranslation } from 'react-i18next';
import { secondFactorApi } from '../features/accounts/proof-api';
import { useSecurityApi } from '../features/accounts/use-security-api';
import { SessionDocument } from './session.generated';
import { SignInFrame } from './sign-in-frame';
import { useSignOut } from './use-sign-out';

/** Stands in for every page until the sign-in is complete, so that the address stays where the person wanted to go. */
export function SignInStepPage({ step }: { step: 'SECOND_FACTOR' | 'ENROLMENT' }) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const { signOut, problem } = useSignOut();
  const readSession = async (): Promise<void> => {
    await client.query({ query: SessionDocument, fetchPolicy: 'network-only' });
  };
  return (
    <SignInFrame>
      <SignInStep
        step={step}
        proof={secondFactorApi(client, readSession)}
        factors={useSecurityApi()}
        onDone={() => void readSession()}
        onSignOut={signOut}
      />
      {problem && <p role="alert">{t('nav.signOutFailed')}</p>}
    </SignInFrame>
  );
}
