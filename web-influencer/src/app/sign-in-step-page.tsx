import { useApolloClient } from '@apollo/client/react';
import { useSignOut } from '@influencegen/shared-schema/client/use-sign-out';
import type { PasswordOwner } from '@influencegen/shared-schema/contract/password-rules';
import type { SignInStep } from '@influencegen/shared-schema/contract/schema.generated';
import { SignInStepView } from '@influencegen/shared-schema/ui/sign-in-step';
import { useTranslation } from 'react-i18next';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { SignInFrame } from './sign-in-frame.tsx';

/** Stands in for every page until the sign-in is complete, so that the address stays where the person wanted to go. */
export function SignInStepPage({ step, viewer }: { step: SignInStep; viewer: PasswordOwner }) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const { signOut, problem } = useSignOut();
  const readSession = async (): Promise<void> => {
    await client.query({ query: StudioSessionDocument, fetchPolicy: 'network-only' });
  };
  return (
    <SignInFrame>
      <SignInStepView step={step} viewer={viewer} readSession={readSession} onSignOut={signOut} />
      {problem && <p role="alert">{t('nav.signOutFailed')}</p>}
    </SignInFrame>
  );
}
