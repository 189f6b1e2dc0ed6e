import { defineJob } from '../../platform/jobs.ts';

/** Asks the provider for a page to send the creator to. */
export const beginPayoutProviderJob = defineJob<{ verificationId: string }>({
  name: 'payout-provider-begin',
  retry: { limit: 5, delay: 2, delayMax: 30 },
  expireIn: 60,
  concurrency: 2,
});

export const expireDepositsJob = defineJob<Record<string, never>>({
  name: 'payout-expire-deposits',
  retry: { limit: 2, delay: 60, delayMax: 600 },
  expireIn: 300,
  concurrency: 1,
});

export const forgetPayoutNewsJob = defineJob<Record<string, never>>({
  name: 'payout-forget-news',
  retry: { limit: 2, delay: 60, delayMax: 600 },
  expireIn: 300,
  concurrency: 1,
});
