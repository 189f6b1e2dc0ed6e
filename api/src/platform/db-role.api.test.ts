import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDatabase, asOwner, ownerUrl, testAuditKeys, testKeyring, type TestDatabase } from '../../test/database.ts';
import { migrations, entities } from '../entities.ts';
import { nobody, type Actor } from './actor.ts';
import { closeDb, migrate, openDb, rows, transaction } from './db.ts';
import { tooPowerful } from './db-role.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { PgBossJobs } from './jobs.pgboss.ts';
import { reach, readWithin } from './reach.ts';
import type { Permission, Scope } from './permission.ts';

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

describe('rows of organisations', () => {
  const wanted: Permission = { name: 'test.see', description: '', scopes: ['ORGANISATION', 'ALL'] };
  const actor = (organisationId: string | null, scope?: Scope): Actor => ({
    ...nobody,
    accountId: randomUUID(),
    organisationId,
    permissions: new Map(scope && [[wanted.name, scope]]),
    ip: null,
    requestId: 'r',
    traceparent: 't',
  });
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
    await expect(seenBy(actor(null, 'ORGANISATION'))).rejects.toThrow('You belong to no organisation');
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
