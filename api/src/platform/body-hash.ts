import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { batchBytes, giveBatch, takeBatch } from './batches.ts';

/** What the thread is given: some bytes of a body. */
export interface HashTask {
  body: number;
  batch: Uint8Array<ArrayBuffer>;
  /** How much of the batch counts. */
  length: number;
  last: boolean;
}

/** What the thread says to each task, in their order: here is the memory again, and the hash of a body that has ended. */
export interface HashAnswer {
  batch: Uint8Array<ArrayBuffer>;
  /** Hex. */
  sha256: string | null;
}

/** Batches of a body that may wait for the thread before its sender has to. */
const largestBacklog = 2;

/** The worker beside this file, as source under the tests and compiled in the product. */
const workerFile = new URL(`./body-hash.worker${extname(import.meta.url)}`, import.meta.url);

/** Of all bodies: hashing 2 MB takes it a millisecond. Begins with the first large body, and ends when the process is ended. */
class HashThread {
  readonly #worker = new Worker(workerFile, { execArgv: [] });
  readonly #asked: PromiseWithResolvers<HashAnswer>[] = [];
  #lost: Error | undefined;

  constructor() {
    // Nobody waits any more for what it said before it failed, and that may come after.
    this.#worker.on('message', (answer: HashAnswer) => this.#asked.shift()?.resolve(answer));
    this.#worker.on('error', (error) => this.#lose(error));
    this.#worker.on('exit', () => this.#lose(new Error('the thread that hashes has ended')));
  }

  async ask(task: HashTask): Promise<HashAnswer> {
    if (this.#lost) throw this.#lost;
    const asked = Promise.withResolvers<HashAnswer>();
    this.#asked.push(asked);
    this.#worker.postMessage(task, [task.batch.buffer]);
    return asked.promise;
  }

  /** What it knew of bodies is gone: theirs fail, and the next ones get a thread that lives. */
  #lose(error: Error): void {
    this.#lost ??= error;
    if (thread === this) thread = undefined;
    for (const asked of this.#asked.splice(0)) asked.reject(this.#lost);
  }
}

let thread: HashThread | undefined;
let bodies = 0;

/**
 * SHA-256 of bytes as they come, in a thread of its own: of what receiving a picture in JSON takes the event loop, this would be a
 * quarter. What fits into one batch is hashed on the spot.
 */
export class BodyHash {
  readonly #body = (bodies += 1);
  #thread: HashThread | undefined;
  #batch: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  #underWay = 0;
  #answer: Promise<HashAnswer> | undefined;

  update(bytes: Buffer): void {
    for (let taken = 0; taken < bytes.length;) {
      if (this.#filled === batchBytes) void this.#send(false);
      const copied = bytes.copy((this.#batch ??= takeBatch()), this.#filled, taken);
      taken += copied;
      this.#filled += copied;
    }
  }

  /** Whether `keepUp` has to wait. */
  isBehind(): boolean {
    return this.#underWay > largestBacklog;
  }

  /** Rejects when the thread has gone. */
  async keepUp(): Promise<void> {
    if (this.isBehind()) await this.#answer;
  }

  /** Hex. Nothing can be added any more. Rejects when the thread has gone. */
  async digest(): Promise<string> {
    if (this.#thread) return (await this.#send(true)).sha256!;
    const sha256 = createHash('sha256')
      .update(this.#batch?.subarray(0, this.#filled) ?? '')
      .digest('hex');
    this.discard();
    return sha256;
  }

  /** Nobody wants it any more. As often as one likes. */
  discard(): void {
    if (this.#thread) void this.#send(true);
    else if (this.#batch) giveBatch(this.#batch);
    this.#batch = undefined;
  }

  #send(last: boolean): Promise<HashAnswer> {
    const to = (this.#thread ??= thread ??= new HashThread());
    const answer = to.ask({ body: this.#body, batch: this.#batch ?? takeBatch(), length: this.#filled, last });
    this.#batch = undefined;
    this.#filled = 0;
    this.#underWay += 1;
    if (last) this.#thread = undefined;
    const taken = ({ batch }: HashAnswer): void => {
      this.#underWay -= 1;
      giveBatch(batch);
    };
    // What went wrong is told to who waits.
    answer.then(taken, () => undefined);
    return (this.#answer = answer);
  }
}
