import { useApolloClient, useQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { noteInboxChange } from '@influencegen/shared-schema/client/inbox-cache';
import { readAnew } from '@influencegen/shared-schema/client/read-anew';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { StudioLiveInboxDocument } from './live-inbox.generated';
import { StudioUnreadCountDocument } from './unread-count.generated';

/** How much is unread, kept current; null while it is not known. To be used once, in the frame around all pages. */
export function useUnreadCount(wanted: boolean): number | null {
  const client = useApolloClient();
  const { data } = useQuery(StudioUnreadCountDocument, { skip: !wanted });
  useListening(StudioLiveInboxDocument, {
    skip: !wanted,
    onData: ({ inboxChanged }) => noteInboxChange(client.cache, inboxChanged),
  });
  // What came in between was missed.
  useReconnected(() => {
    if (wanted) readAnew(client, StudioUnreadCountDocument);
  });
  return data?.unreadNotifications ?? null;
}
