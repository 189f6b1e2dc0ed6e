import { useApolloClient } from '@apollo/client/react';
import { useNavigate } from 'react-router';
import { StudioSessionDocument, type StudioSessionQuery } from '../features/accounts/session.generated';

/** After a sign-in of any kind: nothing is left of whoever used this browser before. */
export function useEnter(): (viewer: StudioSessionQuery['viewer'], address: string) => Promise<void> {
  const client = useApolloClient();
  const navigate = useNavigate();
  return async (viewer, address) => {
    await client.clearStore();
    client.writeQuery({ query: StudioSessionDocument, data: { viewer } });
    await navigate(address, { replace: true });
  };
}
