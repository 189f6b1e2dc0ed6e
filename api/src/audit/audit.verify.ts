import { join } from 'node:path';
import type { Pool } from 'pg';
import type { AuditKeys } from '../platform/audit-keys.ts';
import type { Journals } from './audit-journals.ts';
import { nextHash, merkleRoot, noHash } from './audit-chain.ts';
import { headColumns, headOf, type HeadRow, isSignedHead, sameHead, type SignedHead } from './audit-head.ts';
import { isSignedTail, type SignedTail } from './audit-tail.ts';
import { auditColumns, type AuditRow, readRow } from './audit-rows.ts';

export type AuditProblemCode =
  | 'EVENT_CHANGED'
  | 'EVENT_FORGED'
  | 'EVENT_REMOVED'
  | 'EVENT_TWICE'
  | 'EVENT_NOT_SEALED'
  | 'LINK_REMOVED'
  | 'LINK_CHANGED'
  | 'TAIL_REMOVED'
  | 'HEAD_CHANGED'
  | 'HEAD_REMOVED'
  | 'JOURNAL_CHANGED';

export interface AuditProblem {
  code: AuditProblemCode;
  /** In the chain. Null: the event is not in it. */
  position: number | null;
  eventId: string | null;
  message: string;
}

export interface AuditFindings {
  /** Links that were checked with their events. */
  events: number;
  heads: number;
  /** Recorded and not sealed yet; their marks were checked. */
  waiting: number;
  /** Recorded events that are noted in the journals. */
  noted: number;
  /** What neither head nor note nor journal outside knows: only what is cut off here would not be missed. */
  unknownOutside: number;
  /** What should have been compared and could not be read from here. */
  notRead: string[];
  /** False: the heads outside could not be read, so the database was only compared with itself. */
  comparedOutside: boolean;
  /** In the order of the chain, the first ones only. None: nothing was tampered with. */
  problems: AuditProblem[];
}

export interface AuditVerifyParts {
  pool: Pool;
  keys: AuditKeys;
  /** The heads that are kept outside. */
  readOutside: () => Promise<SignedHead[] | null>;
  /** Where the chain ended when it was last noted outside. */
  readTail: () => Promise<SignedTail | null>;
  /** What processes noted of what they recorded. */
  journals: Journals;
  onProgress?: (events: number) => Promise<void> | void;
}

const batchSize = 5_000;
/** After a hole everything that follows may look wrong: what matters is where it begins. */
const mostProblems = 20;

/** Reads the whole trail and finds what was changed, removed, inserted or rearranged, also by whoever owns the database. */
export async function verifyAudit(parts: AuditVerifyParts): Promise<AuditFindings> {
  return new AuditVerification(parts).run();
}

/** What a row that is missing looks like in an outer join. */
type MaybeRow = AuditRow | { uid: null };

interface LinkFacts {
  position: string;
  link_event_id: string;
  leaf: Buffer;
  hash: Buffer;
  seal: Buffer;
}

type LinkRow = MaybeRow & LinkFacts;

const idsOfPart = 65_536;

/** A set of row ids that takes a bit for each. */
class RowIds {
  readonly #parts = new Map<number, Uint8Array>();

  add(id: number): void {
    const key = Math.floor(id / idsOfPart);
    const part = this.#parts.get(key) ?? new Uint8Array(idsOfPart / 8);
    this.#parts.set(key, part);
    const bit = id - key * idsOfPart;
    part[bit >> 3]! |= 1 << (bit & 7);
  }

