import { notice } from '../../platform/notifier.ts';
import { useOwnApplication } from '../onboarding.policy.ts';

export const profileLapsedNotice = notice('onboarding.profileLapsed', {
  description: 'Nobody looked for your code in a social profile in time, and it is no longer good',
  variables: { profile: 'Instagram (lena.cooks)', link: 'https://studio.example/onboarding/social-profiles' },
  channels: ['MAIL', 'INBOX'],
  optional: false,
  reaches: useOwnApplication,
});
export const profileNotProvenNotice = notice('onboarding.profileNotProven', {
  description: 'A reviewer looked for your code in a social profile and did not find it',
  variables: { profile: 'Instagram (lena.cooks)', link: 'https://studio.example/onboarding/social-profiles' },
  channels: ['MAIL', 'INBOX'],
  optional: false,
  reaches: useOwnApplication,
});
