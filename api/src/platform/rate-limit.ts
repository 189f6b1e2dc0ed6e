/** So many units, refilled steadily: a token bucket. */
export interface RateLimit {
  /** Says what is limited, such as `sign-in by address`. */
  name: string;
  /** Units that may be taken at once. */
  burst: number;
  perSecond: number;
}

export interface RateLimitState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until something (after a refusal: what was asked for) can be taken. */
  retryAfter: number;
}

/** Shared by all processes. */
export interface RateLimiter {
  /** `key`: whose bucket. */
  take(limit: RateLimit, key: string, units?: number): Promise<RateLimitState>;
}
