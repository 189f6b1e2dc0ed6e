import { defineJob } from '../../platform/jobs.ts';

/** Asks the provider for a page to send the creator to. */
export const beginIdentityCheckJob = defineJob<{ checkId: string }>({
  name: 'identity-check-begin',
  retry: { limit: 5, delay: 2, delayMax: 30 },
  expireIn: 60,
  concurrency: 2,
});

export const forgetIdentityNewsJob = defineJob<Record<string, never>>({
  name: 'identity-check-forget-news',
  retry: { limit: 2, delay: 60, delayMax: 600 },
  expireIn: 300,
  concurrency: 1,
});
