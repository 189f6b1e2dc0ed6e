import { useApolloClient, useQuery } from '@apollo/client/react';
import { useReconnected } from './connection.ts';
import { noteInboxChange } from './inbox-cache.ts';
import { readAnew } from './read-anew.ts';
import { useListening } from './use-listening.ts';
import { LiveInboxDocument, UnreadCountDocument } from './inbox.generated.ts';

/** How much is unread, kept current; null while it is not known. To be used once, in the frame around all pages. */
export function useUnreadCount(wanted: boolean): number | null {
  const client = useApolloClient();
  const { data } = useQuery(UnreadCountDocument, { skip: !wanted });
  useListening(LiveInboxDocument, {
    skip: !wanted,
    onData: ({ inboxChanged }) => noteInboxChange(client.cache, inboxChanged),
  });
  // What came in between was missed.
  useReconnected(() => {
    if (wanted) readAnew(client, UnreadCountDocument);
  });
  return data?.unreadNotifications ?? null;
}
