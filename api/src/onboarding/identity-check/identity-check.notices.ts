import { notice } from '../../platform/notifier.ts';
import { useOwnApplication } from '../onboarding.policy.ts';

export const identityNeedsInputNotice = notice('onboarding.identityNeedsInput', {
  description: 'The check of your identity document needs another try',
  variables: { link: 'https://studio.example/onboarding/identity-document' },
  channels: ['MAIL', 'INBOX'],
  optional: false,
  reaches: useOwnApplication,
});
