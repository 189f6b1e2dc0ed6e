import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
import { aRedis, type TestRedis } from '../../test/redis.ts';
import { transaction } from './db.ts';
import type { EventBus } from './events.ts';
import { RedisEvents } from './events.redis.ts';
import { createLog } from './log.ts';

type Ids = { requestId: string };

const log = createLog({ logLevel: 'silent' }, 'test');
let home: TestDatabase;
let redis: TestRedis;
let here: EventBus;
let there: EventBus;

const publish = (requestId: string, channel: string): Promise<void> =>
  transaction(home.db, (tx) => here.publish(tx, channel, { requestId }));

beforeAll(async () => {
  home = await aDatabase();
  redis = await aRedis();
  here = await RedisEvents.open({ url: redis.url, log });
  there = await RedisEvents.open({ url: redis.url, log });
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await redis.stop();
  await home.drop();
});

test('an event reaches the subscribers of its channel in every process, once', async () => {
  const heard: string[] = [];
  here.subscribe<Ids>('image-request', ({ requestId }) => heard.push(`here ${requestId}`));
  there.subscribe<Ids>('image-request', ({ requestId }) => heard.push(`there ${requestId}`));
  await publish('r1', 'image-request');
  await publish('r2', 'image-request');
  await vi.waitFor(() => expect(new Set(heard)).toEqual(new Set(['here r1', 'there r1', 'here r2', 'there r2'])));
  expect(heard).toHaveLength(4);
});

test('an event leaves after the commit and never without it', async () => {
  const heard: string[] = [];
  there.subscribe<Ids>('commit', ({ requestId }) => heard.push(requestId));
  const failing = transaction(home.db, async (tx) => {
    await here.publish(tx, 'commit', { requestId: 'never' });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await publish('always', 'commit');
  await vi.waitFor(() => expect(heard).toEqual(['always']));
});

test('an event that could not leave becomes a gap for everybody', async () => {
  const heard = vi.fn<() => void>();
  there.subscribe('cut', heard);
  const forget = there.onGap(heard);
  await redis.cutPublishers();
  await vi.waitFor(() => expect(here.check()).rejects.toThrow(/writeable|closed/i), { interval: 5 });
  await publish('missed', 'cut');

  await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
  forget();
});

test('a lost server comes back, tells of the gap, and is heard again', async () => {
  const heard = vi.fn<(payload: Ids) => void>();
  const gap = vi.fn<() => void>();
  there.subscribe('after-gap', heard);
  there.onGap(gap);
  await redis.stop();
  await vi.waitFor(() => expect(there.check()).rejects.toThrow(/writeable|closed/i));
  await redis.start();
  await vi.waitFor(() => expect(gap).toHaveBeenCalledOnce(), 5_000);

  await vi.waitFor(() => here.check(), 5_000);
  await publish('r3', 'after-gap');
  await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith({ requestId: 'r3' }));
});

test('a server that cannot be reached is a failed start, not an endless wait', async () => {
  const gone = await aRedis();
  await gone.stop();
  await expect(RedisEvents.open({ url: gone.url, log })).rejects.toThrow(
    'Redis cannot be reached. Is it running, and is REDIS_URL right?',
  );
});
