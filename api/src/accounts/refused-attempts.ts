import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { transaction, type Db } from '../platform/db.ts';
import { networkOf } from '../platform/http-address.ts';
import type { Log } from '../platform/log.ts';

export interface RefusedAttemptsParts {
  db: Db;
  log: Log;
}

/** Why an attempt was not even looked at. */
export type RefusalReason = 'TOO_FAST' | 'TOO_MANY_AT_ONCE';

interface Refusals {
  /** The first of them: the record says from where and in which request. */
  actor: Actor;
  reason: RefusalReason;
  count: number;
}

const everyMilliseconds = 60_000;
const mostOpen = 5_000;

/**
 * Attempts to sign in (and their like) that were refused unseen. They are recorded once a minute for each address, with their
 * number: a flood of attempts must not become a flood of records.
 */
export class RefusedAttempts {
  readonly #open = new Map<string, Refusals>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #recording: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RefusedAttemptsParts) {}

  note(actor: Actor, reason: RefusalReason): void {
    const key = `${reason} ${networkOf(actor.ip)}`;
    const known = this.#open.get(key);
    if (known) known.count++;
    else this.#open.set(key, { actor, reason, count: 1 });
    if (this.#open.size >= mostOpen) void this.record();
    else this.#timer ??= setTimeout(() => void this.record(), everyMilliseconds).unref();
  }

  /** What was noted since the last time. */
  record(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const noted = [...this.#open.values()];
    this.#open.clear();
    this.#recording = this.#recording.then(() => this.#write(noted));
    return this.#recording;
  }

  async #write(noted: readonly Refusals[]): Promise<void> {
    const { db, log } = this.parts;
    if (noted.length === 0) return;
    await transaction(db, async (tx) => {
      for (const { actor, reason, count } of noted)
        await recordAudit(tx, actor, 'accounts.refuseAttempts', null, { reason, count }, 'REFUSED');
    }).catch((error: unknown) => log.error({ err: error, noted: noted.length }, 'refused attempts were not recorded'));
  }
}
