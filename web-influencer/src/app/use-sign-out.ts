import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { StudioSignOutDocument } from '../features/accounts/sign-out.generated';

interface SignOut {
  signOut: () => void;
  /** Why they are still signed in. */
  problem: string | null;
}

export function useSignOut(): SignOut {
  const { t } = useTranslation();
  const client = useApolloClient();
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);

  const leave = async (): Promise<void> => {
    setFailed(false);
    try {
      await client.mutate({ mutation: StudioSignOutDocument });
    } catch {
      setFailed(true);
      return;
    }
    await navigate('/sign-in');
    await client.clearStore();
  };
  return { signOut: () => void leave(), problem: failed ? t('nav.signOutFailed') : null };
}
