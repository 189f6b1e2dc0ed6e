import type { Transaction } from './db.ts';
import type { Log } from './log.ts';

/** Small facts that every process of a workspace may want to hear: ids only, at most 7 kB as JSON. */
export interface EventBus {
  /** Delivered to every subscriber in every process once, and only when, the transaction commits. */
  publish(tx: Transaction, channel: string, payload: object): Promise<void>;
  /** Returns the function that ends the subscription. */
  subscribe<Payload extends object>(channel: string, listener: (payload: Payload) => void): () => void;
  /** Called after the connection was lost and is back: events in between were missed, so re-read. */
  onGap(listener: () => void): () => void;
  /** Rejects while events do not arrive. */
  check(): Promise<void>;
  close(): Promise<void>;
}

type Listener = (payload: never) => void;

/** What every bus does on its own side of the wire. */
export class Subscribers {
  readonly #byChannel = new Map<string, Set<Listener>>();
  readonly #gapListeners = new Set<() => void>();

  constructor(private readonly log: Log) {}

  add(channel: string, listener: Listener): () => void {
    const listeners = this.#byChannel.get(channel) ?? new Set();
    this.#byChannel.set(channel, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  addGap(listener: () => void): () => void {
    this.#gapListeners.add(listener);
    return () => void this.#gapListeners.delete(listener);
  }

  /** `message` as it came over the wire, from `encodeEvent`. */
  deliver(message: string): void {
    const { channel, payload } = JSON.parse(message) as { channel: string; payload: never };
    for (const listener of this.#byChannel.get(channel) ?? []) this.#call(channel, () => listener(payload));
  }

  gap(): void {
    for (const listener of this.#gapListeners) this.#call('gap', listener);
  }

  /** One listener's mistake must not keep the event from the others. */
  #call(channel: string, listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.log.error({ err: error, channel }, 'an event listener failed');
    }
  }
}

/** Postgres refuses 8,000 bytes and more; a limit of our own is the same on every bus and leaves room for the channel. */
const largestEvent = 7_000;

export function encodeEvent(channel: string, payload: object): string {
  const message = JSON.stringify({ channel, payload });
  if (Buffer.byteLength(message) > largestEvent)
    throw new Error(`an event on ${channel} is larger than ${largestEvent} bytes: publish ids only`);
  return message;
}
