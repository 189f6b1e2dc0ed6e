import { z } from 'zod';
import type { Context } from './context.ts';
import { PublicError, rateHeaders, tooMany } from './graphql-errors.ts';
import { networkOf } from './http-address.ts';
import type { RateBudget } from './rate-budget.ts';
import type { RateLimit, RateLimitState } from './rate-limit.ts';
import { setting, type Settings } from './setting.ts';

const perMinute = z.number().int().min(100).max(100_000_000);

export const personCostPerMinute = setting(
  'api.personCostPerMinute',
  perMinute,
  60_000,
  'What one person may ask of the API in a minute, in estimated objects',
  ['account'],
);
export const keyCostPerMinute = setting(
  'api.keyCostPerMinute',
  perMinute,
  120_000,
  'What the holder of one API key may ask of the API in a minute, in estimated objects',
);
export const strangerCostPerMinute = setting(
  'api.strangerCostPerMinute',
  perMinute,
  12_000,
  'What one address may ask of the API in a minute while nobody is signed in, in estimated objects',
);

/** Every operation has its price: the objects that it may bring back, and one for itself. */
export class GraphqlAdmission {
  constructor(
    private readonly budget: RateBudget,
    private readonly settings: Settings,
  ) {}

  /** The refusal, if there is one. Without a promise where the budget is known. */
  admit(context: Context, cost: number): PublicError | null | Promise<PublicError | null> {
    const { limit, key } = this.#bucketOf(context);
    const state = this.budget.spend(limit, key, Math.min(cost + 1, limit.burst));
    return state instanceof Promise ? state.then((known) => verdict(context, known)) : verdict(context, state);
  }

  #bucketOf({ actor }: Context): { limit: RateLimit; key: string } {
    const of = (name: string, units: number): RateLimit => ({ name, burst: units, perSecond: units / 60 });
    const { accountId, apiKeyId, ip } = actor;
    if (apiKeyId !== null) return { limit: of('api by key', this.settings.read(keyCostPerMinute)), key: apiKeyId };
    if (accountId !== null) {
      const units = this.settings.read(personCostPerMinute, { accountId });
      return { limit: of('api by person', units), key: accountId };
    }
    return { limit: of('api by address', this.settings.read(strangerCostPerMinute)), key: networkOf(ip) };
  }
}

function verdict({ setHeader }: Context, { allowed, limit, remaining, reset }: RateLimitState): PublicError | null {
  for (const [name, value] of rateHeaders({ limit, remaining }, reset)) setHeader(name, value);
  if (allowed) return null;
  return new PublicError(`Too much at once: try again in ${reset} s`, {
    extensions: { code: 'RATE_LIMITED', ...tooMany(reset, { limit, remaining }) },
  });
}
