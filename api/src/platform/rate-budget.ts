import type { RateLimit, RateLimiter, RateLimitState } from './rate-limit.ts';

interface Lease {
  units: number;
  /** What the store said was left when this was taken. */
  left: number;
  until: number;
}

/** Of the burst: so much a process takes at once. */
const share = 1 / 20;
const leaseMilliseconds = 5_000;
const mostLeases = 20_000;

/**
 * For what is counted so often that a question to the store each time would cost more than what it guards. A process takes
 * a share ahead and spends it from memory. Nobody gets more than the limit; who changes processes may get a share less.
 */
export class RateBudget {
  readonly #leases = new Map<string, Lease>();

  constructor(
    private readonly limiter: RateLimiter,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Without a promise as long as the share lasts. */
  spend(limit: RateLimit, key: string, units: number): RateLimitState | Promise<RateLimitState> {
    const name = `${limit.name} ${key}`;
    const lease = this.#leases.get(name);
    if (!lease || lease.units < units || lease.until < this.now()) return this.#lease(limit, key, name, units);
    lease.units -= units;
    return { allowed: true, limit: limit.burst, remaining: Math.floor(lease.left + lease.units), reset: 0 };
  }

  async #lease(limit: RateLimit, key: string, name: string, units: number): Promise<RateLimitState> {
    const ahead = Math.max(units, Math.ceil(limit.burst * share));
    const taken = await this.limiter.take(limit, key, ahead);
    if (!taken.allowed) return ahead === units ? taken : this.limiter.take(limit, key, units);
    this.#leases.delete(name);
    this.#leases.set(name, { units: ahead - units, left: taken.remaining, until: this.now() + leaseMilliseconds });
    if (this.#leases.size > mostLeases) this.#leases.delete(this.#leases.keys().next().value!);
    return { ...taken, remaining: taken.remaining + ahead - units };
  }
}
