import type { ApolloClient } from '@apollo/client';
import { SessionDocument, type SessionQuery } from './session.generated';

export type Viewer = NonNullable<SessionQuery['viewer']>;

/** Everything read so far belonged to somebody else, or to nobody. */
export async function beginSession(client: ApolloClient, viewer: Viewer): Promise<void> {
  await client.clearStore();
  client.cache.writeQuery({ query: SessionDocument, data: { viewer } });
}

/** The layout watches the viewer and leads to the sign-in page, from where the way back is kept. */
export function sessionEnded(client: ApolloClient): void {
  client.cache.writeQuery({ query: SessionDocument, data: { viewer: null } });
}

/** Where to go after signing in: an address of this desk, never a foreign one that somebody put into a link. */
export const safeNext = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : '/');
