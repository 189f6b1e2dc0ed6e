import type { RequestRow, Wanted } from './image-request.rows.ts';

/** Requests that may wait for one slow reader. Beyond that the oldest are dropped; a page re-reads when it reconnects. */
const mostWaiting = 1000;

type Result = IteratorResult<RequestRow, undefined>;

/**
 * What one subscriber has yet to read: the newest state of each request, in the order in which they changed first.
 * A slow reader misses steps in between, never the last one, and costs no memory that grows with time.
 */
export class RequestSubscription implements AsyncIterableIterator<RequestRow, undefined> {
  readonly #waiting = new Map<string, RequestRow>();
  readonly #readers: ((result: Result) => void)[] = [];
  #ended = false;

  constructor(
    /** Which changes it hears of. */
    readonly audience: string,
    readonly wanted: Wanted,
    private readonly onEnd: (subscription: RequestSubscription) => void,
  ) {}

  offer(row: RequestRow): void {
    if (this.#ended) return;
    const reader = this.#readers.shift();
    if (reader) return reader({ done: false, value: row });
    this.#waiting.set(row.id, row);
    if (this.#waiting.size > mostWaiting) this.#waiting.delete(this.#waiting.keys().next().value!);
  }

  async next(): Promise<Result> {
    for (const [id, row] of this.#waiting) {
      this.#waiting.delete(id);
      return { done: false, value: row };
    }
    if (this.#ended) return { done: true, value: undefined };
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  async return(): Promise<Result> {
    this.end();
    return { done: true, value: undefined };
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#waiting.clear();
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined });
    this.onEnd(this);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
