import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aDatabase,
  aJournal,
  asOwner,
  ownerUrl,
  testAuditKeys,
  testKeyring,
  type TestDatabase,
} from '../../test/database.ts';
import { migrations, entities } from '../entities.ts';
import { nobody, type Actor } from './actor.ts';
import { closeDb, migrate, openDb, rows, transaction } from './db.ts';
import { tooPowerful } from './db-role.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { PgBossJobs } from './jobs.pgboss.ts';
import { reach, readWithin } from './reach.ts';
import type { AnyPermission, Scope } from './permission.ts';

let home: TestDatabase;
let [ours, theirs] = ['', ''];
beforeAll(async () => {
  home = await aDatabase();
  [ours, theirs] = (
    await asOwner<{ id: string }>(
      home.url,
      `insert into organisation (name, kind) values ('Ours', 'BRAND'), ('Theirs', 'BRAND') returning id`,
    )
  ).map(({ id }) => id) as [string, string];
});
afterAll(() => home.drop());

describe('the login of the application', () => {
  test('cannot get around what guards the rows, and the owner could', async () => {
    expect(await tooPowerful(home.db)).toBeNull();
    const owner = await openDb({
      url: ownerUrl(home.url),
      poolSize: 1,
      entities,
      auditKeys: testAuditKeys,
      journal: aJournal(),
      keyring: testKeyring,
      onConnectionError: () => undefined,
    });
    expect(await tooPowerful(owner)).toMatch(/give DATABASE_URL a login of its own/);
    await closeDb(owner);
  });

  test.each([
    ['change the audit trail', `update audit_event set action = 'nothing'`],
    ['delete from the audit trail', 'delete from audit_event'],
    ['empty the audit trail', 'truncate audit_event'],
    ['take the trigger away', 'alter table audit_event disable trigger all'],
    ['switch row security off for a table', 'alter table organisation disable row level security'],
    ['write a policy', 'create policy open on organisation using (true)'],
    ['become the owner', 'set role influencegen'],
    ['give itself more', 'alter role influencegen_app bypassrls'],
    ['make another login', 'create role another login'],
    ['claim that a migration ran', `insert into migration ("timestamp", name) values (1, 'x')`],
    ['lay a table', 'create table public.mine (id int)'],
  ])('cannot %s', async (_what, statement) => {
    await expect(home.db.pool.query(statement)).rejects.toThrow(
      /permission denied|must be owner|must be able to SET ROLE|Only roles with/,
    );
  });

  test('a session that switches row security off is refused the rows', async () => {
    const client = await home.db.pool.connect();
    await client.query('set row_security = off');
    await expect(client.query('select from organisation')).rejects.toThrow('would be affected by row-level security');
    client.release(true);
  });

  test('a database that one login laid alone is handed over, its queue included', async () => {
    const old = await aDatabase({ migrated: false });
    const owner = ownerUrl(old.url);
    await migrate({ ownerUrl: owner, migrations });
    const log = createLog({ logLevel: 'silent' }, 'test');
    const ownersDb = await openDb({
      url: owner,
      poolSize: 2,
      entities,
      auditKeys: testAuditKeys,
      journal: aJournal(),
      keyring: testKeyring,
      onConnectionError: () => undefined,
    });
    await (await PgBossJobs.open({ db: ownersDb, databaseUrl: owner, log, metrics: createMetrics() })).stop();
    await closeDb(ownersDb);

    await migrate({ ownerUrl: owner, applicationUrl: old.url, migrations });
    const jobs = await PgBossJobs.open({ db: old.db, databaseUrl: old.url, log, metrics: createMetrics() });
    await jobs.check();
    await jobs.stop();
    const { rows: foreign } = await old.db.pool.query(
      `select relname from pg_class where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p') and pg_get_userbyid(relowner) <> current_user`,
    );
    expect(foreign).toEqual([]);
    await old.drop();
  });
});

const wanted: AnyPermission = { name: 'test.see', description: '', scopes: ['ORGANISATION', 'ALL'] };
const actor = (organisationId: string | null, scope?: Scope): Actor => ({
  ...nobody,
  accountId: randomUUID(),
  organisationId,
  permissions: new Map(scope && [[wanted.name, scope]]),
  ip: null,
  requestId: 'r',
  traceparent: 't',
});

describe('rows of organisations', () => {
  /** Without any filter, as if it had been forgotten. */
  const everything = 'select name from organisation order by name';
  const seenBy = async (who: Actor): Promise<string[]> =>
    readWithin(home.db, who, wanted, async (tx) =>
      (await rows<{ name: string }>(tx, everything)).map(({ name }) => name),
    );

  test('without a word about how far one may reach nothing is found', async () => {
    expect((await home.db.pool.query(everything)).rows).toEqual([]);
  });

  test('members see their own, who may see all sees all, others nothing', async () => {
    expect(await seenBy(actor(ours, 'ORGANISATION'))).toEqual(['Ours']);
    expect(await seenBy(actor(theirs, 'ORGANISATION'))).toEqual(['Theirs']);
    expect(await seenBy(actor(null, 'ALL'))).toEqual(['Ours', 'Theirs']);
    await expect(seenBy(actor(ours))).rejects.toThrow('You may not do this');
    expect(await seenBy(actor(null, 'ORGANISATION'))).toEqual([]);
  });

  test('the reach ends with its transaction, also on the same connection', async () => {
    await seenBy(actor(null, 'ALL'));
    for (let i = 0; i < 8; i++) expect((await home.db.pool.query(everything)).rows).toEqual([]);
  });

  test("another organisation's rows can be neither changed nor made", async () => {
    const mine = actor(ours, 'ORGANISATION');
    const change = (statement: string, ...values: string[]) =>
      transaction(home.db, async (tx) => {
        await reach(tx, mine, wanted);
        return rows(tx, statement, values);
      });
    expect(await change(`update organisation set name = 'Stolen' where id = $1 returning id`, theirs)).toEqual([]);
    expect(await change('delete from organisation where id = $1 returning id', theirs)).toEqual([]);
    await expect(change(`insert into organisation (name, kind) values ('More', 'BRAND')`)).rejects.toThrow(
      'violates row-level security policy',
    );
    await expect(change('update organisation set id = $1', theirs)).rejects.toThrow(
      /violates row-level security policy|violates unique/,
    );
  });
});

