import { notice } from '../platform/notifier.ts';

export const confirmNewAddress = notice('accounts.confirmNewAddress', {
  description: 'Your account is to move to this e-mail address',
  variables: { link: 'https://studio.example/new-address#k3m9', hours: '48' },
  channels: ['MAIL'],
  optional: false,
  listed: false,
});
export const addressWanted = notice('accounts.addressWanted', {
  description: 'Somebody wanted to move another account to your e-mail address',
  variables: { forgot: 'https://studio.example/forgot' },
  channels: ['MAIL'],
  optional: false,
  listed: false,
});
export const emailChanged = notice('accounts.emailChanged', {
  description: 'The e-mail address of your account was changed',
  variables: { link: 'https://studio.example/former-address#k3m9', days: '7' },
  channels: ['MAIL'],
  optional: false,
});
export const factorsRemoved = notice('accounts.factorsRemoved', {
  description:
    'Passkeys, authenticator apps and recovery codes that were added while somebody else had your account are gone',
  variables: { passkeys: '1', apps: '0' },
  channels: ['MAIL', 'INBOX'],
  optional: false,
});
