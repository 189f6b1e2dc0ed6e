import type { ApolloCache } from '@apollo/client';
import { useApolloClient, useSubscription, useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { mayShift } from '@influencegen/shared-schema/client/steady-rows';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { useEffect, useEffectEvent, useMemo, useState, type RefObject } from 'react';
import { isNarrowed, matches, toVariables, type RequestFilter } from './request-filter';
import { RequestMonitorDocument, type RequestMonitorQueryVariables } from './request-monitor.generated';
import { RequestRow_requestFragmentDoc } from './request-row.generated';
import { RequestUpdatesDocument } from './request-updates.generated';

const pageSize = 50;

/**
 * The list of requests under one filter, kept live. Rows change in place. New ones are put on top of the whole list at once
 * only while its rows may move. Otherwise they are counted, and the reader takes them when ready.
 */
export function useRequestList(filter: RequestFilter, rows: RefObject<HTMLElement | null>) {
  const client = useApolloClient();
  const { cache } = client;
  const [askedAt, setAskedAt] = useState(() => new Date());
  const variables = useMemo(() => variablesAt(filter, askedAt), [filter, askedAt]);
  const { data } = useSuspenseQuery(RequestMonitorDocument, {
    variables,
    fetchPolicy: 'cache-and-network',
  });
  const { nodes, pageInfo } = data.imageRequests;

  // New rows push old ones out of the window instead of growing the page all day long.
  const [pages, setPages] = useState(1);
  const shown = nodes.slice(0, pages * pageSize);

  const [heldBack, setHeldBack] = useState<ReadonlySet<string>>(new Set());
  const listed = useMemo(() => new Set(nodes.map(({ id }) => id)), [nodes]);
  const arrived = [...heldBack].filter((id) => !listed.has(id));
  const gone = shown.filter((request) => !matches(variables, request)).length;

  const wholeListNewestFirst = filter.order === 'NEWEST' && !isNarrowed(filter);
  const mayGrow = (): boolean => wholeListNewestFirst && mayShift(rows.current);

  useSubscription(RequestUpdatesDocument, {
    ignoreResults: true,
    onData({ data: { data: event } }) {
      const request = event?.imageRequestUpdated;
      if (!request || listed.has(request.id) || !matches(variables, request)) return;
      if (pageInfo.hasNextPage && isBeyond(request, nodes.at(-1), filter)) return;
      if (mayGrow()) putOnTop(cache, variables, [request.id]);
      else setHeldBack((before) => new Set(before).add(request.id));
    },
  });

  const release = useEffectEvent(() => {
    if (arrived.length === 0 || !mayGrow()) return;
    putOnTop(cache, variables, arrived);
    setHeldBack(new Set());
  });
  useEffect(() => {
    const area = rows.current;
    const letGo = (): void => release();
    // The focus has moved on only after the event.
    const blurred = (): void => queueMicrotask(letGo);
    window.addEventListener('scroll', letGo, { passive: true });
    area?.addEventListener('pointerleave', letGo);
    area?.addEventListener('focusout', blurred);
    return () => {
      window.removeEventListener('scroll', letGo);
      area?.removeEventListener('pointerleave', letGo);
      area?.removeEventListener('focusout', blurred);
    };
  }, [rows]);

  // Past `refetch` and `fetchMore`, which would put a failure in the place of the rows that are still good to read.
  const read = (after: string | null, asked = variables) =>
    client.query({ query: RequestMonitorDocument, variables: { ...asked, after }, fetchPolicy: 'network-only' });

  const { isUnderWay, problem, run } = useAction<'again' | 'more'>();
  const update = useAction();
  /** "The last hour" is counted from now on again. */
  const reread = async (): Promise<void> => {
    const now = new Date();
    await read(null, variablesAt(filter, now));
    setAskedAt(now);
    setHeldBack(new Set());
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
    arrived: arrived.length,
    gone,
    update: (): void => update.run(reread),
    updating: update.busy,
    /** Why what is new could not be taken. */
    updateProblem: update.problem,
    hasMore: pageInfo.hasNextPage || nodes.length > shown.length,
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

function putOnTop(cache: ApolloCache, variables: RequestMonitorQueryVariables, ids: readonly string[]): void {
  const rows = ids.flatMap((id) => {
    const row = cache.readFragment({
      id: cache.identify({ __typename: 'ImageRequest', id }),
      fragment: RequestRow_requestFragmentDoc,
      fragmentName: 'RequestRow_request',
    });
    return row ? [row] : [];
  });
  cache.updateQuery({ query: RequestMonitorDocument, variables }, (list) => {
    if (!list) return list;
    const { nodes } = list.imageRequests;
    const fresh = rows.filter((row) => !nodes.some(({ id }) => id === row.id));
    const sorted = [...fresh, ...nodes].sort((a, b) => age(b) - age(a));
    return { imageRequests: { ...list.imageRequests, nodes: sorted } };
  });
}
