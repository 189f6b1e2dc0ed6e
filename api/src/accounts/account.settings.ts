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
  'Days after which a person has to sign in again',
);
export const mostSessions = setting(
  'accounts.mostSessions',
  z.number().int().min(1).max(50),
  5,
  'Devices on which one person can be signed in: one more ends the oldest sign-in',
);
export const invitationDays = setting(
  'accounts.invitationDays',
  z.number().int().min(1).max(60),
  7,
  'Days for which the link in an invitation can be used',
);
