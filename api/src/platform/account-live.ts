import type { EventBus } from './events.ts';
import { LiveSubscription } from './live-subscription.ts';
import type { Log } from './log.ts';

export interface AccountLiveParts<Event, Row> {
  events: EventBus;
  log: Log;
  /** Each carries ids, one of which is the account's. */
  channels: readonly string[];
  /** What those who listen are told; null when there is nothing to tell any more. */
  read: (event: Event) => Promise<Row | null>;
  /** Who hears of it, where that is not the account: news for all who watch the same. */
  audienceOf?: (event: Event) => string;
}

/** One for each process and kind of news: tells people who look at something of their own here that it changed. */
export class AccountLive<Event extends { accountId: string }, Row extends { id: string }> {
  readonly #subscriptions = new Map<string, Set<LiveSubscription<Row>>>();
  /** By audience: one change after the other, so that the newest state is told last. */
  readonly #telling = new Map<string, Promise<void>>();
  readonly #stopListening: (() => void)[];

  constructor(private readonly parts: AccountLiveParts<Event, Row>) {
    this.#stopListening = parts.channels.map((channel) =>
      parts.events.subscribe<Event>(channel, (event) => {
        const audience = parts.audienceOf?.(event) ?? event.accountId;
        const telling = (this.#telling.get(audience) ?? Promise.resolve()).then(async () => {
          await this.#tell(audience, event);
          if (this.#telling.get(audience) === telling) this.#telling.delete(audience);
        });
        this.#telling.set(audience, telling);
      }),
    );
  }

  /** Whoever calls has checked that the listener may hear of this account. */
  subscribe(audience: string): LiveSubscription<Row> {
    const subscription: LiveSubscription<Row> = new LiveSubscription<Row>(audience, () => this.#forget(subscription));
    this.#subscriptions.set(audience, (this.#subscriptions.get(audience) ?? new Set()).add(subscription));
    return subscription;
  }

  /** How many listen here. */
  get subscriptions(): number {
    return [...this.#subscriptions.values()].reduce((sum, members) => sum + members.size, 0);
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    for (const subscription of [...this.#subscriptions.values()].flatMap((members) => [...members])) subscription.end();
  }

  #forget(subscription: LiveSubscription<Row>): void {
    const members = this.#subscriptions.get(subscription.audience);
    members?.delete(subscription);
    if (members?.size === 0) this.#subscriptions.delete(subscription.audience);
  }

  async #tell(audience: string, event: Event): Promise<void> {
    const { channels, log, read } = this.parts;
    if (!this.#subscriptions.has(audience)) return;
    try {
      const row = await read(event);
      if (row === null) return;
      for (const subscription of this.#subscriptions.get(audience) ?? []) subscription.offer(row);
    } catch (error) {
      // The page reads again when it is looked at; nothing is lost but the moment.
      log.warn({ err: error, channels }, 'what changed could not be read');
    }
  }
}
