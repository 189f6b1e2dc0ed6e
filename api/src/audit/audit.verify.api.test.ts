import { randomUUID } from 'node:crypto';
import { appendFile, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkProof } from '../../../scripts/audit-check.mjs';
import { aDatabase, asOwner, testAuditKeys, type TestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/actor.ts';
import { AuditKeys } from '../platform/audit-keys.ts';
import { recordAudit } from '../platform/audit.ts';
import { transaction } from '../platform/db.ts';
import { createLog } from '../platform/log.ts';
import type { SignedHead } from './audit-head.ts';
import { JournalKeeper, type Journals, journalsIn, receiptText, troubleOfJournals } from './audit-journals.ts';
import { type SignedTail, TailKeeper } from './audit-tail.ts';
import { AuditHeads, lastHead } from './audit.heads.ts';
import { type AuditProof, proveEvent } from './audit.proof.ts';
import { AuditSealer } from './audit.sealer.ts';
import { type AuditFindings, verifyAudit } from './audit.verify.ts';

const tables = ['audit_event', 'audit_pending', 'audit_link', 'audit_head', 'audit_head_delivery'];
const log = createLog({ logLevel: 'silent' }, 'test');
let home: TestDatabase;
let sealer: AuditSealer;
let heads: AuditHeads;
/** As the place outside keeps them. */
let outside: SignedHead[];
let tail: SignedTail | null = null;

const actor = {
  ...systemActor({ requestId: 'a-request', traceparent: '00-1-2-01' }),
  accountId: randomUUID(),
  sessionId: randomUUID(),
  ip: '2001:DB8:0:0::1',
};

const record = (count: number): Promise<void> =>
  transaction(home.db, async (tx) => {
    for (let index = 0; index < count; index += 1)
      await recordAudit(
        tx,
        actor,
        'thing.change',
        { type: 'thing', id: `${index}\0` },
        { before: { size: 1e21 }, after: null },
      );
  });
const verify = (readOutside: () => Promise<SignedHead[] | null> = async () => outside): Promise<AuditFindings> =>
  verifyAudit({ pool: home.db.pool, keys: testAuditKeys, readOutside, readTail: async () => tail, journals });
/** Of a process that noted nothing: what the chain and its heads show by themselves. */
const noJournals: Journals = { folder: 'nowhere', async *pieces() {} };
let journals = noJournals;
const sign = async (): Promise<void> => {
  const head = await heads.sign();
  if (head) outside.push(head);
};

/** As who owns the database and its server: no trigger, no constraint stands in the way. */
const tamper = (...statements: string[]): Promise<unknown> =>
  asOwner(home.url, `set session_replication_role = replica; ${statements.join('; ')}`);

beforeAll(async () => {
  home = await aDatabase();
  outside = [];
  sealer = new AuditSealer({ db: home.db, keys: testAuditKeys, log });
  heads = new AuditHeads({
    db: home.db,
    keys: testAuditKeys,
    jobs: { enqueue: async () => undefined },
    settings: { read: ({ initial }) => initial },
    now: () => new Date(),
  });
  // Events from before marks were made.
  await tamper(
    `insert into audit_event (action, outcome, ip) values ('old.thing', 'DONE', '192.0.2.1'), ('old.other', 'REFUSED', null)`,
    'insert into audit_pending select id from audit_event',
  );
  await sealer.seal();
  await record(10);
  await sealer.seal();
  await sign();
  await record(10);
  await sealer.seal();
  await sign();
  await record(5);
  await sealer.seal();
  await record(3);
  await tamper(...tables.map((table) => `create table kept_${table} as table ${table}`));
});
afterEach(() =>
  tamper(
    ...tables.map((table) => `delete from ${table}`),
    `insert into audit_event overriding system value select * from kept_audit_event`,
    ...tables.slice(1).map((table) => `insert into ${table} select * from kept_${table}`),
  ),
);
afterAll(() => home.drop());

test('a trail that nobody touched is found whole, events from before the marks included', async () => {
  expect(await verify()).toEqual({
    events: 27,
    heads: 2,
    waiting: 3,
    noted: 0,
    unknownOutside: 8,
    notRead: [],
    comparedOutside: true,
    problems: [],
  });
});

const ofLink = (position: number): string => `(select event_id from audit_link where position = ${position})`;

test.for([
  {
    what: 'a changed event',
    how: [`update audit_event set action = 'thing.leave' where id = ${ofLink(7)}`],
    first: { code: 'EVENT_CHANGED', position: 7 },
  },
  {
    what: 'changed details',
    how: [`update audit_event set details = '{"before": null}' where id = ${ofLink(8)}`],
    first: { code: 'EVENT_CHANGED', position: 8 },
  },
  {
    what: 'a changed time',
    how: [`update audit_event set at = at + interval '1 millisecond' where id = ${ofLink(9)}`],
    first: { code: 'EVENT_CHANGED', position: 9 },
  },
  {
    what: 'a changed event from before the marks',
    how: [`update audit_event set ip = '192.0.2.2' where id = ${ofLink(1)}`],
    first: { code: 'EVENT_CHANGED', position: 1 },
  },
  {
    what: 'a changed event with a leaf to match',
    how: [
      `update audit_event set outcome = 'REFUSED' where id = ${ofLink(5)}`,
      `update audit_link set leaf = sha256('anything') where position = 5`,
    ],
    first: { code: 'EVENT_CHANGED', position: 5 },
  },
  {
    what: 'a removed event',
    how: [`delete from audit_event where id = ${ofLink(11)}`],
    first: { code: 'EVENT_REMOVED', position: 11 },
  },
  {
    what: 'an event removed with its link',
    how: [`delete from audit_event where id = ${ofLink(11)}`, 'delete from audit_link where position = 11'],
    first: { code: 'LINK_REMOVED', position: 11 },
  },
  {
    what: 'an event removed with its link, and the rest moved up',
    how: [
      `delete from audit_event where id = ${ofLink(11)}`,
      'delete from audit_link where position = 11',
      'update audit_link set position = -position where position > 11',
      'update audit_link set position = -position - 1 where position < 0',
    ],
    first: { code: 'LINK_CHANGED', position: 11 },
  },
  {
    what: 'an event removed after the last head, and every hash after it made anew',
    how: [
      `delete from audit_event where id = ${ofLink(25)}`,
      'delete from audit_link where position = 25',
      'update audit_link set position = position - 1 where position in (26, 27)',
      ...[25, 26].map(
        (at) => `update audit_link l set hash = sha256('\\x01'::bytea || before.hash || l.leaf) from audit_link before
         where l.position = ${at} and before.position = ${at} - 1`,
      ),
    ],
    first: { code: 'LINK_CHANGED', position: 25 },
  },
  {
    what: 'an event put between, and the rest moved down',
    how: [
      'update audit_link set position = -position where position > 6',
      'update audit_link set position = -position + 1 where position < 0',
      `insert into audit_event (action, outcome) values ('thing.forge', 'DONE')`,
      `insert into audit_link select 7, max(id), sha256('leaf'), sha256('hash'), sha256('seal') from audit_event`,
    ],
    first: { code: 'EVENT_CHANGED', position: 7 },
  },
  {
    what: 'two events that changed places',
    how: [
      `update audit_link set event_id = -event_id where position in (14, 15)`,
      `update audit_link set event_id = (select -event_id from audit_link where position = 15) where position = 14`,
      `update audit_link set event_id = (select event_id - 1 from audit_link where position = 14) where position = 15`,
    ],
    first: { code: 'EVENT_CHANGED', position: 14 },
  },
  {
    what: 'two links that changed places',
    how: [
      'update audit_link set position = -14 where position = 14',
      'update audit_link set position = 14 where position = 15',
      'update audit_link set position = 15 where position = -14',
    ],
    first: { code: 'LINK_CHANGED', position: 14 },
  },
  {
    what: 'an end that was cut off, heads included',
    how: [
      `delete from audit_event where id in (select event_id from audit_link where position > 20)`,
      'delete from audit_link where position > 20',
      'delete from audit_head where number = 2',
      'delete from audit_pending',
    ],
    first: { code: 'HEAD_REMOVED', position: 13 },
  },
  {
    what: 'an end that was cut off',
    how: [
      `delete from audit_event where id in (select event_id from audit_link where position > 20)`,
      'delete from audit_link where position > 20',
    ],
    first: { code: 'TAIL_REMOVED', position: 21 },
  },
  {
    what: 'an event put at the end',
    how: [`insert into audit_event (action, outcome) values ('thing.forge', 'DONE')`],
    first: { code: 'EVENT_NOT_SEALED', position: null },
  },
  {
    what: 'an event put among those that wait, before it is sealed',
    how: [
      `insert into audit_event (action, outcome, mark) values ('thing.forge', 'DONE', decode(repeat('0001', 17), 'hex'))`,
      'insert into audit_pending select max(id) from audit_event',
    ],
    first: { code: 'EVENT_FORGED', position: null },
  },
  {
    what: 'an event that was taken out before it was sealed',
    how: ['delete from audit_event where id = (select max(event_id) from audit_pending)'],
    first: { code: 'EVENT_REMOVED', position: null },
  },
  {
    what: 'an event that was taken out of the queue',
    how: ['delete from audit_pending where event_id = (select max(event_id) from audit_pending)'],
    first: { code: 'EVENT_NOT_SEALED', position: null },
  },
  {
    what: 'a changed head',
    how: ['update audit_head set last_position = 11 where number = 1'],
    first: { code: 'HEAD_CHANGED', position: 1 },
  },
  {
    what: 'a removed head',
    how: ['delete from audit_head where number = 2'],
    first: { code: 'HEAD_REMOVED', position: 13 },
  },
  {
    what: 'an emptied trail',
    how: tables.map((table) => `delete from ${table}`),
    first: { code: 'HEAD_REMOVED', position: 1 },
  },
])('$what is found by name, though the owner of the database did it', async ({ how, first }) => {
  await tamper(...how);
  const { problems } = await verify();
  expect(problems[0]).toMatchObject(first);
});

test('a forged event is sealed, so that it cannot be taken away again, and named for ever after', async () => {
  await tamper(
    `insert into audit_event (action, outcome) values ('thing.forge', 'DONE')`,
    'insert into audit_pending select max(id) from audit_event',
  );
  await sealer.seal();
  expect((await verify()).problems).toMatchObject([{ code: 'EVENT_FORGED', position: 31 }]);
});

test('a copy of a genuine event is found', async () => {
  await tamper(
    'drop index audit_event_once',
    `insert into audit_event (uid, at, action, outcome, actor_id, session_id, record_type, record_id, ip, request_id, details, mark)
       select uid, at, action, outcome, actor_id, session_id, record_type, record_id, ip, request_id, details, mark
         from audit_event where id = ${ofLink(9)}`,
    'insert into audit_pending select max(id) from audit_event',
  );
  await sealer.seal();
  const { problems } = await verify();
  await tamper(
    'delete from audit_event where id = (select max(id) from audit_event)',
    'create unique index audit_event_once on audit_event (uid)',
  );
  expect(problems).toMatchObject([{ code: 'EVENT_TWICE' }]);
});

test('the end of the chain written anew is found by the head that was signed before', async () => {
  await tamper(
    `delete from audit_event where id in (select event_id from audit_link where position > 20)`,
    'delete from audit_link where position > 20',
    'delete from audit_head where number = 2',
    'delete from audit_pending',
  );
  await record(9);
  await sealer.seal();
  await heads.sign();
  const { problems } = await verify();
  expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['HEAD_CHANGED', 'LINK_CHANGED']));
  expect(problems[0]!.position).toBe(13);
});

