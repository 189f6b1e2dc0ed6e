import type { AuditKeys } from '../platform/audit-keys.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { Repeated } from '../platform/repeated.ts';
import { nextHash, noHash } from './audit-chain.ts';
import { auditColumns, type AuditRow, readRow } from './audit-rows.ts';

export interface AuditSealerParts {
  db: Db;
  keys: AuditKeys;
  log: Log;
}

/** Any number that no other program uses as an advisory lock in this database. */
const sealerLock = 731_640_213;
/** Events of one transaction: little enough that it takes a moment. */
const batchSize = 2_000;
const pauseMs = 1_000;

/** The end of the chain so far. */
interface ChainEnd {
  position: number;
  hash: Buffer;
  /** The last event has no mark: it is from before marks were made, and so may the next one be. */
  imported: boolean;
}

/**
 * Puts what was recorded into the chain, in the order in which it finds it. Commands wait for nobody: they only leave their
 * events in a queue, and one sealer at a time empties it.
 */
export class AuditSealer {
  readonly #rounds: Repeated;

  constructor(private readonly parts: AuditSealerParts) {
    const failure = 'audit events could not be sealed yet';
    this.#rounds = new Repeated({ work: () => this.seal(), pauseMs, log: parts.log, failure });
  }

  /** Looks about every second until `stop`. */
  start(): void {
    this.#rounds.start();
  }

  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  /** How many events it put into the chain. None when another process is at it. */
  async seal(): Promise<number> {
    let sealed = 0;
    for (;;) {
      const { rows: waiting } = await this.parts.db.pool.query('select from audit_pending limit 1');
      if (waiting.length === 0 || this.#rounds.stopped) return sealed;
      const count = await transaction(this.parts.db, (tx) => this.#sealBatch(tx));
      sealed += count;
      if (count < batchSize) return sealed;
    }
  }

  async #sealBatch(tx: Transaction): Promise<number> {
    if (!(await tryToHoldChain(tx))) return 0;
    const events = await rows<AuditRow>(
      tx,
      `select ${auditColumns} from audit_pending p join audit_event e on e.id = p.event_id order by p.event_id limit $1`,
      [batchSize],
    );
    if (events.length === 0) return 0;
    const links = this.#linksOf(events, await chainEnd(tx));
    await tx.query(
      `insert into audit_link (position, event_id, leaf, hash, seal)
       select * from unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[])`,
      [links.positions, links.eventIds, links.leaves, links.hashes, links.seals],
    );
    await tx.query('delete from audit_pending where event_id = any ($1::bigint[])', [links.eventIds]);
    return events.length;
  }

  #linksOf(events: AuditRow[], end: ChainEnd) {
    const { keys, log } = this.parts;
    const made = { positions: [], eventIds: [], leaves: [], hashes: [], seals: [] } as {
      positions: number[];
      eventIds: string[];
      leaves: Buffer[];
      hashes: Buffer[];
      seals: Buffer[];
    };
    let { position, hash, imported } = end;
    for (const event of events) {
      const { text, leaf } = readRow(event);
      imported = event.mark === null && imported;
      // Sealed nevertheless: so it cannot be taken away again, and verification names it.
      if (!(event.mark === null ? imported : keys.isMark(text, event.mark)))
        log.error({ eventId: event.uid }, 'an audit event was not written by the product or was changed since');
      position += 1;
      hash = nextHash(hash, leaf);
      made.positions.push(position);
      made.eventIds.push(event.event_id);
      made.leaves.push(leaf);
      made.hashes.push(hash);
      made.seals.push(keys.seal(position, hash));
    }
    return made;
  }
}

/** For how many seconds the event has waited that is next to be sealed. */
export async function waitingForSeal({ pool }: Db): Promise<number> {
  const { rows: waiting } = await pool.query<{ seconds: number }>(
    `select extract(epoch from now() - at)::float8 as seconds from audit_event
     where id = (select event_id from audit_pending order by event_id limit 1)`,
  );
  return waiting[0]?.seconds ?? 0;
}

/** Until the transaction ends, nobody else adds to the chain. */
export const holdChain = (tx: Transaction): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock($1)', [sealerLock]);

/** The same; false when somebody else is at it. */
async function tryToHoldChain(tx: Transaction): Promise<boolean> {
  const [lock] = await rows<{ held: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as held', [sealerLock]);
  return lock!.held;
}

async function chainEnd(tx: Transaction): Promise<ChainEnd> {
  const [last] = await rows<{ position: string; hash: Buffer; imported: boolean }>(
    tx,
    `select l.position, l.hash, e.mark is null as imported from audit_link l left join audit_event e on e.id = l.event_id
      order by l.position desc limit 1`,
  );
  return last ? { ...last, position: Number(last.position) } : { position: 0, hash: noHash, imported: true };
}
