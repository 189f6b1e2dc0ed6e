import { useApolloClient, useMutation } from '@apollo/client/react';
import { useNavigate } from 'react-router';
import { StudioSignOutDocument } from '../features/accounts/sign-out.generated';

export function useSignOut(): () => Promise<void> {
  const client = useApolloClient();
  const navigate = useNavigate();
  const [signOut] = useMutation(StudioSignOutDocument);
  return async () => {
    await signOut();
    await navigate('/sign-in');
    await client.clearStore();
  };
}
