import { useApolloClient } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ClaimNextCaseDocument } from './review-claims.generated';
import { readFilter, toVariable } from './review-filter';

/** Takes the next case of the list in the address and opens it. */
export function useClaimNext() {
  const client = useApolloClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | 'NOTHING' | null>(null);

  /** False: there was none. */
  const next = async (): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      const { data } = await client.mutate({
        mutation: ClaimNextCaseDocument,
        variables: { filter: toVariable(readFilter(params)) },
      });
      const answer = data!.claimNextCase;
      if (answer.__typename === 'ReviewCase') {
        await navigate({ pathname: `/reviews/${answer.id}`, search: params.toString() });
        return true;
      }
      setProblem('NOTHING');
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
    return false;
  };
  return { next, busy, problem, params };
}
