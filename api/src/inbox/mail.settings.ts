import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const mailAttempts = setting(
  'mail.attempts',
  z.number().int().min(1).max(20),
  8,
  'Tries to deliver a mail before it counts as bounced',
);
export const mailRetrySeconds = setting(
  'mail.retrySeconds',
  z.number().int().min(1).max(3600),
  30,
  'Seconds until a mail that could not be delivered is tried again; doubled after each try, up to an hour',
);
export const mailKeepDays = setting(
  'mail.keepDays',
  z.number().int().min(1).max(3650),
  90,
  'Days for which the outbox keeps a mail',
);
export const inboxKeepDays = setting(
  'inbox.keepDays',
  z.number().int().min(1).max(3650),
  365,
  'Days for which the inbox of a person keeps a notification',
);
