import { useApolloClient } from '@apollo/client/react';
import { FormerAddress } from '@influencegen/shared-schema/ui/new-address';
import { UndoEmailChangeDocument } from '@influencegen/shared-schema/client/email-change.generated';
import { Door, DoorHeading } from './door';
import { useLinkToken } from './link-token';

export function FormerAddressPage() {
  const client = useApolloClient();
  const token = useLinkToken();
  const undo = async (): Promise<string | null> => {
    const { data } = await client.mutate({ mutation: UndoEmailChangeDocument, variables: { token } });
    const outcome = data!.undoEmailChange;
    return outcome.__typename === 'EmailChanged' ? outcome.email : null;
  };
  return (
    <Door>
      <FormerAddress heading={DoorHeading} token={token} undo={undo} />
    </Door>
  );
}
