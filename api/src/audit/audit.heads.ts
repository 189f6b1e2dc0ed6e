import type { AuditKeys } from '../platform/audit-keys.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Settings } from '../platform/setting.ts';
import { merkleRoot } from './audit-chain.ts';
import { headColumns, type HeadRow, headOf, signHead, type SignedHead } from './audit-head.ts';
import { deliverHeadJob } from './audit.jobs.ts';
import { headMinutes } from './audit.settings.ts';
import { holdChain } from './audit.sealer.ts';

export interface AuditHeadsParts {
  db: Db;
  keys: AuditKeys;
  jobs: Jobs;
  settings: Settings;
  now: () => Date;
}

/** Leaves of one head: many more would have to be held in memory for one proof. */
const mostLeaves = 50_000;

export class AuditHeads {
  constructor(private readonly parts: AuditHeadsParts) {}

  /** Signs when the last head is old enough. */
  async signWhenDue(): Promise<void> {
    const { db, settings, now } = this.parts;
    const last = await lastHead(db);
    if (last && now().getTime() - Date.parse(last.at) < settings.read(headMinutes) * 60_000) return;
    await this.sign();
  }

  /** Everything that was sealed since the last head. Returns the newest of the heads that were made, null when none was. */
  async sign(): Promise<SignedHead | null> {
    let newest: SignedHead | null = null;
    for (;;) {
      const made = await transaction(this.parts.db, (tx) => this.#signNext(tx));
      if (!made) return newest;
      newest = made;
    }
  }

  async #signNext(tx: Transaction): Promise<SignedHead | null> {
    await holdChain(tx);
    const [last] = await rows<{ number: string; last_position: string }>(
      tx,
      'select number, last_position from audit_head order by number desc limit 1',
    );
    const links = await rows<{ position: string; leaf: Buffer; hash: Buffer }>(
      tx,
      'select position, leaf, hash from audit_link where position > $1 order by position limit $2',
      [last?.last_position ?? 0, mostLeaves],
    );
    const end = links.at(-1);
    if (!end) return null;
    const head = signHead(this.parts.keys, {
      number: Number(last?.number ?? 0) + 1,
      firstPosition: Number(links[0]!.position),
      lastPosition: Number(end.position),
      hash: end.hash.toString('hex'),
      root: merkleRoot(links.map(({ leaf }) => leaf)).toString('hex'),
      at: this.parts.now().toISOString(),
    });
    await tx.query(`insert into audit_head (${headColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
      head.number,
      head.firstPosition,
      head.lastPosition,
      end.hash,
      Buffer.from(head.root, 'hex'),
      head.at,
      head.keyVersion,
      Buffer.from(head.signature, 'hex'),
    ]);
    await this.parts.jobs.enqueue(tx, deliverHeadJob, { number: head.number });
    return head;
  }
}

export async function lastHead({ pool }: Db): Promise<SignedHead | null> {
  const { rows: found } = await pool.query<HeadRow>(
    `select ${headColumns} from audit_head order by number desc limit 1`,
  );
  return found[0] ? headOf(found[0]) : null;
}