describe('where the chain ends is noted outside every few seconds', () => {
  const lines: object[] = [];
  const aKeeper = (): TailKeeper =>
    new TailKeeper({
      db: home.db,
      keys: testAuditKeys,
      place: {
        put: async () => undefined,
        whyUnusable: async () => null,
        all: async () => outside,
        tails: { read: async () => tail, write: async (coming) => void (tail = coming) },
      },
      settings: { read: ({ initial }) => initial },
      log: createLog({ logLevel: 'error' }, 'test', { write: (line) => void lines.push(JSON.parse(line) as object) }),
      now: () => new Date(),
    });
  afterEach(() => {
    tail = null;
    lines.length = 0;
  });
  /** Without a head over them, and with nothing left that waits. */
  const cutOff = (from: number) =>
    tamper(
      `delete from audit_event where id in (select event_id from audit_link where position >= ${from})`,
      `delete from audit_link where position >= ${from}`,
      'delete from audit_event where id in (select event_id from audit_pending)',
      'delete from audit_pending',
    );

  test('so a cut behind the last head is found at once, and named', async () => {
    await aKeeper().keep();
    expect(tail).toMatchObject({ position: 27 });
    expect(await verify()).toMatchObject({ unknownOutside: 3, problems: [] });
    await cutOff(25);
    expect((await verify()).problems).toMatchObject([{ code: 'TAIL_REMOVED', position: 25 }]);
    await tamper('delete from audit_link where position > 24');
  });

  test.each(['the same process', 'one that starts anew'])(
    'and stays noted when the chain goes on after the cut, by %s: also heads that are signed later hide nothing',
    async (who) => {
      const keeper = aKeeper();
      await keeper.keep();
      const noted = tail;
      await cutOff(25);
      const next = who === 'the same process' ? keeper : aKeeper();
      await next.keep();
      await record(6);
      await sealer.seal();
      await heads.sign();
      await next.keep();
      await next.keep();
      expect(tail).toEqual(noted);
      expect(lines).toMatchObject([{ noted: 27 }]);
      expect((await verify()).problems).toMatchObject([{ code: 'TAIL_REMOVED', position: 27 }]);
    },
  );

  test('goes on with the chain, also where another process noted less in between', async () => {
    const [one, other] = [aKeeper(), aKeeper()];
    await one.keep();
    const early = tail;
    await sealer.seal();
    await other.keep();
    expect(tail).toMatchObject({ position: 30 });
    tail = early;
    await one.keep();
    expect(tail).toMatchObject({ position: 30 });
    expect(lines).toEqual([]);
  });

  test('a note that the product did not sign is found, and replaced by nobody', async () => {
    await aKeeper().keep();
    const forged = { ...tail!, position: 20 };
    tail = forged;
    await aKeeper().keep();
    expect(tail).toBe(forged);
    expect((await verify()).problems).toMatchObject([{ code: 'HEAD_CHANGED' }]);
  });
});

