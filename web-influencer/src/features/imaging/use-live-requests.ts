import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { LiveRequestsDocument } from './live-requests.generated';
import { dropMissingPictures, insertNewestFirst } from './picture-lists.ts';
import { StudioQuotaDocument } from './quota-line.generated';

/** Keeps every screen in step with what happens to the viewer's requests, in this tab or elsewhere. */
export function useLiveRequests(hasRequests: boolean): void {
  const client = useApolloClient();
  useListening(LiveRequestsDocument, {
    skip: !hasRequests,
    onData: ({ imageRequestUpdated }) => noteRequest(client, imageRequestUpdated),
  });
  useReconnected(() => readAgain(client));
}

/**
 * Aside from the screens' own queries, whose failure would take away what is shown: the next reconnect tries again. Of an
 * answer with an error nothing is kept: where it says that there is no viewer, nobody was signed out.
 */
function readAgain(client: ApolloClient): void {
  for (const { query, variables } of client.getObservableQueries('active'))
    void client.query({ query, variables, fetchPolicy: 'network-only' }).catch(() => undefined);
}

interface NotedRequest {
  id: string;
  status: string;
  images?: readonly { id: string }[];
}

/** A request that changed: Apollo has stored it already; here it finds its place in the lists that are on screen. */
export function noteRequest(client: ApolloClient, request: NotedRequest): void {
  const isNew = insertNewestFirst(client.cache, 'imageRequests', 'ImageRequest', request.id);
  if (request.images) {
    for (const { id } of request.images) insertNewestFirst(client.cache, 'images', 'Image', id);
    dropMissingPictures(client.cache, request.id, request.images);
  }
  const gaveBack = request.status === 'FAILED' || request.status === 'CANCELLED' || request.status === 'TIMED_OUT';
  if (isNew || gaveBack) void readQuotaAgain(client);
}

const readQuotaAgain = (client: ApolloClient) =>
  client.query({ query: StudioQuotaDocument, fetchPolicy: 'network-only', errorPolicy: 'ignore' });
