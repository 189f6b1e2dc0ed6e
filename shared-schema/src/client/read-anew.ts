import type { ApolloClient, DocumentNode } from '@apollo/client';

interface Reading {
  again: boolean;
}

const readings = new WeakMap<ApolloClient, Map<DocumentNode, Reading>>();

/**
 * Reads again what somebody has heard a change of, aside from the screens' own queries, whose failure would take away what is
 * shown. An answer that is on its way already may be older than the change, and Apollo would take it for the new one: what is
 * heard of meanwhile is read once more afterwards.
 */
export function readAnew(client: ApolloClient, query: DocumentNode): void {
  const ofClient = readings.get(client) ?? new Map<DocumentNode, Reading>();
  readings.set(client, ofClient);
  const running = ofClient.get(query);
  if (running) {
    running.again = true;
    return;
  }
  const reading: Reading = { again: false };
  ofClient.set(query, reading);
  const end = (): void => {
    ofClient.delete(query);
    if (reading.again) readAnew(client, query);
  };
  client.query({ query, fetchPolicy: 'network-only', context: { queryDeduplication: false } }).then(end, end);
}