  has(id: number): boolean {
    const key = Math.floor(id / idsOfPart);
    const bit = id - key * idsOfPart;
    return ((this.#parts.get(key)?.[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }
}

class AuditVerification {
  readonly #problems: AuditProblem[] = [];
  readonly #headsByEnd = new Map<number, SignedHead>();
  /** Events that stand in the chain. */
  readonly #sealed = new RowIds();
  /** Events that are noted in journals. */
  readonly #noted = new RowIds();
  readonly #notRead: string[] = [];
  #heads = 0;
  #lastHeadEnd = 0;
  #tailEnd = 0;

  constructor(private readonly parts: AuditVerifyParts) {}

  async run(): Promise<AuditFindings> {
    const { pool, readOutside, readTail } = this.parts;
    // In this order, because the trail grows meanwhile: whatever is expected was there when it is looked for.
    const { rows: delivered } = await pool.query<{ number: string }>('select number from audit_head_delivery');
    const [outside, tail] = [await readOutside(), await readTail()];
    await this.#checkHeads(outside, new Set(delivered.map(({ number }) => Number(number))));
    const { rows: bounds } = await pool.query<{ position: string; id: string }>(
      `select coalesce((select max(position) from audit_link), 0) as position,
         coalesce((select max(id) from audit_event), 0) as id`,
    );
    const end = { position: Number(bounds[0]!.position), id: Number(bounds[0]!.id) };
    const events = await this.#checkLinks(end.position);
    if (this.#lastHeadEnd > end.position)
      this.#report(
        'TAIL_REMOVED',
        end.position + 1,
        null,
        `the chain ends at ${end.position}, although a signed head tells of ${this.#lastHeadEnd} events: the last ${this.#lastHeadEnd - end.position} were cut off`,
      );
    await this.#checkTail(tail, end.position);
    const noted = await this.#checkJournals();
    const { waiting, unknown } = await this.#checkWaiting();
    await this.#checkLoose(end.id);
    await this.#checkTwins();
    return {
      events,
      heads: this.#heads,
      waiting,
      noted,
      unknownOutside: unknown + (await this.#sealedAndUnknown(end.position)),
      notRead: this.#notRead,
      comparedOutside: outside !== null,
      problems: this.#problems.toSorted((a, b) => (a.position ?? Infinity) - (b.position ?? Infinity)),
    };
  }

  #report(code: AuditProblemCode, position: number | null, eventId: string | null, message: string): void {
    if (this.#problems.length < mostProblems) this.#problems.push({ code, position, eventId, message });
  }

  async #checkTail(tail: SignedTail | null, end: number): Promise<void> {
    if (!tail) return;
    const { pool, keys } = this.parts;
    if (!isSignedTail(keys, tail)) {
      this.#report('HEAD_CHANGED', null, null, 'the note outside of where the chain ends is not what was signed');
      return;
    }
    this.#tailEnd = tail.position;
    const { rows } = await pool.query<{ hash: Buffer }>('select hash from audit_link where position = $1', [
      tail.position,
    ]);
    if (rows[0]?.hash.toString('hex') === tail.hash || this.#problems.some(({ code }) => code === 'TAIL_REMOVED'))
      return;
    this.#report(
      'TAIL_REMOVED',
      Math.min(end + 1, tail.position),
      null,
      end < tail.position
        ? `the chain ends at ${end}, although ${tail.position} events were noted outside: the last ${tail.position - end} were cut off`
        : `the chain was noted outside with another end at ${tail.position}: events before it were cut off, and others came after`,
    );
  }

  async #checkHeads(outside: SignedHead[] | null, delivered: ReadonlySet<number>): Promise<void> {
    const { pool, keys } = this.parts;
    const { rows } = await pool.query<HeadRow>(`select ${headColumns} from audit_head order by number`);
    const inside = new Map(rows.map((row) => [Number(row.number), headOf(row)]));
    this.#heads = inside.size;
    let before = { number: 0, lastPosition: 0 };
    for (const head of inside.values()) {
      if (!isSignedHead(keys, head))
        this.#report('HEAD_CHANGED', head.firstPosition, null, `head ${head.number} is not what was signed`);
      else this.#expectHead(head);
      if (head.number !== before.number + 1 || head.firstPosition !== before.lastPosition + 1)
        this.#report('HEAD_REMOVED', before.lastPosition + 1, null, `a head before head ${head.number} is missing`);
      before = head;
    }
    const kept = new Set<number>();
    for (const head of outside ?? []) {
      const twin = inside.get(head.number);
      kept.add(head.number);
      if (!isSignedHead(keys, head))
        this.#report(
          'HEAD_CHANGED',
          head.firstPosition,
          null,
          `head ${head.number}, kept outside, is not what was signed`,
        );
      else {
        this.#expectHead(head);
        if (!twin)
          this.#report(
            'HEAD_REMOVED',
            head.firstPosition,
            null,
            `head ${head.number} is kept outside and missing here`,
          );
        else if (!sameHead(head, twin))
          this.#report(
            'HEAD_CHANGED',
            head.firstPosition,
            null,
            `head ${head.number} here differs from the one outside`,
          );
      }
    }
    for (const [number, head] of inside)
      if (outside && delivered.has(number) && !kept.has(number))
        this.#report('HEAD_REMOVED', head.firstPosition, null, `head ${number} was kept outside and is missing there`);
  }

  #expectHead(head: SignedHead): void {
    this.#headsByEnd.set(head.lastPosition, head);
    this.#lastHeadEnd = Math.max(this.#lastHeadEnd, head.lastPosition);
  }

  async #checkLinks(end: number): Promise<number> {
    const { keys, onProgress } = this.parts;
    let expected = 1;
    let hash: Buffer = noHash;
    let imported = true;
    let leaves: Buffer[] = [];
    let events = 0;
    const read = (from: number): Promise<LinkRow[]> => this.#links(from, end);
    let coming = read(expected);
    for (;;) {
      const rows = await coming;
      const last = rows.at(-1);
      if (!last) return events;
      // Postgres reads on while this process calculates.
      coming = read(Number(last.position) + 1);
      coming.catch(() => undefined);
      for (const row of rows) {
        const position = Number(row.position);
        if (position !== expected)
          this.#report(
            'LINK_REMOVED',
            expected,
            null,
            position - expected === 1
              ? `the link at ${expected} is missing`
              : `the links from ${expected} to ${position - 1} are missing`,
          );
        expected = position + 1;
        this.#sealed.add(Number(row.link_event_id));
        imported = this.#checkEvent(row, position, imported);
        if (!nextHash(hash, row.leaf).equals(row.hash) || !keys.isSeal(position, row.hash, row.seal))
          this.#report(
            'LINK_CHANGED',
            position,
            row.uid,
            `the link at ${position} is not what was sealed there: something was inserted, removed or moved`,
          );
        hash = row.hash;
        leaves.push(row.leaf);
        const head = this.#headsByEnd.get(position);
        if (head) {
          this.#checkAgainstHead(head, hash, leaves);
          leaves = [];
        }
        events += 1;
      }
      await onProgress?.(events);
    }
  }

  /** Two lookups by key and no join: whatever Postgres believes about the tables, it looks only at these rows. */
  async #links(from: number, end: number): Promise<LinkRow[]> {
    const { pool } = this.parts;
    const { rows: links } = await pool.query<LinkFacts>({
      name: 'audit-verify-links',
      text: `select position, event_id as link_event_id, leaf, hash, seal from audit_link
              where position >= $1 and position <= $2 order by position limit ${batchSize}`,
      values: [from, end],
    });
    const { rows: events } = await pool.query<AuditRow>({
      name: 'audit-verify-events',
      text: `select ${auditColumns} from audit_event e where e.id = any ($1::bigint[])`,
      values: [links.map((link) => link.link_event_id)],
    });
    const byId = new Map(events.map((event) => [event.event_id, event]));
    return links.map((link) => ({ ...(byId.get(link.link_event_id) ?? { uid: null }), ...link }));
  }

  /** Returns whether the next event, too, may be one from before marks were made. */
  #checkEvent(row: LinkRow, position: number, imported: boolean): boolean {
    if (row.uid === null) {
      this.#report('EVENT_REMOVED', position, null, `event ${row.link_event_id}, sealed at ${position}, is missing`);
      return imported;
    }
    const { text, leaf } = readRow(row);
    const genuine = row.mark === null ? imported : this.parts.keys.isMark(text, row.mark);
    if (!leaf.equals(row.leaf))
      this.#report(
        'EVENT_CHANGED',
        position,
        row.uid,
        genuine
          ? `another event stands at ${position} than the one that was sealed there`
          : `the event at ${position} was changed after it was sealed`,
      );
    else if (!genuine)
      this.#report('EVENT_FORGED', position, row.uid, `the event at ${position} was not written by the product`);
    return imported && row.mark === null;
  }

  #checkAgainstHead(head: SignedHead, hash: Buffer, leaves: readonly Buffer[]): void {
    const own = leaves.length === head.lastPosition - head.firstPosition + 1;
    if (hash.toString('hex') === head.hash && (!own || merkleRoot(leaves).toString('hex') === head.root)) return;
    // A row that is already named says more than the stretch in which it lies.
    const named = ({ code, position }: AuditProblem): boolean =>
      !code.startsWith('HEAD') && position !== null && position >= head.firstPosition && position <= head.lastPosition;
    if (this.#problems.some(named)) return;
    this.#report(
      'LINK_CHANGED',
      head.firstPosition,
      null,
      `from ${head.firstPosition} to ${head.lastPosition} the chain is not what head ${head.number} was signed for`,
    );
  }

  /** Whatever was noted was committed before, so it must be there when it is looked for. */
  async #checkJournals(): Promise<number> {
    const { pool, journals } = this.parts;
    const writers = new Set<string>();
    let noted = 0;
    for await (const { name, writer, ids, foreign, unreadable } of journals.pieces()) {
      writers.add(writer);
      if (unreadable !== undefined) this.#notRead.push(`${join(journals.folder, name)} (${unreadable})`);
      if (foreign > 0)
        this.#report('JOURNAL_CHANGED', null, null, `${foreign} lines of ${name} are not what the product noted`);
      for (let from = 0; from < ids.length; from += batchSize) {
        const some = ids.slice(from, from + batchSize);
        const { rows } = await pool.query<{ id: string; uid: string }>(
          'select id, uid from audit_event where uid = any ($1::uuid[])',
          [some],
        );
        for (const { id } of rows) this.#noted.add(Number(id));
        const there = new Set(rows.map(({ uid }) => uid));
        for (const id of some)
          if (!there.has(id))
            this.#report('EVENT_REMOVED', null, id, `event ${id}, which was answered and noted in ${name}, is missing`);
        noted += some.length;
      }
    }
    await this.#lookForJournals(writers);
    return noted;
  }

  /** Processes of other machines keep theirs elsewhere; what one cannot write, nobody can read. */
  async #lookForJournals(found: ReadonlySet<string>): Promise<void> {
    const { rows } = await this.parts.pool.query<{
      id: string;
      host: string;
      pid: number;
      folder: string;
      seen_at: Date;
      failing_since: Date | null;
    }>('select id, host, pid, folder, seen_at, failing_since from audit_journal order by seen_at desc');
    for (const { id, host, pid, folder, seen_at, failing_since } of rows) {
      const who = `process ${pid} on ${host}, last seen ${seen_at.toISOString()}`;
      if (!found.has(id)) this.#notRead.push(`the journal in ${folder} of ${who}`);
      if (failing_since) this.#notRead.push(`what could not be noted since ${failing_since.toISOString()} by ${who}`);
    }
  }

  async #sealedAndUnknown(end: number): Promise<number> {
    let unknown = 0;
    let last = Math.max(this.#lastHeadEnd, this.#tailEnd);
    for (;;) {
      const { rows } = await this.parts.pool.query<{ position: string; event_id: string }>(
        `select position, event_id from audit_link where position > $1 and position <= $2 order by position
          limit ${10 * batchSize}`,
        [last, end],
      );
      if (rows.length === 0) return unknown;
      unknown += rows.filter(({ event_id }) => !this.#noted.has(Number(event_id))).length;
      last = Number(rows.at(-1)!.position);
    }
  }

  async #checkWaiting(): Promise<{ waiting: number; unknown: number }> {
    const { pool, keys } = this.parts;
    let waiting = 0;
    let unknown = 0;
    let last = '0';
    for (;;) {
      const { rows } = await pool.query<MaybeRow & { pending_id: string }>(
        `select p.event_id as pending_id, ${auditColumns} from audit_pending p left join audit_event e on e.id = p.event_id
          where p.event_id > $1 order by p.event_id limit ${batchSize}`,
        [last],
      );
      for (const row of rows) {
        last = row.pending_id;
        if (!this.#noted.has(Number(row.pending_id))) unknown += 1;
        if (row.uid === null)
          this.#report('EVENT_REMOVED', null, null, `event ${row.pending_id} waits to be sealed and is missing`);
        // Without a mark and not sealed yet: from before marks were made; the sealer decides.
        else if (row.mark !== null && !keys.isMark(readRow(row).text, row.mark))
          this.#report(
            'EVENT_FORGED',
            null,
            row.uid,
            `event ${row.uid}, not sealed yet, was not written by the product`,
          );
      }
      waiting += rows.length;
      if (rows.length < batchSize) return { waiting, unknown };
    }
  }

  /** Events that are neither in the chain nor on their way into it. */
  async #checkLoose(end: number): Promise<void> {
    const { pool } = this.parts;
    let last = '0';
    for (;;) {
      const { rows } = await pool.query<{ id: string; uid: string }>(
        `select id, uid from audit_event where id > $1 and id <= $2 order by id limit ${10 * batchSize}`,
        [last, end],
      );
      if (rows.length === 0) return;
      const unseen: string[] = [];
      for (const { id, uid } of rows) {
        if (id === last) this.#report('EVENT_TWICE', null, uid, `event ${uid} was put in a second time`);
        else if (!this.#sealed.has(Number(id))) unseen.push(id);
        last = id;
      }
      await this.#reportLoose(unseen);
    }
  }

  /** Those that were sealed since the chain was read are not loose. */
  async #reportLoose(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const { rows } = await this.parts.pool.query<{ uid: string }>(
      `select uid from audit_event e where id = any ($1::bigint[])
         and not exists (select from audit_link l where l.event_id = e.id)
         and not exists (select from audit_pending p where p.event_id = e.id) order by id limit ${mostProblems}`,
      [ids],
    );
    for (const { uid } of rows) this.#report('EVENT_NOT_SEALED', null, uid, `event ${uid} was put in beside the chain`);
  }

  /** A copy of a genuine event has a genuine mark. */
  async #checkTwins(): Promise<void> {
    const client = await this.parts.pool.connect();
    try {
      await client.query('begin; set local statement_timeout = 0');
      const { rows } = await client.query<{ uid: string }>(
        `select uid from audit_event group by uid having count(*) > 1 limit ${mostProblems}`,
      );
      for (const { uid } of rows) this.#report('EVENT_TWICE', null, uid, `event ${uid} was put in a second time`);
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
}
