import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { abandonedMs, readPiece, writerOf } from '../platform/audit-journal.ts';
import type { AuditKeys } from '../platform/audit-keys.ts';
import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { Repeated } from '../platform/repeated.ts';
import { nextHash, noHash } from './audit-chain.ts';
import { headColumns, type HeadRow, headOf, isSignedHead, type SignedHead } from './audit-head.ts';
import { auditColumns, type AuditRow, readRow } from './audit-rows.ts';

/** A piece of a journal as it lies in the folder. */
export interface JournalPiece {
  name: string;
  writer: string;
  ids: string[];
  /** Lines that are not what the product wrote. */
  foreign: number;
  /** Why it could not be read. */
  unreadable?: string;
}

export interface Journals {
  folder: string;
  pieces(): AsyncIterable<JournalPiece>;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
const isGone = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** Pieces that go while this reads are covered by a head outside. */
export const journalsIn = (folder: string, keys: AuditKeys): Journals => ({
  folder,
  async *pieces() {
    const found = await piecesIn(folder).catch(codeOf);
    // Whoever may not look into the folder is told so, and what the rest of the trail says.
    if (typeof found === 'string') {
      yield { name: '.', writer: '', ids: [], foreign: 0, unreadable: found };
      return;
    }
    for (const { name, writer } of found) {
      const piece = { name, writer, ids: [], foreign: 0 };
      try {
        yield { ...piece, ...readPiece(keys, await readFile(join(folder, name), 'utf8')) };
      } catch (error) {
        if (!isGone(error)) yield { ...piece, unreadable: codeOf(error) };
      }
    }
  },
});

async function piecesIn(folder: string): Promise<{ name: string; writer: string }[]> {
  const names: string[] = await readdir(folder).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });
  return names.toSorted().flatMap((name) => {
    const writer = writerOf(name);
    return writer === null ? [] : [{ name, writer }];
  });
}

/** Stored with the delivery of a head, so that nobody but the product can say that it was taken outside. */
export const receiptText = ({ number, signature }: SignedHead): string =>
  `influencegen audit delivery\n${number} ${signature}`;

/** The newest head of which the product itself says that it lies outside. */
async function newestOutside({ pool }: Db, keys: AuditKeys): Promise<SignedHead | null> {
  const { rows } = await pool.query<HeadRow & { receipt: Buffer }>(
    `select ${headColumns}, receipt from audit_head join audit_head_delivery using (number)
      where receipt is not null order by number desc limit 1`,
  );
  const head = rows[0] && headOf(rows[0]);
  return head && isSignedHead(keys, head) && keys.isNote(receiptText(head), rows[0]!.receipt) ? head : null;
}

export interface JournalKeeperParts {
  db: Db;
  keys: AuditKeys;
  log: Log;
}

const pauseMs = 15_000;
const atOnce = 2_000;

/**
 * Shows that this process notes what it records, and removes what need not be noted any more. A piece goes only when each of its
 * events was found in the chain under a head that lies outside; with one that is missing it stays, as evidence, until a person
 * has taken it away.
 */
export class JournalKeeper {
  readonly #rounds: Repeated;
  #tidiedUnder = 0;
  #missing = 0;

  constructor(private readonly parts: JournalKeeperParts) {
    const failure = 'the journal of the audit trail was not looked after';
    this.#rounds = new Repeated({ work: () => this.keep(), pauseMs, log: parts.log, failure });
  }

  /** At once, and then every few seconds until `stop`. */
  start(): Promise<void> {
    return this.#rounds.startAtOnce();
  }

  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  async keep(): Promise<void> {
    const { db, keys } = this.parts;
    db.journal.touch();
    try {
      const head = await newestOutside(db, keys);
      if (head && head.number !== this.#tidiedUnder) {
        await this.#tidy(head);
        this.#tidiedUnder = head.number;
      }
    } finally {
      await this.#show();
    }
  }

  async #show(): Promise<void> {
    const { pool, journal } = this.parts.db;
    await pool.query(
      `insert into audit_journal (id, host, pid, folder, failing_since, missing) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set seen_at = now(), failing_since = excluded.failing_since, missing = excluded.missing`,
      [journal.id, hostname(), process.pid, journal.folder, journal.failure?.since ?? null, this.#missing],
    );
  }

