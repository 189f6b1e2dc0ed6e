import { Redis } from 'ioredis';
import type { Log } from './log.ts';
import { bucketKey, stateOf, type RateLimit, type RateLimiter, type RateLimitState } from './rate-limit.ts';

/** Takes, and says what is left: one step on the server, by its clock. */
const take = `
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local units, burst, perSecond = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local known = redis.call('HMGET', KEYS[1], 'units', 'at')
local left = math.min(burst, (tonumber(known[1]) or burst) + math.max(0, now - (tonumber(known[2]) or now)) * perSecond)
local allowed = left >= units
if allowed then
  left = left - units
  redis.call('HSET', KEYS[1], 'units', tostring(left), 'at', tostring(now))
  redis.call('PEXPIRE', KEYS[1], math.ceil((burst - left) / perSecond * 1000) + 1000)
end
return {allowed and 1 or 0, tostring(left)}`;

/** Buckets in Redis. While it is away, those of `standIn` count: attempts are limited at all times. */
export class RedisLimiter implements RateLimiter {
  readonly #redis: Redis;
  readonly #prefix: string;

  constructor(
    url: string,
    private readonly standIn: RateLimiter,
    private readonly log: Log,
  ) {
    this.#prefix = `influencegen${new URL(url).pathname}:rate:`;
    this.#redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1_000 });
    this.#redis.on('error', (error: Error) => this.log.warn({ err: error }, 'redis connection failed'));
  }

  async take(limit: RateLimit, key: string, units = 1): Promise<RateLimitState> {
    try {
      const answer = await this.#redis.eval(
        take,
        1,
        `${this.#prefix}${bucketKey(limit, key)}`,
        units,
        limit.burst,
        limit.perSecond,
      );
      const [allowed, left] = answer as [number, string];
      return stateOf(limit, Number(left), units, allowed === 1);
    } catch (error) {
      this.log.warn({ err: error }, 'redis did not count an attempt, the database does');
      return this.standIn.take(limit, key, units);
    }
  }

  forgetFull(): Promise<void> {
    // Redis forgets by itself.
    return this.standIn.forgetFull();
  }

  close(): void {
    this.#redis.disconnect();
  }
}
