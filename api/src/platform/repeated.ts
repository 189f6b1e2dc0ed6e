import type { Log } from './log.ts';

export interface RepeatedWork {
  /** Resolves with false when its time had not come: that says nothing of whether it works. */
  work: () => Promise<unknown>;
  /** Between the end of one time and the beginning of the next. */
  pauseMs: number;
  log: Log;
  /** What the log says of a time that failed, once until it fails in another way. The next one comes all the same. */
  failure: string;
}

/** What is done again and again until `stop`, never twice at once. */
export class Repeated {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #started = false;
  #stopped = false;
  #told: string | null = null;

  constructor(private readonly parts: RepeatedWork) {}

  /** For long work, to end early. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The first time after a pause. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#next();
  }

  /** Resolves after the first time. */
  async startAtOnce(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    await this.#once();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #once(): Promise<void> {
    const { work, log, failure } = this.parts;
    this.#running = (async () => {
      try {
        if ((await work()) === false) return;
        if (this.#told !== null) log.info({ failure }, 'works again');
        this.#told = null;
      } catch (error) {
        const what = kindOf(error);
        if (what !== this.#told) log.warn({ err: error }, failure);
        this.#told = what;
      } finally {
        this.#next();
      }
    })();
    return this.#running;
  }

  #next(): void {
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#once(), this.parts.pauseMs);
  }
}

/** Messages of the file system name files, some of which are called otherwise each time. */
const kindOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
