import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operator } from '../../test/actors.ts';
import { anAdministrator } from '../../test/builders.ts';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
import { aRedis, type TestRedis } from '../../test/redis.ts';
import { aWorld, type World } from '../../test/world.ts';
import { keyCostPerMinute, personCostPerMinute, strangerCostPerMinute } from './graphql-admission.ts';
import { createLog } from './log.ts';
import { RateBudget } from './rate-budget.ts';
import { PostgresLimiter } from './rate-limit.postgres.ts';
import { RedisLimiter } from './rate-limit.redis.ts';
import type { RateLimit, RateLimiter } from './rate-limit.ts';

/** Refills too slowly to matter during a test. */
const five: RateLimit = { name: 'a test', burst: 5, perSecond: 0.001 };

let home: TestDatabase;
let redis: TestRedis;
const limiters: Record<string, [one: RateLimiter, other: RateLimiter]> = {};
beforeAll(async () => {
  home = await aDatabase();
  redis = await aRedis();
  const log = createLog({ logLevel: 'silent' }, 'test');
  limiters.Postgres = [new PostgresLimiter(home.db), new PostgresLimiter(home.db)];
  const inTable = new PostgresLimiter(home.db);
  // Where the machine has no Redis, the stand-in refuses the script: then this shows that the table takes over.
  limiters.Redis = [new RedisLimiter(redis.url, inTable, log), new RedisLimiter(redis.url, inTable, log)];
});
afterAll(async () => {
  for (const [one, other] of Object.values(limiters)) {
    one.close();
    other.close();
  }
  await redis.stop();
  await home.drop();
});

describe.each(['Postgres', 'Redis'])('buckets in %s', (store) => {
  test('of many takers at once in two processes exactly as many get something as there is', async () => {
    const key = randomUUID();
    const taken = await Promise.all(Array.from({ length: 40 }, (_, i) => limiters[store]![i % 2]!.take(five, key)));
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(5);
    expect(taken.find(({ allowed }) => !allowed)).toMatchObject({ limit: 5, remaining: 0 });
  });

  test('what is refused takes nothing, and says how long to wait', async () => {
    const key = randomUUID();
    const [limiter] = limiters[store]!;
    expect(await limiter.take(five, key, 3)).toMatchObject({ allowed: true, remaining: 2 });
    expect(await limiter.take(five, key, 4)).toMatchObject({ allowed: false, remaining: 2, reset: 2000 });
    expect(await limiter.take(five, key, 2)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await limiter.take(five, randomUUID(), 6)).toMatchObject({ allowed: false });
  });

  test('a bucket refills with time, up to its size', async () => {
    const quick: RateLimit = { name: 'quick', burst: 2, perSecond: 1000 };
    const key = randomUUID();
    const [limiter] = limiters[store]!;
    for (let i = 0; i < 20; i++) {
      const state = await limiter.take(quick, key);
      expect(state.remaining).toBeLessThanOrEqual(1);
      if (state.allowed) continue;
      expect(state.reset).toBe(1);
    }
  });

  test('keys and names do not share a bucket', async () => {
    const [limiter] = limiters[store]!;
    const key = randomUUID();
    await limiter.take(five, key, 5);
    expect(await limiter.take(five, randomUUID())).toMatchObject({ allowed: true });
    expect(await limiter.take({ ...five, name: 'another' }, key)).toMatchObject({ allowed: true });
  });
});

test('while Redis is away the table counts', async () => {
  const key = randomUUID();
  const [limiter] = limiters.Redis!;
  await redis.stop();
  const taken = await Promise.all(Array.from({ length: 8 }, () => limiter.take(five, key)));
  expect(taken.filter(({ allowed }) => allowed)).toHaveLength(5);
});

test('buckets that are full again are forgotten', async () => {
  const [limiter] = limiters.Postgres!;
  await limiter.take(five, 'old');
  await home.db.pool.query(`update rate_bucket set at = at - interval '2 days' where key = 'a test old'`);
  await limiter.forgetFull();
  const { rows } = await home.db.pool.query(`select from rate_bucket where key = 'a test old'`);
  expect(rows).toEqual([]);
});

test('a budget asks the store for a share at a time and never gives out more than the limit', async () => {
  const hundred: RateLimit = { name: 'a budget', burst: 100, perSecond: 0.001 };
  let asked = 0;
  const counting: RateLimiter = {
    ...limiters.Postgres![0],
    take(...question) {
      asked++;
      return limiters.Postgres![0].take(...question);
    },
  };
  const [one, other] = [new RateBudget(counting), new RateBudget(counting)];
  let given = 0;
  for (let i = 0; i < 150; i++) if ((await (i % 2 ? one : other).spend(hundred, 'key', 1)).allowed) given++;
  expect(given).toBeLessThanOrEqual(100);
  expect(given).toBeGreaterThanOrEqual(90);
  expect(asked).toBeLessThan(150);
});

describe('over GraphQL', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld();
    for (const limit of [personCostPerMinute, keyCostPerMinute, strangerCostPerMinute])
      await world.app.settings.change(operator, limit, {}, 100);
  });
  afterAll(() => world.stop());

  const ask = (token: string | null, query: string) =>
    fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query }),
    });

  /** Of a program, another one than its owner's: what one of them asks for is not counted as the other's. */
  async function tokenOf(who: string): Promise<string | null> {
    if (who === 'a stranger') return null;
    const ada = world.as(await anAdministrator(world));
    if (who === 'somebody who is signed in') return ada.token();
    const { data } = await ada.run<{ createApiKey: { secret: string } }>(
      `mutation ($expiresAt: DateTimeISO!) {
        createApiKey(input: { name: "Robot", permissions: ["accounts.read"], expiresAt: $expiresAt }) { secret } }`,
      { expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString() },
    );
    return data.createApiKey.secret;
  }

  test.each([['somebody who is signed in'], ['a program with a key'], ['a stranger']])(
    '%s is told what is left, and then to wait',
    async (who) => {
      const token = await tokenOf(who);
      let left = Infinity;
      for (;;) {
        const answer = await ask(token, '{ viewer { id } }');
        const remaining = Number(answer.headers.get('ratelimit-remaining'));
        expect(answer.headers.get('ratelimit-limit')).toBe('100');
        if (answer.status === 429) {
          const retryAfter = Number(answer.headers.get('retry-after'));
          expect(retryAfter).toBeGreaterThan(0);
          expect(await answer.json()).toEqual({
            errors: [
              {
                message: `Too much at once: try again in ${retryAfter} s`,
                extensions: { code: 'RATE_LIMITED', retryAfter },
              },
            ],
          });
          break;
        }
        expect(answer.status).toBe(200);
        expect(remaining).toBeLessThan(left);
        left = remaining;
      }
      // A document that was never seen before is refused alike.
      expect((await ask(token, '{ viewer { displayName } }')).status).toBe(429);
    },
  );
});
