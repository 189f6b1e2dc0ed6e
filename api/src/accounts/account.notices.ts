import { notice } from '../platform/notifier.ts';

/** Answers to what somebody asked for, or typed, just now. */
const asked = { channels: ['MAIL'], optional: false, listed: false } as const;
const everywhere = { channels: ['MAIL', 'INBOX'], optional: false } as const;

export const confirmAddress = notice('accounts.confirmAddress', {
  description: 'You registered: confirm your e-mail address',
  variables: { link: 'https://studio.example/verify#k3m9', hours: '48' },
  ...asked,
});
export const alreadyRegistered = notice('accounts.alreadyRegistered', {
  description: 'Somebody registered with your e-mail address, which has an account already',
  variables: { signIn: 'https://studio.example/sign-in', forgot: 'https://studio.example/forgot' },
  ...asked,
});
export const resetPassword = notice('accounts.resetPassword', {
  description: 'You asked for a new password',
  variables: { link: 'https://studio.example/reset#k3m9', minutes: '60' },
  ...asked,
});
export const passwordChanged = notice('accounts.passwordChanged', {
  description: 'Your password was changed',
  variables: { forgot: 'https://studio.example/forgot' },
  ...everywhere,
});
export const addressLocked = notice('accounts.locked', {
  description: 'Too many failed sign-ins: your account is locked for a while',
  variables: { minutes: '15', forgot: 'https://studio.example/forgot' },
  ...everywhere,
});
export const newDevice = notice('accounts.newDevice', {
  description: 'You signed in on a device that was not used before',
  variables: { device: 'Firefox on Windows', forgot: 'https://studio.example/forgot' },
  ...everywhere,
});
