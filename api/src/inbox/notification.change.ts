import type { Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';

/** The channel on which every process hears that somebody's inbox is another now. */
export const inboxChanged = 'inbox-changed';

export interface InboxChanged {
  accountId: string;
  /** The one that came or was read; null: many. */
  notificationId: string | null;
}

export const announceInboxChange = (events: EventBus, tx: Transaction, change: InboxChanged): Promise<void> =>
  events.publish(tx, inboxChanged, change);