  async #tidy(head: SignedHead): Promise<void> {
    const { db, keys, log } = this.parts;
    const { journal, pool } = db;
    journal.endPiece();
    const ended = (await piecesIn(journal.folder)).map(({ name }) => name);
    journal.touch();
    let missing = 0;
    const others = new Set<string>();
    for await (const piece of journalsIn(journal.folder, keys).pieces()) {
      const path = join(journal.folder, piece.name);
      const own = piece.writer === journal.id;
      if (own ? !ended.includes(piece.name) || journal.isBeingWritten(piece.name) : !(await isAbandoned(path)))
        continue;
      if (piece.unreadable !== undefined || piece.foreign > 0) continue;
      const standing = await this.#standingOf(piece.ids, head);
      if (standing.covered) await rm(path, { force: true });
      else if (!own) others.add(piece.writer);
      missing += standing.missing;
    }
    if (missing > this.#missing)
      log.error({ missing }, 'the audit trail no longer holds what was noted outside: run npm run audit:verify');
    this.#missing = missing;
    // Whatever they recorded lies under this head.
    await pool.query(
      `delete from audit_journal where seen_at < $1::timestamptz - interval '1 hour' and id <> all ($2::uuid[])`,
      [head.at, [...others]],
    );
  }

  async #standingOf(ids: readonly string[], head: SignedHead): Promise<{ covered: boolean; missing: number }> {
    let [covered, missing] = [true, 0];
    for (let from = 0; from < ids.length; from += atOnce) {
      const some = ids.slice(from, from + atOnce);
      const { rows } = await this.parts.db.pool.query<{ there: number; under: number }>(
        `select count(*)::int as there, count(*) filter (where l.position <= $2)::int as under
           from audit_event e left join audit_link l on l.event_id = e.id where e.uid = any ($1::uuid[])`,
        [some, head.lastPosition],
      );
      const { there, under } = rows[0]!;
      missing += Math.max(0, some.length - there);
      covered &&= under >= some.length && (await this.#areUnder(some, head));
    }
    return { covered, missing };
  }

  /** What the owner of the database says is not believed: each event must be the one that was sealed at its place. */
  async #areUnder(ids: readonly string[], head: SignedHead): Promise<boolean> {
    const { db, keys } = this.parts;
    const { rows } = await db.pool.query<
      AuditRow & { position: string; link_leaf: Buffer; hash: Buffer; seal: Buffer; before: Buffer | null }
    >(
      `select ${auditColumns}, l.position, l.leaf as link_leaf, l.hash, l.seal, b.hash as before
         from audit_event e join audit_link l on l.event_id = e.id left join audit_link b on b.position = l.position - 1
        where e.uid = any ($1::uuid[]) and l.position <= $2`,
      [ids, head.lastPosition],
    );
    const sealed = rows.filter((row) => {
      const { text, leaf } = readRow(row);
      return (
        row.mark !== null &&
        keys.isMark(text, row.mark) &&
        leaf.equals(row.link_leaf) &&
        nextHash(row.before ?? noHash, leaf).equals(row.hash) &&
        keys.isSeal(Number(row.position), row.hash, row.seal)
      );
    });
    return new Set(sealed.map(({ uid }) => uid)).size === new Set(ids).size;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
  return found !== null && Date.now() - found.mtimeMs > abandonedMs;
}

/** What a person has to look at, of the journals of all processes. */
export type JournalTrouble =
  /** Of this process, with the error of the file system. */
  | { what: 'UNWRITABLE'; reason: string }
  /** So many processes could not note within the last hour; some of them may have ended since. */
  | { what: 'OTHERS_UNWRITABLE'; processes: number }
  /** The trail no longer holds what was noted. */
  | { what: 'MISSING'; events: number };

/** For the health page. Null: everything that is recorded is noted too. */
export async function troubleOfJournals({ pool, journal }: Db): Promise<JournalTrouble | null> {
  const { rows } = await pool.query<{ failing: number; missing: number }>(
    `select count(failing_since)::int as failing, coalesce(max(missing), 0)::int as missing from audit_journal
      where seen_at > now() - interval '1 hour'`,
  );
  const { failing, missing } = rows[0]!;
  if (missing > 0) return { what: 'MISSING', events: missing };
  if (journal.failure) return { what: 'UNWRITABLE', reason: journal.failure.reason };
  return failing > 0 ? { what: 'OTHERS_UNWRITABLE', processes: failing } : null;
}
