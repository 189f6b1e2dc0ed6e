import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aDatabase, asOwner, createDatabase, dropDatabase, ownerUrl, type TestDatabase } from '../../test/database.ts';
import { migrations } from '../entities.ts';
import { afterCommit, migrate, rows, together, transaction } from './db.ts';

let home: TestDatabase;
beforeAll(async () => void (home = await aDatabase({ migrated: false })));
afterAll(() => home.drop());

test('of two processes that start together one migrates and the other waits', async () => {
  const options = { ownerUrl: ownerUrl(home.url), applicationUrl: home.url, migrations };
  await Promise.all([migrate(options), migrate(options)]);

  const { rows: done } = await home.db.pool.query<{ name: string }>('select name from migration order by id');
  expect(done.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
  await migrate(options);
});

test('a database that cannot be used is named with the reason and what to look at', async () => {
  const away = 'postgres://somebody:secret@127.0.0.1:1/nothing';
  const nameless = ownerUrl(home.url).replace(/[^/]*$/, 'no_such_database');
  const refusal = (options: Omit<Parameters<typeof migrate>[0], 'migrations'>) =>
    migrate({ ...options, migrations }).then(
      () => 'done',
      (error: Error) => error.message,
    );
  expect(await refusal({ ownerUrl: away })).toBe(
    'The database cannot be used: connect ECONNREFUSED 127.0.0.1:1. Is it running, and is DATABASE_URL right?',
  );
  expect(await refusal({ ownerUrl: away.replace('127.0.0.1', 'localhost'), applicationUrl: home.url })).toMatch(
    /^The database cannot be used: connect ECONNREFUSED .*:1\. .* are the address and the login of its owner right\?$/,
  );
  expect(await refusal({ ownerUrl: nameless })).toContain('database "no_such_database" does not exist');
});

test('a statement that takes too long is ended, except in a migration', async () => {
  const { rows: limits } = await home.db.pool.query('show statement_timeout');
  expect(limits).toEqual([{ statement_timeout: '15s' }]);

  class Slow1900000000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const [limit] = await (runner.query('show statement_timeout') as Promise<{ statement_timeout: string }[]>);
      seen = limit?.statement_timeout;
    }
    async down(): Promise<void> {
      throw new Error('there is nothing to undo');
    }
  }
  let seen: string | undefined;
  const url = await createDatabase({ migrated: false });
  await migrate({ ownerUrl: ownerUrl(url), migrations: [Slow1900000000000] });
  await dropDatabase(url);
  expect(seen).toBe('0');
});

test('sessions count in UTC', async () => {
  const { rows: found } = await home.db.pool.query('show time zone');
  expect(found).toEqual([{ TimeZone: 'UTC' }]);
});

test('rows() unwraps what TypeORM wraps', async () => {
  await transaction(home.db, async (tx) => {
    await tx.query('create temporary table thing (n int) on commit drop');
    expect(await rows(tx, 'insert into thing values (1), (2) returning n')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await rows(tx, 'update thing set n = n + 1 returning n')).toEqual([{ n: 2 }, { n: 3 }]);
    expect(await rows(tx, 'delete from thing returning n')).toEqual([{ n: 2 }, { n: 3 }]);
    expect(await rows(tx, 'select n from thing')).toEqual([]);
  });
});

test('what waits for the commit is not done after a rollback', async () => {
  const followUp = vi.fn<() => void>();
  const failing = transaction(home.db, async (tx) => {
    afterCommit(tx, followUp);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(followUp).not.toHaveBeenCalled();

  await transaction(home.db, async (tx) => afterCommit(tx, followUp));
  expect(followUp).toHaveBeenCalledOnce();
});

test('steps taken together run in the order in which they were sent, each seeing the ones before', async () => {
  await transaction(home.db, async (tx) => {
    await tx.query('create temporary table thing (n int) on commit drop');
    const [, first, , second] = await together(
      tx.query('insert into thing values (1)'),
      rows(tx, 'select n from thing'),
      tx.query('insert into thing values (2)'),
      rows(tx, 'select n from thing order by n'),
    );
    expect([first, second]).toEqual([[{ n: 1 }], [{ n: 1 }, { n: 2 }]]);
  });
});

test('when one of several steps fails the failure itself is told, and nothing is done after the rollback', async () => {
  await asOwner(home.url, 'create table step (n int primary key); grant all on step to public');
  let settled = 0;
  const failing = transaction(home.db, async (tx) => {
    const step = async (n: number): Promise<void> => {
      await tx.query('select pg_sleep(0.005)').finally(() => settled++);
      await tx.query('insert into step values ($1)', [n]);
    };
    await together(step(1), tx.query('insert into step values (null)'), step(2)).finally(() => expect(settled).toBe(2));
  });
  await expect(failing).rejects.toThrow('null value in column "n"');
  const { rows: left } = await home.db.pool.query('select n from step');
  expect(left).toEqual([]);
});

test('a pool whose connections were all cut works again', async () => {
  await Promise.all([1, 2, 3].map(() => home.db.pool.query('select pg_sleep(0.01)')));
  const cutter = new Client({ connectionString: home.url });
  await cutter.connect();
  await cutter.query(
    // Postgres' own, such as a vacuum that has just begun, may not be ended by the application.
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  await cutter.end();

  await vi.waitFor(async () => {
    const { rows: found } = await home.db.pool.query('select 1 as one');
    expect(found).toEqual([{ one: 1 }]);
  });
});
