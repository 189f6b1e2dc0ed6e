import type { MaybeMasked, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from './connection.ts';
import type { Problem } from './errors.ts';
import { useAction } from './use-action.ts';

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
  const { isUnderWay, problem, run } = useAction<'again' | 'more'>();

  // Past `refetch` and `fetchMore`, which would put a failure in the place of the rows that are still good to read.
  const read = (after: string | null) =>
    client.query({ query, variables: { ...variables, after }, fetchPolicy: 'network-only' });
  const readAgain = (): void => run(() => read(null), 'again');
  useReconnected(readAgain);

  return {
    nodes,
    readAgain,
    hasMore: pageInfo.hasNextPage,
    loadMore: () => run(() => read(pageInfo.endCursor), 'more'),
    loadingMore: isUnderWay('more'),
    problem,
  };
}
