import { useApolloClient } from '@apollo/client/react';
import { SignInStep } from '@influencegen/shared-schema/ui/sign-in-step';
import { secondFactorApi } from '../features/accounts/proof-api.ts';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { useSecurityApi } from '../features/accounts/use-security-api.ts';
import { SignInFrame } from './sign-in-frame.tsx';
import { useSignOut } from './use-sign-out.ts';

/** Stands in for every page until the sign-in is complete, so that the address stays where the person wanted to go. */
export function SignInStepPage({ step }: { step: 'SECOND_FACTOR' | 'ENROLMENT' }) {
  const client = useApolloClient();
  const signOut = useSignOut();
  const readSession = async (): Promise<void> => {
    await client.query({ query: StudioSessionDocument, fetchPolicy: 'network-only' });
  };
  return (
    <SignInFrame>
      <SignInStep
        step={step}
        proof={secondFactorApi(client, readSession)}
        factors={useSecurityApi()}
        onDone={() => void readSession()}
        onSignOut={() => void signOut()}
      />
    </SignInFrame>
  );
}
