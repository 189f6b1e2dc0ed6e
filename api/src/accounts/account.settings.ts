import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const lockAfter = setting(
  'accounts.lockAfter',
  z.number().int().min(1).max(100),
  5,
  'Failed sign-ins with one e-mail address before it is locked',
);
export const lockMinutes = setting(
  'accounts.lockMinutes',
  z.number().int().min(1).max(1440),
  15,
  'Minutes for which a locked e-mail address cannot sign in',
);
export const sessionDays = setting(
  'accounts.sessionDays',
  z.number().int().min(1).max(365),
  30,
  'Days without use after which a person has to sign in again',
  ['account'],
);
export const accessTokenMinutes = setting(
  'accounts.accessTokenMinutes',
  z.number().int().min(1).max(60),
  10,
  'Minutes for which an access token is good before the app renews it',
);
export const signingKeyDays = setting(
  'accounts.signingKeyDays',
  z.number().int().min(1).max(365),
  30,
  'Days after which another key signs access tokens',
);
export const mostSessions = setting(
  'accounts.mostSessions',
  // Two at least: joining goes on with the phone beside the computer that shows the code. More than five nobody oversees.
  z.number().int().min(2).max(5),
  5,
  'Devices on which one person can be signed in, support and a phone for joining included: one more ends the oldest sign-in',
  ['account'],
);
export const endedAccessDays = setting(
  'accounts.endedAccessDays',
  z.number().int().min(1).max(3650),
  90,
  'Days for which a sign-in, with its device and network address, and an API key are kept after their end',
);
export const invitationDays = setting(
  'accounts.invitationDays',
  z.number().int().min(1).max(60),
  7,
  'Days for which the link in an invitation can be used',
);
export const passwordMinLength = setting(
  'accounts.passwordMinLength',
  z.number().int().min(8).max(64),
  12,
  'Characters that a password has at least',
);
export const passwordMinKinds = setting(
  'accounts.passwordMinKinds',
  z.number().int().min(1).max(4),
  2,
  'Kinds of characters that a password has at least: small letters, capitals, digits, others',
);
export const refuseCommonPasswords = setting(
  'accounts.refuseCommonPasswords',
  z.boolean(),
  true,
  'Refuse passwords that are known to be common, and what is easily made of them',
);
export const refusePersonalPasswords = setting(
  'accounts.refusePersonalPasswords',
  z.boolean(),
  true,
  'Refuse passwords that are little more than the name or the e-mail address of the person',
);
export const passwordDays = setting(
  'accounts.passwordDays',
  z.number().int().min(0).max(3650),
  0,
  'Days after which a password has to be changed; 0: never',
);
export const signInsPerSecond = setting(
  'accounts.signInsPerSecond',
  z.number().int().min(1).max(10_000),
  5,
  'Sign-ins, registrations and password resets that one network address, or one account, may try in a second',
);
export const mailsPerHour = setting(
  'accounts.mailsPerHour',
  z.number().int().min(1).max(100),
  3,
  'Mails to confirm an address or to reset a password that may be asked for one e-mail address in an hour',
);
export const verificationHours = setting(
  'accounts.verificationHours',
  z.number().int().min(1).max(168),
  48,
  'Hours for which the link that confirms an e-mail address can be used',
);
export const unverifiedDays = setting(
  'accounts.unverifiedDays',
  z.number().int().min(7).max(365),
  14,
  'Days after which a registration whose e-mail address was never confirmed is removed',
);
export const resetMinutes = setting(
  'accounts.resetMinutes',
  z.number().int().min(5).max(1440),
  60,
  'Minutes for which the link to choose a new password can be used',
);
export const emailUndoDays = setting(
  'accounts.emailUndoDays',
  z.number().int().min(1).max(90),
  7,
  'Days for which the former e-mail address of an account can take it back; until then nobody else gets that address',
);
