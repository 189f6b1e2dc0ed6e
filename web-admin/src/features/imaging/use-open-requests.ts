import { useQuery } from '@apollo/client/react';
import { OpenRequestsDocument } from './open-requests.generated';

const renewEvery = 2000;

/**
 * Places in the queue and expected times change with every other request and with the clock, too often to tell the desk
 * about each: while somebody looks at open requests, the oldest of them are read again. The rows follow by the cache.
 */
export function useOpenRequests(anyOpen: boolean): void {
  useQuery(OpenRequestsDocument, {
    skip: !anyOpen,
    fetchPolicy: 'network-only',
    pollInterval: renewEvery,
    skipPollAttempt: () => document.hidden,
  });
}
