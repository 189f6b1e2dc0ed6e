import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkProof } from '../../../scripts/audit-check.mjs';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anInfluencer } from '../../test/builders.ts';
import { asOwner } from '../../test/database.ts';
import { aJobContext } from '../../test/job-context.ts';
import { aWorld, type World } from '../../test/world.ts';
import { auditCommand } from '../audit-command.ts';
import { type Actor, systemActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { transaction } from '../platform/db.ts';
import type { AuditProof } from './audit.proof.ts';
import { tailSeconds } from './audit.settings.ts';
import { journalsIn } from './audit-journals.ts';
import { exportJob, handleExpireExports, handleExport } from './audit-export.jobs.ts';

let world: World;
let auditor: TestAccount;
let otherAuditor: TestAccount;
let influencer: TestAccount;
let actor: Actor;

const record = (
  action: string,
  id: string,
  more: Partial<Actor> = {},
  details = {},
  outcome: 'DONE' | 'REFUSED' = 'DONE',
) =>
  transaction(world.db, (tx) =>
    recordAudit(tx, { ...actor, ...more }, action, { type: 'thing', id }, details, outcome),
  );

const slow = { timeout: 15_000, interval: 50 };

beforeAll(async () => {
  world = await aWorld({ worker: true });
  auditor = await anAccount(world, 'AUDITOR');
  otherAuditor = await anAccount(world, 'AUDITOR');
  influencer = await anInfluencer(world, { displayName: 'Lena Okafor' });
  actor = {
    ...systemActor({ requestId: 'request-of-things', traceparent: '00-1-2-01' }),
    accountId: influencer.id,
    ip: '192.0.2.1',
  };
  await record('thing.make', '=1+1', {}, { note: '=HYPERLINK("http://evil.example")' });
  await record('thing.change', 'second', { ip: '2001:db8::2' }, { before: { size: 1 }, after: { size: 2 } });
  await record('thing.change', 'third', { requestId: 'another-request' }, {}, 'REFUSED');
  await record('other.thing', 'fourth', { accountId: null, ip: null });
});
afterAll(() => world.stop());

interface Event {
  id: string;
  action: string;
  recordId: string;
  position: number | null;
}
interface Events {
  auditEvents: { nodes: Event[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
}
const EVENTS = `query ($filter: AuditEventFilter, $first: Int! = 50, $after: String) {
  auditEvents(filter: $filter, first: $first, after: $after) {
    nodes { id action recordId position } pageInfo { endCursor hasNextPage } } }`;
const found = async (filter: object): Promise<string[]> => {
  const { data } = await world.as(auditor).run<Events>(EVENTS, { filter });
  return data.auditEvents.nodes.map(({ recordId }) => recordId);
};

describe('reading', () => {
  test.for([
    { by: 'person', filter: () => ({ actorId: influencer.id }), ids: ['third', 'second', '=1+1'] },
    { by: 'action', filter: () => ({ action: 'thing.change' }), ids: ['third', 'second'] },
    { by: 'area', filter: () => ({ action: 'thing.' }), ids: ['third', 'second', '=1+1'] },
    { by: 'record', filter: () => ({ recordType: 'thing', recordId: 'second' }), ids: ['second'] },
    { by: 'request', filter: () => ({ requestId: 'another-request' }), ids: ['third'] },
    { by: 'outcome', filter: () => ({ outcome: 'REFUSED', action: 'thing.' }), ids: ['third'] },
    { by: 'address', filter: () => ({ ip: '2001:DB8:0::2' }), ids: ['second'] },
    { by: 'time', filter: () => ({ action: 'thing.', before: '2020-01-01T00:00:00Z' }), ids: [] },
    { by: 'time, from', filter: () => ({ action: 'other.', from: '2020-01-01T00:00:00Z' }), ids: ['fourth'] },
    { by: 'search for an action', filter: () => ({ search: ' thing.ch ' }), ids: ['third', 'second'] },
    { by: 'search for a record', filter: () => ({ search: 'second' }), ids: ['second'] },
    {
      by: 'search for a person',
      filter: () => ({ search: influencer.id.toUpperCase() }),
      ids: ['third', 'second', '=1+1'],
    },
    { by: 'search for an address', filter: () => ({ search: '2001:db8::2' }), ids: ['second'] },
    { by: 'search for an address with a zone', filter: () => ({ search: 'fe80::1%eth0' }), ids: [] },
    { by: 'search for nothing there', filter: () => ({ search: '%' }), ids: [] },
  ])('the trail is narrowed by $by', async ({ filter, ids }) => {
    expect(await found(filter())).toEqual(ids);
  });

  test('pages follow one another, the newest event first', async () => {
    const read = async (after?: string) =>
      (await world.as(auditor).run<Events>(EVENTS, { filter: { actorId: influencer.id }, first: 2, after })).data
        .auditEvents;
    const first = await read();
    expect(first.nodes.map(({ recordId }) => recordId)).toEqual(['third', 'second']);
    const second = await read(first.pageInfo.endCursor);
    expect(second.nodes.map(({ recordId }) => recordId)).toEqual(['=1+1']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  test('one event tells everything that was recorded, and names the person', async () => {
    const id = (await world.as(auditor).run<Events>(EVENTS, { filter: { recordId: 'second' } })).data.auditEvents
      .nodes[0]!.id;
    const { data } = await world.as(auditor).run(
      `query ($id: ID!) { auditEvent(id: $id) { id action outcome actor { id displayName } impersonator { id } sessionId
         recordType recordId ip requestId details } }`,
      { id },
    );
    expect(data.auditEvent).toEqual({
      id,
      action: 'thing.change',
      outcome: 'DONE',
      actor: { id: influencer.id, displayName: 'Lena Okafor' },
      impersonator: null,
      sessionId: null,
      recordType: 'thing',
      recordId: 'second',
      ip: '2001:db8::2',
      requestId: 'request-of-things',
      details: '{"after": {"size": 2}, "before": {"size": 1}}',
    });
  });

  test('every action that was recorded is listed once', async () => {
    const { data } = await world.as(auditor).run<{ auditActions: string[] }>('{ auditActions }');
    expect(data.auditActions).toEqual(expect.arrayContaining(['other.thing', 'thing.change', 'thing.make']));
    expect(new Set(data.auditActions).size).toBe(data.auditActions.length);
  });

  test('what cannot be asked is refused by field', async () => {
    const { errors } = await world.as(auditor).run(EVENTS, {
      filter: { actorId: 'x', ip: 'fe80::1%eth0', search: 'x'.repeat(201) },
    });
    expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]!.extensions.fields!.map(({ path }) => path)).toEqual([
      'filter.actorId',
      'filter.ip',
      'filter.search',
    ]);
  });

  test.for([
    '{ auditActions }',
    '{ auditChain { sealed } }',
    '{ auditExports { id } }',
    'mutation { verifyAuditTrail { id } }',
    'mutation { exportAuditTrail(format: CSV) { id } }',
  ])('%s is for who holds the permission', async (document) => {
    expect((await world.as(influencer).run(document)).errors[0]!.extensions.code).toBe('FORBIDDEN');
    expect((await world.as(null).run(document)).errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('of looks that are asked for at once, one is begun', async () => {
    const idle = await aWorld();
    const asking = await anAccount(idle, 'AUDITOR');
    await Promise.all([1, 2, 3].map(() => idle.as(asking).run('mutation { verifyAuditTrail { id } }')));
    const { rows } = await idle.db.pool.query('select from audit_verification');
    expect(rows).toHaveLength(1);
    await idle.stop();
  });

  test('an event that is not there is not found', async () => {
    for (const id of [randomUUID(), 'x'])
      expect(
        (await world.as(auditor).run('query ($id: ID!) { auditEvent(id: $id) { id } }', { id })).errors[0]!.extensions
          .code,
      ).toBe('NOT_FOUND');
  });
});

interface Chain {
  auditChain: {
    sealed: number;
    waiting: number;
    lastHead: { number: number; lastPosition: number; keptOutside: boolean } | null;
    lastVerification: { finishedAt: string | null; events: number; findings: object[] } | null;
  };
}
const chain = async () =>
  (
    await world.as(auditor).run<Chain>(
      `{ auditChain { sealed waiting lastHead { number lastPosition keptOutside }
           lastVerification { finishedAt events findings { code } } } }`,
    )
  ).data.auditChain;
const command = (...args: string[]): Promise<string> => {
  const { db, auditKeys: keys, headPlace: place, auditSealer: sealer, auditHeads: heads } = world.app;
  const journals = journalsIn(db.journal.folder, keys);
  return auditCommand(args, { db, keys, place, journals, sealer, heads });
};

describe('the chain', () => {
  test('is sealed by the worker, signed, and its head is kept outside', async () => {
    await vi.waitFor(async () => expect(await chain()).toMatchObject({ waiting: 0 }), slow);
    expect(await command('head')).toMatch(/signs the chain up to/);
    const { lastHead } = await vi.waitFor(async () => {
      const now = await chain();
      expect(now.lastHead?.keptOutside).toBe(true);
      return now;
    }, slow);
    const kept = await world.app.headPlace.all();
    expect(kept!.at(-1)).toMatchObject({ number: lastHead!.number, lastPosition: lastHead!.lastPosition });
  });

  test('is found whole by whoever asks, on the command line and at the desk', async () => {
    expect(await command('verify')).toContain('Nothing was changed, removed, inserted or moved.');
    const { errors } = await world.as(auditor).run('mutation { verifyAuditTrail { id finishedAt } }');
    expect(errors).toEqual([]);
    const { lastVerification } = await vi.waitFor(async () => {
      const now = await chain();
      expect(now.lastVerification?.finishedAt).not.toBeNull();
      return now;
    }, slow);
    expect(lastVerification!.findings).toEqual([]);
    expect(lastVerification!.events).toBeGreaterThan(3);
  });

  test('proves one event in a file that is checked with the published key', async () => {
    const [event] = (await world.as(auditor).run<Events>(EVENTS, { filter: { recordId: 'second' } })).data.auditEvents
      .nodes;
    const { data } = await world
      .as(auditor)
      .run<{ auditProof: { content: string } }>(
        'query ($id: ID!) { auditProof(eventId: $id) { ... on AuditProofFile { fileName content } } }',
        { id: event!.id },
      );
    const published = (await (await fetch(`${world.url}/.well-known/audit-key.json`)).json()) as {
      keys: { x: string }[];
    };
    const proof = JSON.parse(data.auditProof.content) as AuditProof;
    expect(checkProof(proof, published.keys[0]!.x).event.id).toBe(event!.id);
    expect(JSON.stringify(published)).not.toContain('"d"');
  });

  test('an event that no head covers yet says so', async () => {
    await record('thing.make', 'fresh');
    const [event] = (await world.as(auditor).run<Events>(EVENTS, { filter: { recordId: 'fresh' } })).data.auditEvents
      .nodes;
    const { data } = await world
      .as(auditor)
      .run('query ($id: ID!) { auditProof(eventId: $id) { __typename } }', { id: event!.id });
    expect(data.auditProof).toEqual({ __typename: 'AuditProofNotReady' });
  });

  test('the command names what was done to it, and fails', async () => {
    const rewrite = (action: string) =>
      asOwner(
        world.databaseUrl,
        `set session_replication_role = replica; update audit_event set action = '${action}' where record_id = 'third'`,
      );
    await rewrite('thing.leave');
    await expect(command('verify')).rejects.toThrow(/TAMPERED WITH\. The first bad row: the event at \d+ was changed/);
    await rewrite('thing.change');
    expect(await command('verify')).toContain('Nothing was changed');
  });

  test('a command that does not exist, and heads that are none, are refused', async () => {
    await expect(command('forge')).rejects.toThrow('npm run audit -- verify');
    await expect(command('verify', '--heads', import.meta.filename)).rejects.toThrow('does not hold audit heads');
    await expect(command('proof', 'x')).rejects.toThrow('There is no audit event x');
  });
});

interface Export {
  id: string;
  status: string;
  eventsTotal: number | null;
  eventsDone: number;
  downloadUrl: string | null;
}
const EXPORT = `mutation ($format: AuditExportFormat!, $filter: AuditEventFilter) {
  exportAuditTrail(format: $format, filter: $filter) { id status } }`;
const ready = async (format: string, filter: object): Promise<Export> => {
  const { data } = await world.as(auditor).run<{ exportAuditTrail: Export }>(EXPORT, { format, filter });
  return vi.waitFor(async () => {
    const listed = await world
      .as(auditor)
      .run<{ auditExports: Export[] }>('{ auditExports { id status eventsTotal eventsDone downloadUrl } }');
    const made = listed.data.auditExports.find(({ id }) => id === data.exportAuditTrail.id)!;
    expect(made.status).toBe('READY');
    return made;
  }, slow);
};
const download = async (url: string, who: TestAccount | null): Promise<Response> =>
  fetch(new URL(url, world.url), {
    headers: who ? { authorization: `Bearer ${await world.as(who).token()}` } : {},
  });

describe('an export', () => {
  test('as CSV holds what was asked for, and no cell that a spreadsheet would run', async () => {
    const made = await ready('CSV', { action: 'thing.', before: new Date(Date.now() + 60_000).toISOString() });
    expect(made.eventsDone).toBe(made.eventsTotal);
    const answer = await download(made.downloadUrl!, auditor);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-[\d-]+\.csv"$/);
    const [head, first, ...others] = (await answer.text()).split('\r\n');
    expect(head).toMatch(/^position,id,at,action,/);
    expect(first).toContain(`,"'=1+1",`);
    expect(others).toHaveLength(made.eventsTotal!);
  });

  test('as JSON is one list of events', async () => {
    const made = await ready('JSON', { requestId: 'request-of-things' });
    const events = (await (await download(made.downloadUrl!, auditor)).json()) as object[];
    expect(events).toHaveLength(made.eventsTotal!);
    expect(events[1]).toMatchObject({ action: 'thing.change', details: { before: { size: 1 }, after: { size: 2 } } });
  });

  test('that nothing fits is an empty list', async () => {
    const made = await ready('JSON', { search: 'nothing like this' });
    expect(await (await download(made.downloadUrl!, auditor)).json()).toEqual([]);
  });

  test('opens for nobody but who asked for it, is recorded, and ends', async () => {
    const made = await ready('CSV', { action: 'other.' });
    for (const stranger of [otherAuditor, influencer, null])
      expect((await download(made.downloadUrl!, stranger)).status).toBe(404);
    expect((await download(`/audit-exports/${randomUUID()}`, auditor)).status).toBe(404);
    expect((await download('/audit-exports/x', auditor)).status).toBe(404);
    expect((await download(made.downloadUrl!, auditor)).status).toBe(200);
    expect(await found({ recordId: made.id })).toHaveLength(2);

    await world.db.pool.query(`update audit_export set expires_at = now() - interval '1 second' where id = $1`, [
      made.id,
    ]);
    expect((await download(made.downloadUrl!, auditor)).status).toBe(404);
    const { rows } = await world.db.pool.query<{ content_key: string }>(
      'select content_key from audit_export where id = $1',
      [made.id],
    );
    const { storage } = world.app;
    vi.spyOn(storage, 'remove').mockRejectedValueOnce(new Error('the store is down'));
    const expire = () => handleExpireExports({ db: world.db, storage, jobs: world.app.jobs })({}, aJobContext());
    await expect(expire()).rejects.toThrow('the store is down');
    expect(await storage.size(rows[0]!.content_key)).not.toBeNull();
    await expire();
    expect(await world.app.storage.size(rows[0]!.content_key)).toBeNull();
  });

  test('whose last try was killed has failed, and can be retried by the staff; one that still has a job goes on', async () => {
    const { db, app } = world;
    const { rows } = await db.pool.query<{ id: string }>(
      `insert into audit_export (account_id, format, filter, status) values ($1, 'CSV', '{}', 'RUNNING'),
         ($1, 'CSV', '{}', 'RUNNING') returning id`,
      [auditor.id],
    );
    const [killed, waiting] = rows.map(({ id }) => id);
    await transaction(db, (tx) => app.jobs.enqueue(tx, exportJob, { exportId: waiting! }, { startAfter: 3600 }));
    await handleExpireExports(app)({}, aJobContext());
    const status = async (id: string) =>
      (await db.pool.query<{ status: string }>('select status from audit_export where id = $1', [id])).rows[0]!.status;
    expect(await status(killed!)).toBe('FAILED');
    expect(await status(waiting!)).toBe('RUNNING');

    await transaction(db, (tx) => app.jobs.enqueue(tx, exportJob, { exportId: killed! }));
    await vi.waitFor(async () => expect(await status(killed!)).toBe('READY'), slow);
  });

  test('keeps its file when another one with the same content ends at that moment', async () => {
    const { db, app } = world;
    const former = await ready('JSON', { search: 'nothing like this' });
    const { rows } = await db.pool.query<{ id: string; key: string }>(
      `with later as (
         insert into audit_export (account_id, format, filter) select account_id, format, filter from audit_export
         where id = $1 returning id)
       select later.id, content_key as key from later, audit_export where audit_export.id = $1`,
      [former.id],
    );
    const { id, key } = rows[0]!;
    const putAndLose = vi.spyOn(app.storage, 'put').mockImplementationOnce(async (...given) => {
      await app.storage.put(...given);
      await db.pool.query(`update audit_export set expires_at = now() - interval '1 second' where content_key = $1`, [
        key,
      ]);
      await handleExpireExports(app)({}, aJobContext());
      expect(await app.storage.size(key)).toBeNull();
    });
    await handleExport({ ...app, publicUrl: '' })({ exportId: id }, aJobContext());
    expect(putAndLose).toHaveBeenCalledTimes(3);
    expect(await app.storage.size(key)).not.toBeNull();
  });

  test('that cannot be narrowed so is refused and leaves nothing', async () => {
    const { errors } = await world.as(otherAuditor).run(EXPORT, { format: 'CSV', filter: { actorId: 'x' } });
    expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
    expect((await world.as(otherAuditor).run('{ auditExports { id } }')).data.auditExports).toEqual([]);
  });
});

test('the head file is only appended to, one line a head', async () => {
  await record('thing.make', 'last');
  await command('head');
  await vi.waitFor(async () => expect((await chain()).lastHead?.keptOutside).toBe(true), slow);
  const { auditHeads } = world.app.config;
  if (auditHeads.driver !== 'file') throw new Error('tests keep heads in a file');
  const lines = (await readFile(`${auditHeads.folder}/audit-heads.jsonl`, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { number: number }).number)).toEqual([1, 2]);
});

test('the worker notes the end outside: what the owner of the database cuts off behind the last head is missed on the command line', async () => {
  await world.app.settings.change(actor, tailSeconds, {}, 1);
  const heads = (await world.app.headPlace.all())!;
  await record('thing.make', 'cut off');
  const end = await vi.waitFor(async () => {
    const { waiting, sealed } = await chain();
    expect(waiting).toBe(0);
    expect(await world.app.headPlace.tails!.read()).toMatchObject({ position: sealed });
    return sealed;
  }, slow);
  expect(heads.at(-1)!.lastPosition).toBeLessThan(end);
  await asOwner(
    world.databaseUrl,
    `set session_replication_role = replica;
     delete from audit_event where id = (select event_id from audit_link where position = ${end});
     delete from audit_link where position = ${end}`,
  );
  await expect(command('verify')).rejects.toThrow(
    `the chain ends at ${end - 1}, although ${end} events were noted outside: the last 1 were cut off (TAIL_REMOVED)`,
  );
});

test('what somebody was answered a moment ago is noted, and missed on the command line when it is cut off', async () => {
  const { errors } = await world.as(auditor).run(EXPORT, { format: 'CSV', filter: {} });
  expect(errors).toEqual([]);
  const [last] = await asOwner<{ uid: string }>(
    world.databaseUrl,
    `select uid from audit_event where action = 'audit.export' order by id desc limit 1`,
  );
  await asOwner(
    world.databaseUrl,
    `set session_replication_role = replica;
     delete from audit_pending where event_id = (select id from audit_event where uid = '${last!.uid}');
     delete from audit_link where event_id = (select id from audit_event where uid = '${last!.uid}');
     delete from audit_event where uid = '${last!.uid}'`,
  );
  await expect(command('verify')).rejects.toThrow(`event ${last!.uid}, which was answered and noted in `);
});
