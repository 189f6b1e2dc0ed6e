import { isReference, type ApolloCache, type Reference } from '@apollo/client';

interface List {
  nodes: readonly Reference[];
}

interface InboxChange {
  unread: number;
  /** Stored already. Null: everything was read. */
  notification: { id: string; readAt: string | null } | null;
}

/** What came or was read, here or elsewhere: the count follows, and what is new takes its place on top. */
export function noteInboxChange(cache: ApolloCache, { unread, notification }: InboxChange): void {
  setUnread(cache, unread);
  if (!notification) return readAll(cache);
  // It was read, and came long ago: where the list has it, it shows.
  if (notification.readAt !== null) return;
  const added = { __ref: cache.identify({ __typename: 'Notification', id: notification.id }) ?? '' };
  changeLists(cache, (nodes) => (nodes.some((node) => node.__ref === added.__ref) ? nodes : [added, ...nodes]));
}

export function noteAllRead(cache: ApolloCache): void {
  setUnread(cache, 0);
  readAll(cache);
}

const setUnread = (cache: ApolloCache, unread: number): void => {
  cache.modify<{ unreadNotifications: number }>({ fields: { unreadNotifications: () => unread } });
};

function readAll(cache: ApolloCache): void {
  const now = new Date().toISOString();
  changeLists(cache, (nodes) => {
    for (const { __ref: id } of nodes)
      cache.modify<{ readAt: string | null }>({ id, fields: { readAt: (readAt) => readAt ?? now } });
    return nodes;
  });
}

function changeLists(cache: ApolloCache, change: (nodes: readonly Reference[]) => readonly Reference[]): void {
  cache.modify<{ notifications: List }>({
    fields: { notifications: (known) => (isReference(known) ? known : { ...known, nodes: change(known.nodes) }) },
  });
}
