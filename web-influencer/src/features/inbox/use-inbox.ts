import { useApolloClient, useQuery, useSubscription } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { noteInboxChange } from '@influencegen/shared-schema/client/inbox-cache';
import { readAnew } from '@influencegen/shared-schema/client/read-anew';
import { useEffect, useRef } from 'react';
import { StudioLiveInboxDocument } from './live-inbox.generated';
import { StudioUnreadCountDocument } from './unread-count.generated';

const beforeAskingAgain = 5000;

/** How much is unread, kept current; null while it is not known. To be used once, in the frame around all pages. */
export function useUnreadCount(wanted: boolean): number | null {
  const client = useApolloClient();
  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { data } = useQuery(StudioUnreadCountDocument, { skip: !wanted });
  const { restart } = useSubscription(StudioLiveInboxDocument, {
    skip: !wanted,
    ignoreResults: true,
    onData: ({ data: { data: event } }) => {
      if (event) noteInboxChange(client.cache, event.inboxChanged);
    },
    onError: () => {
      again.current = setTimeout(restart, beforeAskingAgain);
    },
  });
  useEffect(() => () => clearTimeout(again.current), []);
  // What came in between was missed.
  useReconnected(() => {
    if (wanted) readAnew(client, StudioUnreadCountDocument);
  });
  return data?.unreadNotifications ?? null;
}
