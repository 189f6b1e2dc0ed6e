import { z } from 'zod';
import type { AuditKeys } from '../platform/audit-keys.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { Repeated } from '../platform/repeated.ts';
import type { Settings } from '../platform/setting.ts';
import type { HeadPlace } from './audit-head-place.ts';
import { tailSeconds } from './audit.settings.ts';

/**
 * Where the chain ended a moment ago. Heads are kept for ever and therefore minutes apart; this is one small note outside of the
 * database, replaced every few seconds, so that what was recorded since the last head cannot be cut off unnoticed either.
 */
export interface AuditTail {
  position: number;
  /** Of the link at `position`, in hex. */
  hash: string;
  at: string;
  keyVersion: number;
}

export interface SignedTail extends AuditTail {
  signature: string;
}

const signedTail = z.object({
  position: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  keyVersion: z.int().positive(),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

/** Throws for what is no note. */
export const readTail = (text: string): SignedTail => signedTail.parse(JSON.parse(text));

const textOf = ({ position, hash, at, keyVersion }: AuditTail): string =>
  `influencegen audit tail\n${canonicalJson({ position, hash, at, keyVersion })}`;

export const signTail = (keys: AuditKeys, tail: Omit<AuditTail, 'keyVersion'>): SignedTail => {
  const whole = { ...tail, keyVersion: keys.newest };
  return { ...whole, signature: keys.sign(textOf(whole)).toString('hex') };
};

export const isSignedTail = (keys: AuditKeys, tail: SignedTail): boolean =>
  keys.isSigned(tail.keyVersion, textOf(tail), Buffer.from(tail.signature, 'hex'));

export interface TailKeeperParts {
  db: Db;
  keys: AuditKeys;
  place: HeadPlace;
  settings: Settings;
  log: Log;
  now: () => Date;
}

const pauseMs = 1_000;

/**
 * Notes how far the chain has come. A note is only ever replaced by one of the same chain: after a cut it stays what it is, as
 * evidence, until a person has taken it away.
 */
export class TailKeeper {
  readonly #looks: Repeated;
  #lookedAt = -Infinity;
  /** What this process knows to lie outside. Another one may have gone further. */
  #known: SignedTail | null | undefined;
  #reported = false;

  constructor(private readonly parts: TailKeeperParts) {
    const failure = 'the end of the audit trail was not noted outside';
    this.#looks = new Repeated({ work: () => this.#keepWhenDue(), pauseMs, log: parts.log, failure });
  }

  /** Looks every few seconds until `stop`. */
  start(): void {
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  async #keepWhenDue(): Promise<boolean> {
    const seconds = this.parts.settings.read(tailSeconds);
    if (seconds === 0 || performance.now() - this.#lookedAt < seconds * 1000) return false;
    this.#lookedAt = performance.now();
    await this.keep();
    return true;
  }

  async keep(): Promise<void> {
    const { db, keys, place, now, log } = this.parts;
    if (!place.tails) return;
    if (this.#known === undefined) this.#known = await place.tails.read();
    const known = this.#known;
    const { rows } = await db.pool.query<{ position: string; hash: Buffer }>({
      name: 'audit-tail',
      text: `select position, hash from audit_link
             where position = $1 or position = (select max(position) from audit_link) order by position`,
      values: [known?.position ?? 0],
    });
    const end = rows.at(-1);
    if (known) {
      const [joint] = rows;
      const holds =
        isSignedTail(keys, known) &&
        Number(joint?.position) === known.position &&
        joint?.hash.toString('hex') === known.hash;
      if (!holds) {
        if (!this.#reported)
          log.error(
            { noted: known.position, end: Number(end?.position ?? 0) },
            'the audit trail no longer holds the end that was noted outside: run npm run audit:verify',
          );
        this.#reported = true;
        return;
      }
      if (Number(end!.position) === known.position) return;
    }
    if (!end) return;
    const tail = signTail(keys, {
      position: Number(end.position),
      hash: end.hash.toString('hex'),
      at: now().toISOString(),
    });
    await place.tails.write(tail);
    this.#known = tail;
  }
}
