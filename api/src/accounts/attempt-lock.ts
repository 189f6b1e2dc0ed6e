import { createHash } from 'node:crypto';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { RateLimited } from '../platform/errors.ts';
import type { Settings } from '../platform/setting.ts';
import type { Keyring } from '../platform/keyring.ts';
import { emailIndexes } from './account.personal.ts';
import { lockAfter, lockMinutes } from './account.settings.ts';

export interface AttemptLockParts {
  db: Db;
  settings: Settings;
  now: () => Date;
}

/**
 * Whose guesses are counted, by one digest or several, of which each counts all: an e-mail address under every master key at
 * hand, so that processes which seal with different keys count together; or an account that is asked for another proof.
 */
export type Attempts = readonly Buffer[];

/** In one order, so that two who count the same do not wait for each other. */
export const attemptsOfAddress = (keyring: Keyring, address: string): Attempts =>
  emailIndexes(keyring, address).sort((one, other) => one.compare(other));
export const attemptsToProve = (accountId: string): Attempts => [
  createHash('sha256').update(`proof of account ${accountId}`).digest(),
];

/** Counts what may be guesses, and locks for a while after too many. */
export class AttemptLock {
  constructor(private readonly parts: AttemptLockParts) {}

  /**
   * Called before the guess is looked at, so that attempts that run at once cannot all slip through. A success takes the
   * count away, by `forget`; the last attempt allowed locks already. While it is locked: RATE_LIMITED, after `refused`.
   */
  async count(whose: Attempts, refused: () => Promise<void>): Promise<void> {
    const { db, settings } = this.parts;
    const now = this.parts.now();
    const lockMilliseconds = settings.read(lockMinutes) * 60_000;
    const { rows: counted } = await db.pool.query({
      name: 'count-attempt',
      // A lock that is over, or a failure of long ago, counts no more: the next attempt is the first one again.
      text: `insert into sign_in_lock as known (email_digest, failures, last_failure_at, locked_until)
             select digest, 1, $2::timestamptz, case when $5::int <= 1 then $4::timestamptz end
             from unnest($1::bytea[]) with ordinality as counted (digest, place) order by place
             on conflict (email_digest) do update set
               failures = case when known.locked_until is null and known.last_failure_at > $3 then known.failures else 0 end + 1,
               last_failure_at = $2,
               locked_until = case
                 when case when known.locked_until is null and known.last_failure_at > $3 then known.failures else 0 end + 1 >= $5
                 then $4::timestamptz end
             where known.locked_until is null or known.locked_until <= $2
             returning failures`,
      values: [
        whose,
        now,
        new Date(now.getTime() - lockMilliseconds),
        new Date(now.getTime() + lockMilliseconds),
        settings.read(lockAfter),
      ],
    });
    if (counted.length === whose.length) return;
    await refused();
    const until = latest(whose, await this.lockedUntil(whose));
    // Over in the meantime: at once.
    const seconds = ((until?.getTime() ?? 0) - now.getTime()) / 1000;
    throw new RateLimited(Math.max(1, Math.ceil(seconds)), { limit: settings.read(lockAfter), remaining: 0 });
  }

  async isLocked(tx: Transaction, whose: Attempts): Promise<boolean> {
    const found = await rows(tx, 'select from sign_in_lock where email_digest = any($1) and locked_until > $2', [
      whose,
      this.parts.now(),
    ]);
    return found.length > 0;
  }

  /** Of the locked ones among these, until when, by the digest in hex. */
  async lockedUntil(whose: readonly Buffer[]): Promise<Map<string, Date>> {
    if (whose.length === 0) return new Map();
    const { rows: locked } = await this.parts.db.pool.query<{ digest: Buffer; until: Date }>({
      name: 'locked-attempts',
      text: `select email_digest as digest, locked_until as until from sign_in_lock
             where email_digest = any($1) and locked_until > $2`,
      values: [whose, this.parts.now()],
    });
    return new Map(locked.map(({ digest, until }) => [digest.toString('hex'), until]));
  }

  async forget(tx: Transaction, whose: Attempts): Promise<void> {
    for (const digest of whose) await tx.query('delete from sign_in_lock where email_digest = $1', [digest]);
  }

  /** Counts that no longer matter. Guesses at addresses that do not exist leave some behind. */
  async forgetOld(): Promise<void> {
    const { db, settings } = this.parts;
    const before = new Date(this.parts.now().getTime() - settings.read(lockMinutes) * 60_000);
    await transaction(db, (tx) =>
      rows(
        tx,
        'delete from sign_in_lock where last_failure_at <= $1 and (locked_until is null or locked_until <= $2)',
        [before, this.parts.now()],
      ),
    );
  }
}

/** Until when these attempts are locked, of what `lockedUntil` found. */
export const latest = (whose: Attempts, locked: ReadonlyMap<string, Date>): Date | null =>
  whose.reduce<Date | null>((until, digest) => {
    const found = locked.get(digest.toString('hex'));
    return found && (!until || found > until) ? found : until;
  }, null);