describe('what was answered is noted outside before', () => {
  const keeper = () => new JournalKeeper({ db: home.db, keys: testAuditKeys, log });
  const folder = (): string => home.db.journal.folder;
  const pieces = async (): Promise<string[]> => readdir(folder()).catch(() => []);
  /** The ids of what was recorded, newest last. */
  const recorded = async (): Promise<string[]> => {
    const { rows } = await home.db.pool.query<{ uid: string }>('select uid from audit_event order by id');
    return rows.map(({ uid }) => uid);
  };
  const cut = (...ids: string[]) =>
    tamper(
      ...ids.flatMap((id) => [
        `delete from audit_pending where event_id = (select id from audit_event where uid = '${id}')`,
        `delete from audit_link where event_id = (select id from audit_event where uid = '${id}')`,
        `delete from audit_event where uid = '${id}'`,
      ]),
    );
  const deliver = async (head: SignedHead, receipt: Buffer | null): Promise<void> => {
    await home.db.pool.query('insert into audit_head_delivery (number, receipt) values ($1, $2)', [
      head.number,
      receipt,
    ]);
  };

  beforeEach(async () => {
    home.db.journal.endPiece();
    await rm(folder(), { recursive: true, force: true });
    journals = journalsIn(folder(), testAuditKeys);
  });
  afterEach(async () => {
    journals = noJournals;
    await home.db.pool.query('delete from audit_journal');
  });

  test.each([
    ['with heads that can be read', async () => outside],
    ['with heads that a webhook keeps', async () => null],
  ])('so a cut right after the answer is found, %s', async (_where, readOutside) => {
    await record(2);
    expect(await verify(readOutside)).toMatchObject({ noted: 2, problems: [], notRead: [] });
    const last = (await recorded()).at(-1)!;
    await cut(last);
    expect((await verify(readOutside)).problems).toMatchObject([{ code: 'EVENT_REMOVED', eventId: last }]);
    // Also when the chain goes on, is sealed and signed.
    await record(1);
    await sealer.seal();
    await heads.sign();
    expect((await verify(readOutside)).problems).toMatchObject([{ code: 'EVENT_REMOVED', eventId: last }]);
  });

  test('so one that is taken out of the middle of what waits is found', async () => {
    for (let index = 0; index < 3; index += 1) await record(1);
    const [, middle] = (await recorded()).slice(-3);
    await cut(middle!);
    expect((await verify()).problems).toMatchObject([{ code: 'EVENT_REMOVED', eventId: middle }]);
  });

  test('so a database that was set back to an older copy is missed by everything that was answered since', async () => {
    await record(4);
    await cut(...(await recorded()).slice(-4));
    expect((await verify()).problems).toHaveLength(4);
  });

  test('by fifty commands at once, each of them; what was rolled back is not', async () => {
    const before = new Set(await recorded());
    await Promise.all([
      ...Array.from({ length: 50 }, () => record(2)),
      ...Array.from({ length: 10 }, () =>
        expect(
          transaction(home.db, async (tx) => {
            await recordAudit(tx, actor, 'thing.change', null);
            throw new Error('no');
          }),
        ).rejects.toThrow('no'),
      ),
    ]);
    const noted: string[] = [];
    for await (const { ids } of journals.pieces()) noted.push(...ids);
    expect(noted.toSorted()).toEqual((await recorded()).filter((id) => !before.has(id)).toSorted());
    expect(await verify()).toMatchObject({ noted: 100, problems: [], unknownOutside: 8 });
    await cut(noted[57]!);
    expect((await verify()).problems).toMatchObject([{ code: 'EVENT_REMOVED', eventId: noted[57] }]);
  });

  test('a line that was cut short by a crash was not answered; one that the product did not write is named', async () => {
    await record(1);
    home.db.journal.endPiece();
    const [piece] = await pieces();
    const whole = await readFile(join(folder(), piece!), 'utf8');
    await appendFile(join(folder(), piece!), whole.slice(0, 100));
    expect(await verify()).toMatchObject({ noted: 1, problems: [] });
    await writeFile(join(folder(), piece!), whole + whole.replace(/ .*/, ` ${randomUUID()}`));
    expect(await verify()).toMatchObject({ noted: 1, problems: [{ code: 'JOURNAL_CHANGED' }] });
  });

  test('what cannot be noted is done nevertheless, said, and noted as soon as that is possible', async () => {
    await writeFile(folder(), 'a file where the folder should be');
    await record(2);
    expect(home.db.journal.failure).toMatchObject({ events: 2, reason: 'EEXIST' });
    await keeper().keep();
    expect(await troubleOfJournals(home.db)).toEqual({ what: 'UNWRITABLE', reason: 'EEXIST' });
    expect((await verify()).notRead).toEqual([
      `${folder()} (ENOTDIR)`,
      expect.stringContaining('the journal in'),
      expect.stringContaining('what could not be noted since'),
    ]);
    await rm(folder());
    await keeper().keep();
    expect(home.db.journal.failure).toBeNull();
    expect(await troubleOfJournals(home.db)).toBeNull();
    expect(await verify()).toMatchObject({ noted: 2, notRead: [], problems: [] });
  });

  test('and forgotten once a head outside covers it: one of which the product itself says that it was taken there', async () => {
    await record(3);
    await sealer.seal();
    const head = (await heads.sign())!;
    await deliver(head, null);
    await keeper().keep();
    expect(await pieces()).toHaveLength(1);
    await tamper(`update audit_head_delivery set receipt = sha256('anything') where number = ${head.number}`);
    await keeper().keep();
    expect(await pieces()).toHaveLength(1);
    await tamper(
      `update audit_head_delivery set receipt = '\\x${testAuditKeys.note(receiptText(head)).toString('hex')}' where number = ${head.number}`,
    );
    const [old] = await pieces();
    await record(1);
    await keeper().keep();
    // The piece also holds what came after the head.
    expect(await pieces()).toContain(old);
    await sealer.seal();
    const next = (await heads.sign())!;
    await deliver(next, testAuditKeys.note(receiptText(next)));
    outside.push(head, next);
    await keeper().keep();
    expect(await pieces()).not.toContain(old);
    expect(await verify()).toMatchObject({ noted: 0, unknownOutside: 0, problems: [] });
    outside.splice(-2);
  });

  test('but not while the chain does not hold it as it was sealed: then it stays, and the health page says so', async () => {
    await record(2);
    const [moved, missing] = (await recorded()).slice(-2);
    await sealer.seal();
    const head = (await heads.sign())!;
    await deliver(head, testAuditKeys.note(receiptText(head)));
    await tamper(
      `update audit_link set seal = (select seal from audit_link where position = 3)
        where event_id = (select id from audit_event where uid = '${moved}')`,
    );
    const [piece] = await pieces();
    await keeper().keep();
    expect(await pieces()).toContain(piece);
    expect(await troubleOfJournals(home.db)).toBeNull();
    await cut(missing!);
    await keeper().keep();
    expect(await pieces()).toContain(piece);
    expect(await troubleOfJournals(home.db)).toEqual({ what: 'MISSING', events: 1 });
  });

  test('a piece that cannot be looked at does not count as one that is not there', async () => {
    const path = join(folder(), `${randomUUID()}.1.notes`);
    await record(1);
    await symlink(path, path);
    await sealer.seal();
    const head = (await heads.sign())!;
    await deliver(head, testAuditKeys.note(receiptText(head)));
    await expect(keeper().keep()).rejects.toThrow('ELOOP');
    await rm(path);
    await keeper().keep();
  });

  test('the journal of a process on another machine is named, until a later head covers what it recorded', async () => {
    await home.db.pool.query(
      `insert into audit_journal (id, host, pid, folder, seen_at) values ($1, 'elsewhere', 7, '/data', now() - interval '2 hours')`,
      [randomUUID()],
    );
    expect((await verify()).notRead).toEqual([
      expect.stringMatching(/^the journal in \/data of process 7 on elsewhere, last seen \d{4}-/),
    ]);
    await record(1);
    await sealer.seal();
    const head = (await heads.sign())!;
    await deliver(head, testAuditKeys.note(receiptText(head)));
    await keeper().keep();
    outside.push(head);
    expect((await verify()).notRead).toEqual([]);
    outside.pop();
  });
});

