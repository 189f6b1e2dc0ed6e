import { useApolloClient } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useState } from 'react';
import { DiscardDeadLetterDocument, RetryDeadLetterDocument } from './settle-dead-letter.generated';

export type Verb = 'retried' | 'discarded';

export interface Outcome {
  verb: Verb;
  done: number;
  /** Which stayed. */
  failed: readonly string[];
  /** Why the last of the failed ones failed. */
  problem: Problem | null;
}

const documents = { retried: RetryDeadLetterDocument, discarded: DiscardDeadLetterDocument };

/** Settles dead letters one by one: one that somebody else settled meanwhile does not hold up the others. */
export function useSettle(onSettled: (outcome: Outcome) => void) {
  const client = useApolloClient();
  const [busy, setBusy] = useState<Verb | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const settleAll = async (verb: Verb, ids: readonly string[]): Promise<void> => {
    setBusy(verb);
    setOutcome(null);
    const failed: string[] = [];
    const result: Outcome = { verb, done: 0, failed, problem: null };
    for (const id of ids) {
      try {
        await client.mutate({
          mutation: documents[verb],
          variables: { id },
          update: (cache) => cache.evict({ id: cache.identify({ __typename: 'DeadLetter', id }) }),
        });
        result.done += 1;
      } catch (error) {
        failed.push(id);
        result.problem = problemOf(error);
      }
    }
    setOutcome(result);
    setBusy(null);
    onSettled(result);
  };

  return { busy, outcome, settle: (verb: Verb, ids: readonly string[]): void => void settleAll(verb, ids) };
}
