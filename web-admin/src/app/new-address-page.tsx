import { useApolloClient } from '@apollo/client/react';
import { NewAddress, type NewAddressOutcome } from '@influencegen/shared-schema/ui/new-address';
import { ConfirmEmailChangeDocument } from '@influencegen/shared-schema/client/email-change.generated';
import { Door, DoorHeading } from './door';
import { useLinkToken } from './link-token';

export function NewAddressPage() {
  const client = useApolloClient();
  const token = useLinkToken();
  const confirm = async (password: string): Promise<NewAddressOutcome> => {
    const { data } = await client.mutate({
      mutation: ConfirmEmailChangeDocument,
      variables: { token, password },
    });
    const outcome = data!.confirmEmailChange;
    if (outcome.__typename === 'EmailChanged') return { kind: 'changed', email: outcome.email };
    return { kind: outcome.__typename === 'WrongPassword' ? 'wrongPassword' : 'usedUp' };
  };
  return (
    <Door>
      <NewAddress heading={DoorHeading} token={token} confirm={confirm} />
    </Door>
  );
}
