import { RateLimited } from './errors.ts';
import { defineJob } from './jobs.ts';

/** So many units, refilled steadily: a token bucket. */
export interface RateLimit {
  /** Says what is limited, such as `sign-in by address`. Buckets of the same name must have the same limit. */
  name: string;
  /** Units that may be taken at once. */
  burst: number;
  perSecond: number;
}

export interface RateLimitState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds, whole: after a refusal until what was asked for can be taken, otherwise until the bucket is full. */
  reset: number;
}

/** Shared by all processes. */
export interface RateLimiter {
  /** `key`: whose bucket. What is refused takes nothing. */
  take(limit: RateLimit, key: string, units?: number): Promise<RateLimitState>;
  /** Buckets that are full again need not be remembered. */
  forgetFull(): Promise<void>;
  close(): void;
}

/** Takes one, or throws RateLimited. */
export async function takeOrRefuse(limiter: RateLimiter, limit: RateLimit, key: string): Promise<void> {
  const { allowed, reset, ...bucket } = await limiter.take(limit, key);
  if (!allowed) throw new RateLimited(reset, bucket);
}

export const bucketKey = ({ name }: RateLimit, key: string): string => `${name} ${key}`;

/** `left`: units in the bucket, after what was taken. */
export function stateOf(
  { burst, perSecond }: RateLimit,
  left: number,
  units: number,
  allowed: boolean,
): RateLimitState {
  const missing = allowed ? burst - left : units - left;
  return {
    allowed,
    limit: burst,
    remaining: Math.max(0, Math.floor(left)),
    reset: units > burst && !allowed ? Infinity : Math.max(allowed ? 0 : 1, Math.ceil(missing / perSecond)),
  };
}

export const forgetFullBucketsJob = defineJob<Record<string, never>>({
  name: 'forget-full-buckets',
  retry: { limit: 2, delay: 60, delayMax: 600 },
  expireIn: 60,
  concurrency: 1,
});
