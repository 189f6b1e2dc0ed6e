import type { Db } from './db.ts';
import { bucketKey, stateOf, type RateLimit, type RateLimiter, type RateLimitState } from './rate-limit.ts';
import { inNobodysName } from './request-reach.ts';

/** No limit refills as slowly as that. */
const forgetAfter = '1 day';

/** Buckets in a table. The database's clock counts, so that processes whose clocks differ agree. */
export class PostgresLimiter implements RateLimiter {
  constructor(private readonly db: Db) {}

  /** Buckets belong to nobody: a connection that had to be told who asks, and told anew afterwards, would cost more than the count. */
  take(limit: RateLimit, key: string, units = 1): Promise<RateLimitState> {
    return inNobodysName(() => this.#take(limit, key, units));
  }

  async #take(limit: RateLimit, key: string, units: number): Promise<RateLimitState> {
    const values = [bucketKey(limit, key), units, limit.burst, limit.perSecond];
    const { rows: taken } = await this.db.pool.query<{ left: number }>({
      name: 'rate-take',
      text: `insert into rate_bucket as known (key, units) select $1, $3::float8 - $2::float8 where $2::float8 <= $3::float8
             on conflict (key) do update set
               units = ${refilled} - $2::float8,
               at = greatest(known.at, clock_timestamp())
             where ${refilled} >= $2::float8
             returning units as left`,
      values,
    });
    if (taken[0]) return stateOf(limit, taken[0].left, units, true);

    const { rows: known } = await this.db.pool.query<{ left: number }>({
      name: 'rate-left',
      text: `select ${refilled} as left from rate_bucket known where key = $1 and $2::float8 is not null`,
      values,
    });
    const left = known[0]?.left ?? limit.burst;
    // Filled up between the two statements.
    return left >= units ? this.#take(limit, key, units) : stateOf(limit, left, units, false);
  }

  async forgetFull(): Promise<void> {
    await this.db.pool.query(`delete from rate_bucket where at < clock_timestamp() - interval '${forgetAfter}'`);
  }

  close(): void {
    // The pool is not ours.
  }
}

/** What is in the bucket by now. A clock that was set back refills nothing. */
const refilled = `least($3::float8, known.units
  + greatest(0, extract(epoch from clock_timestamp() - known.at)) * $4::float8)`;