describe('rows of people', () => {
  const people: Record<string, string> = {};
  const parts = ['account_role', 'account_permission', 'session', 'passkey', 'notification'] as const;
  beforeAll(async () => {
    for (const [name, organisation] of [
      ['ours', ours],
      ['theirs', theirs],
      ['nobodys', null],
    ] as const) {
      const id = randomUUID();
      people[id] = name;
      await asOwner(
        home.url,
        `insert into account (id, email_sealed, email_index, name_sealed, name_words, organisation_id, status, language, time_zone)
         values ($1, '\\x00', $2, '\\x00', array['\\x01'::bytea], $3, 'ACTIVE', 'en', 'UTC')`,
        [id, Buffer.from(name), organisation],
      );
      for (const insert of [
        `insert into role (key, name, description, audience) values ('X', 'X', '', 'STAFF') on conflict do nothing`,
        `insert into account_role (account_id, role_key) values ('${id}', 'X')`,
        `insert into account_permission (account_id, permission, effect, scope, reason, granted_at) values ('${id}', 'x', 'DENY', 'ALL', 'r', now())`,
        `insert into session (id, account_id, expires_at) values (gen_random_uuid(), '${id}', now())`,
        `insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, backed_up, created_at)
         values (gen_random_uuid(), '${id}', gen_random_uuid(), '\\x00', 0, '{}', 'Key', false, now())`,
        `insert into notification (account_id, notice, content_sealed) values ('${id}', 'n', '\\x00')`,
      ])
        await asOwner(home.url, insert);
    }
  });
  const namesOf = (found: { id: string }[]): string[] => found.map(({ id }) => people[id]!).sort();
  /** Without any filter, as if it had been forgotten. */
  const seenIn = (who: Actor, statement: string) =>
    readWithin(home.db, who, wanted, async (tx) => namesOf(await rows<{ id: string }>(tx, statement)));
  const statements = [
    'select id from account',
    `select id from account where id = any(array(select accounts_named(array['\\x01'::bytea])))`,
    ...parts.map((table) => `select account_id as id from ${table}`),
  ];

  test.each(statements)('no foreign one is found by a member of an organisation: %s', async (statement) => {
    expect(await seenIn(actor(ours, 'ORGANISATION'), statement)).toEqual(['ours']);
    expect(await seenIn(actor(theirs, 'ORGANISATION'), statement)).toEqual(['theirs']);
    expect(await seenIn(actor(null, 'ORGANISATION'), statement)).toEqual([]);
    expect(await seenIn(actor(ours, 'ALL'), statement)).toEqual(['nobodys', 'ours', 'theirs']);
  });

  test('who has said nothing, such as a sign-in or a job, sees everybody, also after somebody who was limited', async () => {
    for (let i = 0; i < 8; i++) {
      await seenIn(actor(ours, 'ORGANISATION'), statements[0]!);
      const found = await home.db.pool.query<{ id: string }>(statements[0]!);
      expect(namesOf(found.rows)).toEqual(['nobodys', 'ours', 'theirs']);
    }
  });

  test("another organisation's people can be neither changed nor made", async () => {
    const change = (statement: string) =>
      transaction(home.db, async (tx) => {
        await reach(tx, actor(ours, 'ORGANISATION'), wanted);
        return rows<{ id: string }>(tx, statement);
      });
    expect(namesOf(await change(`update account set language = 'es' returning id`))).toEqual(['ours']);
    expect(namesOf(await change(`update session set ended_at = now() returning account_id as id`))).toEqual(['ours']);
    await expect(change(`update account set organisation_id = '${theirs}'`)).rejects.toThrow(
      'violates row-level security policy',
    );
  });

  test('people are still found by the index of names, and by that of addresses', async () => {
    const plan = async (statement: string): Promise<string> => {
      const client = await home.db.pool.connect();
      await client.query('begin; set local enable_seqscan = off');
      const found = await client.query<{ 'QUERY PLAN': string }>(`explain ${statement}`);
      await client.query('rollback');
      client.release();
      return found.rows.map((row) => row['QUERY PLAN']).join(' ');
    };
    expect(await plan(`select from account where email_index = any(array['\\x01'::bytea])`)).toContain('Index Cond');
    // The function is planned with the rights of the owner, from whom nothing is hidden.
    const [{ uses }] = (await asOwner<{ uses: boolean }>(
      home.url,
      `select prosecdef and pg_get_userbyid(proowner) = (select tableowner from pg_tables where tablename = 'account') as uses
       from pg_proc where proname = 'accounts_named'`,
    )) as [{ uses: boolean }];
    expect(uses).toBe(true);
  });
});
