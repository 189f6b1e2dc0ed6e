import { NetworkStatus, type ApolloCache } from '@apollo/client';
import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { useSteadyRows, type News } from '@influencegen/shared-schema/client/steady-rows';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { useMemo, useState, type RefObject } from 'react';
import { isNarrowed, matches, toVariables, type RequestFilter } from './request-filter';
import { RequestMonitorDocument, type RequestMonitorQueryVariables } from './request-monitor.generated';
import { RequestRow_requestFragmentDoc } from './request-row.generated';
import { RequestUpdatesDocument } from './request-updates.generated';

const pageSize = 50;

/**
 * The list of requests under one filter, kept live. Rows change in place. Those that belong on top of the whole list are put
 * there, as far as its rows may move; what else came or went is counted, and read when the reader takes it.
 */
export function useRequestList(filter: RequestFilter, area: RefObject<HTMLElement | null>) {
  const client = useApolloClient();
  const { cache } = client;
  const [askedAt, setAskedAt] = useState(() => new Date());
  const [taken, setTaken] = useState(0);
  const variables = useMemo(() => variablesAt(filter, askedAt), [filter, askedAt]);
  const { data, networkStatus } = useSuspenseQuery(RequestMonitorDocument, {
    variables,
    fetchPolicy: 'cache-and-network',
  });
  const { nodes, pageInfo } = data.imageRequests;
  const steady = useSteadyRows(nodes, {
    area,
    list: JSON.stringify([variables, taken]),
    settled: networkStatus === NetworkStatus.ready,
    wanted: false,
  });

  // New rows push old ones out of the window instead of growing the page all day long.
  const [pages, setPages] = useState(1);
  const shown = steady.shown.slice(0, pages * pageSize);

  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  const listed = useMemo(() => new Set(nodes.map(({ id }) => id)), [nodes]);
  const arrived = [...unread].filter((id) => !listed.has(id)).length;
  const gone = shown.filter((request) => !matches(variables, request)).length;

  const wholeListNewestFirst = filter.order === 'NEWEST' && !isNarrowed(filter);

  useListening(RequestUpdatesDocument, {
    onData: ({ imageRequestUpdated: request }) => {
      if (listed.has(request.id) || !matches(variables, request)) return;
      if (pageInfo.hasNextPage && isBeyond(request, nodes.at(-1), filter)) return;
      if (wholeListNewestFirst) putOnTop(cache, variables, request.id);
      else setUnread((before) => new Set(before).add(request.id));
    },
  });

  // Past `refetch` and `fetchMore`, which would put a failure in the place of the rows that are still good to read.
  const read = (after: string | null, asked = variables) =>
    client.query({ query: RequestMonitorDocument, variables: { ...asked, after }, fetchPolicy: 'network-only' });

  const { isUnderWay, problem, run } = useAction<'again' | 'more'>();
  const taking = useAction();
  /** "The last hour" is counted from now on again. */
  const reread = async (): Promise<void> => {
    const now = new Date();
    await read(null, variablesAt(filter, now));
    setAskedAt(now);
    setUnread(new Set());
  };
  const take = async (): Promise<void> => {
    await reread();
    setTaken((before) => before + 1);
  };
  useReconnected(() => run(reread, 'again'));

  const readMore = async (): Promise<void> => {
    if (nodes.length < (pages + 1) * pageSize && pageInfo.hasNextPage) {
      await read(pageInfo.endCursor);
    }
    setPages(pages + 1);
  };

  return {
    shown,
    news: {
      arrived: steady.news.arrived + arrived,
      gone,
      changed: steady.news.changed || arrived > 0 || gone > 0,
      taking: taking.busy,
      take: (): void => (arrived > 0 || gone > 0 ? taking.run(take) : steady.news.take()),
    } satisfies News,
    /** Why what is new could not be read. */
    newsProblem: taking.problem,
    hasMore: pageInfo.hasNextPage || steady.shown.length > shown.length,
    loadMore: (): void => run(readMore, 'more'),
    loadingMore: isUnderWay('more'),
    problem,
  };
}

const variablesAt = (filter: RequestFilter, now: Date) => ({ ...toVariables(filter, now), first: pageSize });

interface Listed {
  id: string;
  createdAt: string;
}

const age = (request: Listed): number => Date.parse(request.createdAt);

/** After the last row read so far: it comes with the next page. */
function isBeyond(request: Listed, last: Listed | undefined, { order }: RequestFilter): boolean {
  if (!last) return false;
  return order === 'NEWEST' ? age(request) < age(last) : age(request) > age(last);
}

function putOnTop(cache: ApolloCache, variables: RequestMonitorQueryVariables, id: string): void {
  const row = cache.readFragment({
    id: cache.identify({ __typename: 'ImageRequest', id }),
    fragment: RequestRow_requestFragmentDoc,
    fragmentName: 'RequestRow_request',
  });
  if (!row) return;
  cache.updateQuery({ query: RequestMonitorDocument, variables }, (list) => {
    if (!list || list.imageRequests.nodes.some((each) => each.id === id)) return list;
    const sorted = [row, ...list.imageRequests.nodes].sort((a, b) => age(b) - age(a));
    return { imageRequests: { ...list.imageRequests, nodes: sorted } };
  });
}