test('a head that was removed or changed outside is found', async () => {
  await tamper('insert into audit_head_delivery (number) values (1), (2)');
  const [first, second] = outside;
  expect((await verify(async () => [first!])).problems).toMatchObject([{ code: 'HEAD_REMOVED', position: 13 }]);
  expect((await verify(async () => [first!, { ...second!, root: first!.root }])).problems).toMatchObject([
    { code: 'HEAD_CHANGED', position: 13 },
  ]);
});

test('without the heads outside the answer says so', async () => {
  expect(await verify(async () => null)).toMatchObject({ comparedOutside: false, problems: [] });
});

test('with other keys nothing is believed', async () => {
  const others = new AuditKeys([{ version: 1, key: Buffer.alloc(32, 'others') }]);
  const findings = await verifyAudit({
    pool: home.db.pool,
    keys: others,
    readOutside: async () => outside,
    readTail: async () => null,
    journals,
  });
  expect(findings.problems[0]).toMatchObject({ position: 1 });
});

test('many commands at once and several sealers make one chain', async () => {
  await Promise.all(Array.from({ length: 20 }, () => record(2)));
  await Promise.all([sealer, new AuditSealer({ db: home.db, keys: testAuditKeys, log })].map((one) => one.seal()));
  await sealer.seal();
  expect(await verify()).toMatchObject({ events: 70, waiting: 0, problems: [] });
});

