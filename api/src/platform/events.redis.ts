import { Redis } from 'ioredis';
import { afterCommit, type Transaction } from './db.ts';
import { CannotStart } from './errors.ts';
import { encodeEvent, type EventBus, Subscribers } from './events.ts';
import type { Log } from './log.ts';

const longestRetryMs = 10_000;

/**
 * Events over Redis: spares Postgres the work of NOTIFY when there are very many. The price is that Redis knows nothing of
 * our transactions. An event leaves after the commit, and a process that dies in between never sends it: its listeners see
 * the change when they next read. One that Redis could not take is made up for by a gap for everybody once Redis is back.
 */
export class RedisEvents implements EventBus {
  /** A connection that subscribes can do nothing else. */
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #subscribers: Subscribers;
  readonly #channel: string;
  readonly #gapChannel: string;
  #owesGap = false;

  private constructor(
    url: string,
    private readonly log: Log,
  ) {
    this.#subscribers = new Subscribers(log);
    // Channels ignore the number of the database, so it becomes part of the name.
    this.#channel = `influencegen${new URL(url).pathname}`;
    this.#gapChannel = `${this.#channel}:gap`;
    const options = {
      lazyConnect: true,
      // An event that waited for Redis to come back would be late and out of order; a gap is neither.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times: number) => Math.min(longestRetryMs, 100 * 2 ** times),
    };
    this.#publisher = new Redis(url, options);
    this.#subscriber = new Redis(url, { ...options, autoResubscribe: false });
  }

  static async open({ url, log }: { url: string; log: Log }): Promise<EventBus> {
    const events = new RedisEvents(url, log);
    await events.#connect();
    return events;
  }

  async #connect(): Promise<void> {
    for (const connection of [this.#publisher, this.#subscriber])
      connection.on('error', (error: Error) => this.log.warn({ err: error }, 'redis connection failed'));
    this.#subscriber.on('message', (channel: string, message: string) => {
      if (channel === this.#gapChannel) this.#subscribers.gap();
      else this.#subscribers.deliver(message);
    });
    try {
      await Promise.all([this.#publisher.connect(), this.#subscriber.connect()]);
      await this.#listen();
    } catch (error) {
      await this.close();
      throw new CannotStart('Redis cannot be reached. Is it running, and is REDIS_URL right?', { cause: error });
    }
    this.#publisher.on('ready', () => this.#payGap());
    this.#subscriber.on('ready', () => {
      this.#listen().then(
        () => this.#subscribers.gap(),
        (error: unknown) => this.log.warn({ err: error }, 'could not listen to redis again'),
      );
    });
  }

  async #listen(): Promise<void> {
    await this.#subscriber.subscribe(this.#channel, this.#gapChannel);
  }

  #payGap(): void {
    if (!this.#owesGap) return;
    this.#owesGap = false;
    this.#send(this.#gapChannel, '');
  }

  #send(channel: string, message: string): void {
    this.#publisher.publish(channel, message).catch((error: unknown) => {
      this.#owesGap = true;
      this.log.warn({ err: error }, 'an event was not published');
    });
  }

  async publish(tx: Transaction, channel: string, payload: object): Promise<void> {
    const message = encodeEvent(channel, payload);
    afterCommit(tx, () => this.#send(this.#channel, message));
  }

  subscribe<Payload extends object>(channel: string, listener: (payload: Payload) => void): () => void {
    return this.#subscribers.add(channel, listener);
  }

  onGap(listener: () => void): () => void {
    return this.#subscribers.addGap(listener);
  }

  async check(): Promise<void> {
    await Promise.all([this.#publisher.ping(), this.#subscriber.ping()]);
  }

  async close(): Promise<void> {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }
}
