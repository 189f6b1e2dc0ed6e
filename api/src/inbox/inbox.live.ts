import type { Actor } from '../platform/actor.ts';
import type { EventBus } from '../platform/events.ts';
import { LiveSubscription } from '../platform/live-subscription.ts';
import type { Log } from '../platform/log.ts';
import { inboxOwner } from './inbox.policy.ts';
import type { InboxService } from './inbox.service.ts';
import { inboxChanged, type InboxChanged } from './notification.change.ts';
import type { InboxChange } from './notification.entity.ts';

type InboxSubscription = LiveSubscription<InboxChange>;

export interface InboxLiveParts {
  events: EventBus;
  inbox: InboxService;
  log: Log;
}

/** One for each process: tells those who look at their inbox here what changed in it. */
export class InboxLive {
  readonly #subscriptions = new Map<string, Set<InboxSubscription>>();
  /** By account: one change after the other, so that the newest count is told last. */
  readonly #telling = new Map<string, Promise<void>>();
  readonly #stopListening: () => void;

  constructor(private readonly parts: InboxLiveParts) {
    const { events } = parts;
    this.#stopListening = events.subscribe<InboxChanged>(inboxChanged, (changed) => {
      const { accountId } = changed;
      const telling = (this.#telling.get(accountId) ?? Promise.resolve()).then(async () => {
        await this.#tell(changed);
        if (this.#telling.get(accountId) === telling) this.#telling.delete(accountId);
      });
      this.#telling.set(accountId, telling);
    });
  }

  subscribe(actor: Actor): InboxSubscription {
    const { accountId } = inboxOwner(actor);
    const subscription: InboxSubscription = new LiveSubscription<InboxChange>(accountId, () =>
      this.#forget(subscription),
    );
    this.#subscriptions.set(accountId, (this.#subscriptions.get(accountId) ?? new Set()).add(subscription));
    return subscription;
  }

  /** How many listen here. */
  get subscriptions(): number {
    return [...this.#subscriptions.values()].reduce((sum, members) => sum + members.size, 0);
  }

  close(): void {
    this.#stopListening();
    for (const subscription of [...this.#subscriptions.values()].flatMap((members) => [...members])) subscription.end();
  }

  #forget(subscription: InboxSubscription): void {
    const members = this.#subscriptions.get(subscription.audience);
    members?.delete(subscription);
    if (members?.size === 0) this.#subscriptions.delete(subscription.audience);
  }

  async #tell({ accountId, notificationId }: InboxChanged): Promise<void> {
    if (!this.#subscriptions.has(accountId)) return;
    try {
      const [unread, notification] = await Promise.all([
        this.parts.inbox.unreadOf(accountId),
        notificationId === null ? null : this.parts.inbox.notificationOf(accountId, notificationId),
      ]);
      const change = { id: notificationId ?? 'many', unread, notification };
      for (const subscription of this.#subscriptions.get(accountId) ?? []) subscription.offer(change);
    } catch (error) {
      // The page reads the count again when it is looked at; nothing is lost but the moment.
      this.parts.log.warn({ err: error }, 'a changed inbox could not be read');
    }
  }
}
