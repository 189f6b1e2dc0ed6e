import type { DocumentNode, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { fieldProblems, problemOf, type FieldProblem, type Problem } from '@influencegen/shared-schema/client/errors';
import { useFocusHandedOn } from '@influencegen/shared-schema/ui/focus-back';
import { useState } from 'react';

/** Why something was not done. */
export type ChangeRefusal =
  | { kind: 'problem'; problem: Problem; fields: FieldProblem[] }
  | { kind: 'notHeld'; missing: readonly string[] }
  | { kind: 'lastAdministrator' }
  | { kind: 'emailInUse'; accountId: string | null }
  | { kind: 'roleInUse'; holders: number };

type Answer = { __typename: string; missing?: readonly string[]; holders?: number; accountId?: string | null };

export const refusalOfError = (error: unknown): ChangeRefusal => ({
  kind: 'problem',
  problem: problemOf(error),
  fields: fieldProblems(error),
});

export function refusalOfAnswer(answer: Answer | undefined): ChangeRefusal | null {
  if (answer?.__typename === 'NotHeld') return { kind: 'notHeld', missing: answer.missing ?? [] };
  if (answer?.__typename === 'LastAdministrator') return { kind: 'lastAdministrator' };
  if (answer?.__typename === 'EmailInUse') return { kind: 'emailInUse', accountId: answer.accountId ?? null };
  if (answer?.__typename === 'RoleInUse') return { kind: 'roleInUse', holders: answer.holders ?? 0 };
  return null;
}

/** One change after the other, and why the last one was refused. What changed is in the cache. What was pressed may go away with it: the focus is handed on. */
export function useChange() {
  const client = useApolloClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<ChangeRefusal | null>(null);
  const leaveFocus = useFocusHandedOn();

  /** True when it was done. `name` says what is under way; `refetchQueries`: what else it changes, if it is on the screen. */
  async function change<Data extends Record<string, Answer>, Variables extends OperationVariables>(
    name: string,
    mutation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    refetchQueries: DocumentNode[] = [],
  ): Promise<boolean> {
    leaveFocus();
    setBusy(name);
    setRefusal(null);
    try {
      const { data } = await client.mutate<Data>({ mutation, variables, refetchQueries });
      const refused = refusalOfAnswer(Object.values((data ?? {}) as Record<string, Answer>)[0]);
      setRefusal(refused);
      return refused === null;
    } catch (error) {
      setRefusal(refusalOfError(error));
      return false;
    } finally {
      setBusy(null);
    }
  }

  return { busy, refusal, change, forget: (): void => setRefusal(null) };
}
