import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { AccessService } from './access.service.ts';
import type { AttemptLock } from './attempt-lock.ts';
import type { SigningKeys } from './signing-keys.ts';

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

export const expireGrantsJob = defineJob<Record<string, never>>({
  name: 'expire-grants',
  retry: { limit: 3, delay: 10, delayMax: 60 },
  expireIn: 60,
  concurrency: 1,
});

export const handleExpireGrants =
  (access: AccessService): JobHandler<Record<string, never>> =>
  () =>
    access.expireGrants();

export const rotateSigningKeyJob = defineJob<Record<string, never>>({
  name: 'rotate-signing-key',
  retry: { limit: 3, delay: 30, delayMax: 300 },
  expireIn: 60,
  concurrency: 1,
});

export const handleRotateSigningKey =
  (keys: SigningKeys): JobHandler<Record<string, never>> =>
  (_payload, { actor }) =>
    keys.rotate(actor);
