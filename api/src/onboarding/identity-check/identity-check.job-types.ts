import { defineJob } from '../../platform/jobs.ts';

/** Asks the provider for a page to send the creator to. */
export const beginIdentityCheckJob = defineJob<{ checkId: string }>({
  name: 'identity-check-begin',
  retry: { limit: 5, delay: 2, delayMax: 30 },
  expireIn: 60,
  concurrency: 2,
});

/** Asks the provider what it read, and compares it with what was typed. */
export const compareIdentityJob = defineJob<{ checkId: string }>({
  name: 'identity-check-compare',
  retry: { limit: 6, delay: 2, delayMax: 120 },
  expireIn: 60,
  concurrency: 2,
});

export const forgetIdentityNewsJob = defineJob<Record<string, never>>({
  name: 'identity-check-forget-news',
  retry: { limit: 2, delay: 60, delayMax: 600 },
  expireIn: 300,
  concurrency: 1,
});
