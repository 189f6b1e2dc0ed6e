import type { ApolloClient } from '@apollo/client';
import { StudioSessionDocument } from '../features/accounts/session.generated';

/** The layout watches the viewer and leads to the sign-in page, from where the way back is kept. */
export function sessionEnded(client: ApolloClient): void {
  client.writeQuery({ query: StudioSessionDocument, data: { viewer: null } });
}
