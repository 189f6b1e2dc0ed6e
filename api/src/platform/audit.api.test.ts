import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, asOwner, type TestDatabase } from '../../test/database.ts';
import { systemActor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { rows, transaction } from './db.ts';

let home: TestDatabase;
const actor = { ...systemActor({ requestId: 'request-1', traceparent: '00-1-2-01' }), ip: '192.0.2.1' };
const everything = async (): Promise<unknown[]> => {
  const { rows } = await home.db.pool.query<object>(
    'select action, record_type, record_id, outcome, ip, request_id, details from audit_event',
  );
  return rows;
};

beforeAll(async () => {
  home = await aDatabase();
  await transaction(home.db, (tx) => recordAudit(tx, actor, 'thing.change', { type: 'thing', id: '7' }, { size: 3 }));
});
afterAll(() => home.drop());

const recorded = {
  action: 'thing.change',
  record_type: 'thing',
  record_id: '7',
  outcome: 'DONE',
  ip: '192.0.2.1',
  request_id: 'request-1',
  details: { size: 3 },
};

test('what is recorded says who did what to which record, from where', async () => {
  expect(await everything()).toEqual([recorded]);
});

test.for([
  `update audit_event set action = 'thing.leave'`,
  'delete from audit_event',
  'truncate audit_event',
  `insert into audit_event (id, action, outcome) overriding system value values (1, 'thing.forge', 'DONE')
     on conflict (id) do update set action = excluded.action`,
])('%s is refused, to the application and to the owner', async (statement) => {
  await expect(home.db.pool.query(statement)).rejects.toThrow('permission denied');
  await expect(asOwner(home.url, statement)).rejects.toThrow('append-only');
  expect(await everything()).toEqual([recorded]);
});

test.for([
  'update audit_head_delivery set delivered_at = now()',
  'delete from audit_head_delivery',
  'truncate audit_head_delivery',
  `update audit_verification set problems = '[]'`,
  'delete from audit_verification',
  'truncate audit_verification',
  `update audit_export set filter = '{}'`,
  'delete from audit_export',
  'truncate audit_export',
])('what was done with the trail stays known: %s is refused', async (statement) => {
  await asOwner(home.url, 'insert into audit_head_delivery (number) values (1) on conflict do nothing');
  await asOwner(
    home.url,
    `insert into audit_verification (finished_at, problems) select now(), '["found"]' where not exists (select from audit_verification)`,
  );
  await asOwner(
    home.url,
    `with person as (
       insert into account (email_sealed, email_index, name_sealed, status, language, time_zone)
       select '\\x00', '\\x00', '\\x00', 'ACTIVE', 'en', 'UTC' where not exists (select from account) returning id)
     insert into audit_export (account_id, format, filter) select id, 'CSV', '{"action":"x"}' from person`,
  );
  const refused = /permission denied|append-only|stays as it was/;
  await expect(home.db.pool.query(statement)).rejects.toThrow(refused);
  await expect(asOwner(home.url, statement)).rejects.toThrow(refused);
});

test('a verification tells how far it has come until it is finished', async () => {
  const [begun] = await asOwner<{ id: string }>(home.url, 'insert into audit_verification default values returning id');
  const update = (what: string) =>
    home.db.pool.query(`update audit_verification set ${what} where id = $1`, [begun!.id]);
  await update('events = 5');
  await expect(update(`started_at = now() - interval '1 day'`)).rejects.toThrow('stays as it was found');
  await update('finished_at = now()');
  await expect(update('events = 6')).rejects.toThrow('stays as it was found');
});

test('a command that rolls back leaves no record', async () => {
  const failing = transaction(home.db, async (tx) => {
    await recordAudit(tx, actor, 'thing.undo', null);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await everything()).toEqual([recorded]);
});

test('what is declared as personal does not get into an event', async () => {
  const details = { fields: ['phone'], before: { email: 'hidden-1@test.example', size: 1 }, display_name: 'hidden-2' };
  await transaction(home.db, async (tx) => {
    await recordAudit(tx, actor, 'thing.tell', null, details);
    const [event] = await rows<{ details: object }>(tx, `select details from audit_event where action = 'thing.tell'`);
    expect(event?.details).toEqual({
      fields: ['phone'],
      before: { email: '[removed]', size: 1 },
      display_name: '[removed]',
    });
  });
});
