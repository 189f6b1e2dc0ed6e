import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
import { systemActor } from './actor.ts';
import type { EventBus } from './events.ts';
import { PostgresEvents } from './events.postgres.ts';
import { createLog } from './log.ts';
import { setting } from './setting.ts';
import { StoredSettings } from './settings.store.ts';

const log = createLog({ logLevel: 'silent' }, 'test');
const actor = systemActor({ requestId: 'request-1', traceparent: '00-1-2-01' });
const cups = setting('test.cups', z.number().int().min(1).max(9), 3, 'Cups on the table', ['role', 'account']);
const lena = { accountId: '00000000-0000-4000-8000-000000000001', role: 'INFLUENCER' };

let home: TestDatabase;
let buses: EventBus[];
let here: StoredSettings;
let there: StoredSettings;

beforeAll(async () => {
  home = await aDatabase();
  buses = await Promise.all([1, 2].map(() => PostgresEvents.open({ databaseUrl: home.url, log })));
  here = await StoredSettings.open(home.db, buses[0]!, log);
  there = await StoredSettings.open(home.db, buses[1]!, log);
});
beforeEach(async () => {
  await here.unset(actor, cups, {});
  await here.unset(actor, cups, { role: 'INFLUENCER' });
  await here.unset(actor, cups, { accountId: lena.accountId });
  await vi.waitUntil(() => there.read(cups, lena) === 3);
});
afterAll(async () => {
  here.close();
  there.close();
  await Promise.all(buses.map((bus) => bus.close()));
  await home.drop();
});

describe('reading', () => {
  test('what nobody set is the initial value', () => {
    expect(here.read(cups)).toBe(3);
    expect(here.read(cups, lena)).toBe(3);
  });

  test('the narrowest stored value wins', async () => {
    await here.change(actor, cups, {}, 4);
    expect([here.read(cups), here.read(cups, lena)]).toEqual([4, 4]);
    await here.change(actor, cups, { role: 'INFLUENCER' }, 5);
    expect([here.read(cups), here.read(cups, { role: 'ADMINISTRATOR' }), here.read(cups, lena)]).toEqual([4, 4, 5]);
    await here.change(actor, cups, { accountId: lena.accountId }, 6);
    expect([here.read(cups), here.read(cups, { role: 'INFLUENCER' }), here.read(cups, lena)]).toEqual([4, 5, 6]);
    await here.unset(actor, cups, { accountId: lena.accountId });
    expect(here.read(cups, lena)).toBe(5);
  });

  test('a change made elsewhere is seen', async () => {
    await here.change(actor, cups, {}, 7);
    await vi.waitFor(() => expect(there.read(cups)).toBe(7));
  });

  test('a change made elsewhere is seen later when it could not be read at once', async () => {
    let fails = false;
    const pool = Object.assign(Object.create(home.db.pool) as typeof home.db.pool, {
      query: (...given: Parameters<typeof home.db.pool.query>) => {
        if (!fails) return home.db.pool.query(...given);
        fails = false;
        return Promise.reject(new Error('no connection is free'));
      },
    });
    const reader = await StoredSettings.open({ ...home.db, pool }, buses[1]!, log);
    fails = true;
    await here.change(actor, cups, {}, 8);
    await vi.waitFor(() => expect(fails).toBe(false));
    await vi.waitFor(() => expect(reader.read(cups)).toBe(8), 5_000);
    reader.close();
  });

  test('a stored value that no longer fits is not used', async () => {
    await home.db.pool.query(`insert into setting_value (key, scope, value) values ('test.cups', 'workspace', '99')`);
    const reader = await StoredSettings.open(home.db, buses[0]!, log);
    expect(reader.read(cups)).toBe(3);
    reader.close();
  });
});

describe('changing', () => {
  test('a value that does not fit changes nothing', async () => {
    await expect(here.change(actor, cups, {}, 10)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(here.read(cups)).toBe(3);
  });

  test('is recorded with what was before and after', async () => {
    await here.change(actor, cups, {}, 4);
    await here.change(actor, cups, {}, 5);
    const { rows } = await home.db.pool.query(
      `select action, details from audit_event where record_type = 'setting' and record_id = 'test.cups' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ action: 'setting.change', details: { scope: 'workspace', before: 4, after: 5 } }]);
  });
});