test('every event under a head is proven by its file and the public key alone, a changed one is not', async () => {
  const x = testAuditKeys.publicKeys().keys[0]!.x!;
  const { rows } = await home.db.pool.query<{ uid: string }>(
    `select e.uid from audit_event e join audit_link l on l.event_id = e.id where l.position <= $1 order by l.position`,
    [(await lastHead(home.db))!.lastPosition],
  );
  expect(rows).toHaveLength(22);
  for (const { uid } of rows) {
    const proof = JSON.parse(JSON.stringify(await proveEvent(home.db.pool, uid))) as AuditProof;
    expect(checkProof(proof, x).event.id).toBe(uid);
    expect(() => checkProof({ ...proof, event: { ...proof.event, outcome: 'OTHER' } }, x)).toThrow('not the one');
    expect(() => checkProof({ ...proof, position: proof.position + 1 }, x)).toThrow(/path|reach|not the one/);
    expect(() => checkProof({ ...proof, head: { ...proof.head, root: proof.head.hash } }, x)).toThrow('not signed');
    const other = new AuditKeys([{ version: 1, key: Buffer.alloc(32, 'others') }]).publicKeys().keys[0]!.x!;
    expect(() => checkProof(proof, other)).toThrow('not signed');
  }
});

test('what no head covers yet, and what does not exist, is not proven', async () => {
  const { rows } = await home.db.pool.query<{ uid: string }>('select uid from audit_event order by id desc limit 1');
  expect(await proveEvent(home.db.pool, rows[0]!.uid)).toBe('NOT_YET');
  expect(await proveEvent(home.db.pool, randomUUID())).toBeNull();
  expect(await proveEvent(home.db.pool, 'not an id')).toBeNull();
});
