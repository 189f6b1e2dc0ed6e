import { notice } from '../platform/notifier.ts';

const aboutSecurity = { variables: {}, channels: ['MAIL', 'INBOX'], optional: false } as const;

export const factorAddedNotice = notice('second-factor-added', {
  ...aboutSecurity,
  description: 'An authenticator app or a passkey was added to the account',
});
export const factorRemovedNotice = notice('second-factor-removed', {
  ...aboutSecurity,
  description: 'An authenticator app or a passkey was removed from the account',
});
export const factorsResetNotice = notice('second-factor-reset', {
  ...aboutSecurity,
  description: 'Staff removed every second factor of the account',
});
export const proofLockedNotice = notice('second-factor-locked', {
  ...aboutSecurity,
  description: 'Somebody who is signed in, or gave the right password, failed too often to prove who they are',
});
export const recoveryCodeUsedNotice = notice('recovery-code-used', {
  ...aboutSecurity,
  description: 'A recovery code was used',
  variables: { left: '9' },
});
export const recoveryCodesRenewedNotice = notice('recovery-codes-renewed', {
  ...aboutSecurity,
  description: 'New recovery codes replaced the former ones',
});
