import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import type { SignInStep } from '@influencegen/shared-schema/contract/schema.generated';
import { ChangePasswordForm } from '@influencegen/shared-schema/ui/change-password-form';
import type { PasswordOwner } from '@influencegen/shared-schema/contract/password-rules';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { SignInStepView } from '@influencegen/shared-schema/ui/sign-in-step';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { PasswordRulesDocument } from '@influencegen/shared-schema/client/password-rules.generated';
import { secondFactorApi } from '@influencegen/shared-schema/client/proof-api';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { usePasswordChange } from '@influencegen/shared-schema/client/use-password-change';
import { useSecurityApi } from '@influencegen/shared-schema/client/use-security-api';
import { SignInFrame } from './sign-in-frame.tsx';
import { useSignOut } from './use-sign-out.ts';

/** Stands in for every page until the sign-in is complete, so that the address stays where the person wanted to go. */
export function SignInStepPage({ step, viewer }: { step: SignInStep; viewer: PasswordOwner }) {
  const client = useApolloClient();
  const signOut = useSignOut();
  const readSession = async (): Promise<void> => {
    await client.query({ query: StudioSessionDocument, fetchPolicy: 'network-only' });
  };
  return (
    <SignInFrame>
      <SignInStepView
        step={step}
        proof={secondFactorApi(client, readSession)}
        factors={useSecurityApi()}
        passwordForm={
          <PageBoundary
            skeleton={
              <Skeleton>
                <Lines count={4} height="2.5rem" />
              </Skeleton>
            }
          >
            <PasswordForm owner={viewer} onChanged={readSession} />
          </PageBoundary>
        }
        onDone={() => void readSession()}
        onSignOut={() => void signOut()}
      />
    </SignInFrame>
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
