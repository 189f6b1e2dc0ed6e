import { useApolloClient } from '@apollo/client/react';
import type { ChangePasswordOutcome } from '../ui/change-password-form.tsx';
import { ChangePasswordDocument } from './change-password.generated.ts';

/** For the form in which somebody who is signed in changes their password. */
export function usePasswordChange(): (passwords: { current: string; next: string }) => Promise<ChangePasswordOutcome> {
  const client = useApolloClient();
  return async ({ current, next }) => {
    const { data } = await client.mutate({
      mutation: ChangePasswordDocument,
      variables: { currentPassword: current, newPassword: next },
    });
    const outcome = data!.changePassword;
    if (outcome.__typename === 'WrongPassword') return { kind: 'wrong' };
    if (outcome.__typename === 'PasswordRefused') return { kind: 'refused', problems: outcome.problems };
    return { kind: 'changed' };
  };
}
