import { defineJob } from '../../platform/jobs.ts';

export const readProfilePageJob = defineJob<{ proofId: string }>({
  name: 'social-profile-page',
  retry: { limit: 3, delay: 5, delayMax: 60 },
  expireIn: 60,
  concurrency: 4,
});

export const learnChannelJob = defineJob<{ profileId: string }>({
  name: 'social-profile-channel',
  retry: { limit: 3, delay: 5, delayMax: 60 },
  expireIn: 60,
  concurrency: 2,
});

export const tradeSocialSignInJob = defineJob<{ signInId: string }>({
  name: 'social-sign-in',
  retry: { limit: 3, delay: 5, delayMax: 60 },
  expireIn: 60,
  concurrency: 2,
});

/** Every hour: questions to staff that are too old. */
export const lapseSocialProfilesJob = defineJob<Record<string, never>>({
  name: 'social-profile-lapse',
  retry: { limit: 2, delay: 60, delayMax: 600 },
  expireIn: 900,
  concurrency: 1,
});

export const forgetSocialSignInsJob = defineJob<Record<string, never>>({
  name: 'social-sign-in-forget',
  retry: { limit: 2, delay: 60, delayMax: 600 },
  expireIn: 300,
  concurrency: 1,
});
