import { notice } from '../platform/notifier.ts';
import { useOwnApplication } from './onboarding.policy.ts';

export const phoneConnectedNotice = notice('onboarding.phoneConnected', {
  description: 'A phone goes on with your application, by the code you showed it',
  variables: { device: 'Safari on iPhone', hours: '12' },
  channels: ['MAIL', 'INBOX'],
  optional: false,
  reaches: useOwnApplication,
});
