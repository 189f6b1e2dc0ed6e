import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { problemOf, type Problem } from './errors.ts';
import { SignOutDocument } from './sign-out.generated.ts';

/** `problem`: why they are still signed in. */
export function useSignOut(): { signOut: () => void; problem: Problem | null } {
  const client = useApolloClient();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem | null>(null);

  const leave = async (): Promise<void> => {
    setProblem(null);
    try {
      await client.mutate({ mutation: SignOutDocument });
    } catch (error) {
      setProblem(problemOf(error));
      return;
    }
    await navigate('/sign-in', { replace: true });
    await client.clearStore();
  };
  return { signOut: () => void leave(), problem };
}
