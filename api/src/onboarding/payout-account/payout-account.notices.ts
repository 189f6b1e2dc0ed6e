import { notice } from '../../platform/notifier.ts';
import { useOwnApplication } from '../onboarding.policy.ts';

const another = {
  description: 'Somebody entered another account for you to be paid at',
  optional: false,
  reaches: useOwnApplication,
} as const;
const bothAccounts = { former: 'DE•• •••• 3000', account: 'GB•• •••• 1926' };

export const payoutAccountChanged = notice('payout-account-changed', {
  ...another,
  variables: { ...bothAccounts, security: 'https://studio.example/security' },
  channels: ['MAIL', 'INBOX'],
});
/** To the address that the account had until lately. */
export const payoutAccountChangedFormer = notice('payout-account-changed-former', {
  ...another,
  variables: bothAccounts,
  channels: ['MAIL'],
  listed: false,
});

const aboutVerification = {
  variables: { account: 'DE•• •••• 3000', link: 'https://studio.example/onboarding/payout-account' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
  reaches: useOwnApplication,
} as const;

export const depositsSent = notice('payout-deposits-sent', {
  ...aboutVerification,
  description: 'Two small amounts are on their way to your account',
});
export const payoutAccountVerified = notice('payout-account-verified', {
  ...aboutVerification,
  description: 'Your payout account was verified',
});
export const payoutVerificationFailed = notice('payout-verification-failed', {
  ...aboutVerification,
  description: 'Your payout account could not be verified',
});
export const payoutVerificationWithdrawn = notice('payout-verification-withdrawn', {
  ...aboutVerification,
  description: 'Your payout account counts as verified no longer: you cannot be paid for now',
  optional: false,
});
