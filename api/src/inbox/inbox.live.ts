import { AccountLive } from '../platform/account-live.ts';
import type { EventBus } from '../platform/events.ts';
import type { Log } from '../platform/log.ts';
import type { InboxService } from './inbox.service.ts';
import { inboxChanged, type InboxChanged } from './notification.change.ts';
import type { InboxChange } from './notification.entity.ts';

export type InboxLive = AccountLive<InboxChanged, InboxChange>;

/** Tells those who look at their inbox what changed in it. */
export const openInboxLive = ({ events, inbox, log }: { events: EventBus; inbox: InboxService; log: Log }): InboxLive =>
  new AccountLive({
    events,
    log,
    channels: [inboxChanged],
    read: async ({ accountId, notificationId }) => {
      const [unread, notification] = await Promise.all([
        inbox.unreadOf(accountId),
        notificationId === null ? null : inbox.notificationOf(accountId, notificationId),
      ]);
      return { id: notificationId ?? 'many', unread, notification };
    },
  });
