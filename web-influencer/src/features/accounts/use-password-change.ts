import { useApolloClient } from '@apollo/client/react';
import type { ChangePasswordOutcome } from '@influencegen/shared-schema/ui/change-password-form';
import { StudioChangePasswordDocument } from './change-password.generated';

/** For the form in which somebody who is signed in changes their password. */
export function usePasswordChange(): (passwords: { current: string; next: string }) => Promise<ChangePasswordOutcome> {
  const client = useApolloClient();
  return async ({ current, next }) => {
    const { data } = await client.mutate({
      mutation: StudioChangePasswordDocument,
      variables: { currentPassword: current, newPassword: next },
    });
    const outcome = data!.changePassword;
    if (outcome.__typename === 'WrongPassword') return { kind: 'wrong' };
    if (outcome.__typename === 'PasswordRefused') return { kind: 'refused', problems: outcome.problems };
    return { kind: 'changed' };
  };
}
