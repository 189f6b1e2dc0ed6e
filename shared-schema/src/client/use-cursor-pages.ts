import { NetworkStatus, type MaybeMasked, type OperationVariables, type TypedDocumentNode } from '@apollo/client';
import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import type { RefObject } from 'react';
import { useReconnected } from './connection.ts';
import type { Problem } from './errors.ts';
import { useSteadyRows, type News } from './steady-rows.ts';
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

interface CursorPages<Node> extends Pages {
  nodes: readonly Node[];
  news: News;
  /** After something that the reader did. */
  readAgain: () => void;
  /** After something that happened: no row moves under the reader's hand. */
  catchUp: () => void;
}

/**
 * A list that is read page by page, and again when live updates begin to flow. `cursorPages` joins what was read; below `area`
 * its rows stand still under the hand.
 */
export function useCursorPages<Data, Variables extends OperationVariables, Node extends { id: string }>(
  query: TypedDocumentNode<Data, Variables>,
  variables: NoInfer<Variables>,
  connectionIn: (data: MaybeMasked<Data>) => Connection<Node>,
  area?: RefObject<HTMLElement | null>,
): CursorPages<Node> {
  const client = useApolloClient();
  const { data, networkStatus } = useSuspenseQuery(query, { variables, fetchPolicy: 'cache-and-network' });
  const { nodes, pageInfo } = connectionIn(data);
  const { isUnderWay, problem, run } = useAction<'again' | 'catchUp' | 'more'>();
  const { shown, news } = useSteadyRows(nodes, {
    area,
    list: JSON.stringify(variables),
    settled: networkStatus === NetworkStatus.ready,
    wanted: isUnderWay('again'),
  });

  // Past `refetch` and `fetchMore`, which would put a failure in the place of the rows that are still good to read.
  const read = (after: string | null) =>
    client.query({ query, variables: { ...variables, after }, fetchPolicy: 'network-only' });
  const catchUp = (): void => run(() => read(null), 'catchUp');
  useReconnected(catchUp);

  return {
    nodes: shown,
    news,
    readAgain: () => run(() => read(null), 'again'),
    catchUp,
    hasMore: pageInfo.hasNextPage,
    loadMore: () => run(() => read(pageInfo.endCursor), 'more'),
    loadingMore: isUnderWay('more'),
    problem,
  };
}
