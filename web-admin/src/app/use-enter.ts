import { useApolloClient } from '@apollo/client/react';
import { useNavigate } from 'react-router';
import { beginSession, type Viewer } from './session';

/** After a sign-in of any kind. */
export function useEnter(): (viewer: Viewer, address: string) => Promise<void> {
  const client = useApolloClient();
  const navigate = useNavigate();
  return async (viewer, address) => {
    await beginSession(client, viewer);
    await navigate(address, { replace: true });
  };
}
