import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
import { transaction } from './db.ts';
import type { EventBus } from './events.ts';
import { PostgresEvents } from './events.postgres.ts';
import { createLog } from './log.ts';

type Ids = { requestId: string };

const log = createLog({ logLevel: 'silent' }, 'test');
let home: TestDatabase;
let here: EventBus;
let there: EventBus;

const publish = (bus: EventBus, requestId: string, channel = 'image-request'): Promise<void> =>
  transaction(home.db, (tx) => bus.publish(tx, channel, { requestId }));

beforeAll(async () => {
  home = await aDatabase();
  here = await PostgresEvents.open({ databaseUrl: home.url, log });
  there = await PostgresEvents.open({ databaseUrl: home.url, log });
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await home.drop();
});

test('an event reaches the subscribers of its channel in every process, once', async () => {
  const heard: string[] = [];
  const stop = [here, there].map((bus, n) =>
    bus.subscribe<Ids>('image-request', ({ requestId }) => heard.push(`${n}:${requestId}`)),
  );
  await publish(here, 'other', 'session-ended');
  await publish(here, 'r1');
  await vi.waitFor(() => expect(heard.toSorted()).toEqual(['0:r1', '1:r1']));

  for (const end of stop) end();
  const after = vi.fn<(payload: Ids) => void>();
  there.subscribe('image-request', after);
  await publish(there, 'r2');
  await vi.waitFor(() => expect(after).toHaveBeenCalledExactlyOnceWith({ requestId: 'r2' }));
  expect(heard).toHaveLength(2);
});

test('an event of a transaction that rolls back is not heard', async () => {
  const heard: string[] = [];
  there.subscribe<Ids>('rollback', ({ requestId }) => heard.push(requestId));
  const failing = transaction(home.db, async (tx) => {
    await here.publish(tx, 'rollback', { requestId: 'never' });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await publish(here, 'always', 'rollback');
  await vi.waitFor(() => expect(heard).toEqual(['always']));
});

test('a listener that fails does not keep the event from the others', async () => {
  const heard = vi.fn<(payload: Ids) => void>();
  there.subscribe('clumsy', () => {
    throw new Error('clumsy');
  });
  there.subscribe('clumsy', heard);
  await publish(here, 'r3', 'clumsy');
  await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
});

test('an event that is too large is refused before Postgres refuses it', async () => {
  const large = transaction(home.db, (tx) => here.publish(tx, 'large', { ids: 'é'.repeat(3_600) }));
  await expect(large).rejects.toThrow('publish ids only');
});

test('a cut connection comes back, tells of the gap, and hears again', async () => {
  const gap = vi.fn<() => void>();
  const heard = vi.fn<(payload: Ids) => void>();
  there.onGap(gap);
  there.subscribe('after-gap', heard);
  await there.check();

  const cutter = new Client({ connectionString: home.url });
  await cutter.connect();
  await cutter.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'influencegen-events'`,
  );
  await cutter.end();
  await vi.waitFor(() => expect(there.check()).rejects.toThrow('not connected'));
  await vi.waitFor(() => expect(gap).toHaveBeenCalledOnce(), 5_000);
  await vi.waitFor(() => there.check());
  await publish(here, 'r4', 'after-gap');
  await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith({ requestId: 'r4' }));
});
