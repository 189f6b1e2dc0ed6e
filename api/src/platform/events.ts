import type { Transaction } from './db.ts';

/** Small facts that every process of a workspace may want to hear: ids only, at most 7 kB as JSON. */
export interface EventBus {
  /** Delivered to every subscriber in every process once, and only when, the transaction commits. */
  publish(tx: Transaction, channel: string, payload: object): Promise<void>;
  /** Returns the function that ends the subscription. */
  subscribe<Payload extends object>(channel: string, listener: (payload: Payload) => void): () => void;
  /** Called after the connection was lost and is back: events in between were missed, so re-read. */
  onGap(listener: () => void): () => void;
  close(): Promise<void>;
}
