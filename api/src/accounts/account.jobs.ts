import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { AttemptLock } from './attempt-lock.ts';

export const forgetSignInCountsJob = defineJob<Record<string, never>>({
  name: 'forget-sign-in-counts',
  retry: { limit: 3, delay: 30, delayMax: 300 },
  expireIn: 60,
  concurrency: 1,
});

export const handleForgetSignInCounts =
  (attempts: AttemptLock): JobHandler<Record<string, never>> =>
  () =>
    attempts.forgetOld();
