import type { MaybeMasked, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { startTransition, useState, useTransition } from 'react';
import { useReconnected } from './connection.ts';
import { problemOf, type Problem } from './errors.ts';

/** How a list goes on. */
export interface Pages {
  hasMore: boolean;
  loadMore: () => void;
  loadingMore: boolean;
  /** Of the last reading; the rows that were read before are still there. */
  problem: Problem | null;
}

interface Connection<Node> {
  nodes: readonly Node[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

/** A list that is read page by page, and again when live updates begin to flow. `cursorPages` joins what was read. */
export function useCursorPages<Data, Variables extends OperationVariables, Node>(
  query: TypedDocumentNode<Data, Variables>,
  variables: NoInfer<Variables>,
  connectionIn: (data: MaybeMasked<Data>) => Connection<Node>,
): Pages & { nodes: readonly Node[]; readAgain: () => void } {
  const client = useApolloClient();
  const { data } = useSuspenseQuery(query, { variables, fetchPolicy: 'cache-and-network' });
  const { nodes, pageInfo } = connectionIn(data);
  const [loadingMore, startMore] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);

  // Past `refetch` and `fetchMore`, which would put a failure in the place of the rows that are still good to read.
  const read = async (after: string | null): Promise<void> => {
    setProblem(null);
    try {
      await client.query({ query, variables: { ...variables, after }, fetchPolicy: 'network-only' });
    } catch (error) {
      // With the end of loading, not before it: whoever reads the problem can try again at once.
      startTransition(() => setProblem(problemOf(error)));
    }
  };
  const readAgain = (): void => void read(null);
  useReconnected(readAgain);

  return {
    nodes,
    readAgain,
    hasMore: pageInfo.hasNextPage,
    loadMore: () => startMore(() => read(pageInfo.endCursor)),
    loadingMore,
    problem,
  };
}
