/** Rows that may wait for one slow reader. Beyond that the oldest are dropped; a page re-reads when it reconnects. */
const mostWaiting = 1000;

/**
 * What one subscriber has yet to read: the newest state of each row, in the order in which they changed first.
 * A slow reader misses steps in between, never the last one, and costs no memory that grows with time.
 */
export class LiveSubscription<Row extends { id: string }> implements AsyncIterableIterator<Row, undefined> {
  readonly #waiting = new Map<string, Row>();
  readonly #readers: ((result: IteratorResult<Row, undefined>) => void)[] = [];
  #ended = false;

  constructor(
    /** Which changes it hears of. */
    readonly audience: string,
    private readonly onEnd: () => void,
  ) {}

  offer(row: Row): void {
    if (this.#ended) return;
    const reader = this.#readers.shift();
    if (reader) return reader({ done: false, value: row });
    this.#waiting.set(row.id, row);
    if (this.#waiting.size > mostWaiting) this.#waiting.delete(this.#waiting.keys().next().value!);
  }

  async next(): Promise<IteratorResult<Row, undefined>> {
    for (const [id, row] of this.#waiting) {
      this.#waiting.delete(id);
      return { done: false, value: row };
    }
    if (this.#ended) return { done: true, value: undefined };
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  async return(): Promise<IteratorResult<Row, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#waiting.clear();
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined });
    this.onEnd();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
