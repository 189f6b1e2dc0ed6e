import { z } from 'zod';
import { secretSetting, setting } from '../platform/setting.ts';

/** Of an address, what nodemailer reads as options: only whether a certificate must be vouched for. */
const isServer = (text: string): boolean => {
  const server = URL.parse(text);
  return server !== null && server.hostname !== '' && /^(\?tls\.rejectUnauthorized=false)?$/.test(server.search);
};

/** One secret, not a host beside a password: whoever changes where mail goes cannot have the password sent there. */
export const smtpUrl = secretSetting(
  'mail.smtpUrl',
  z
    .string()
    .max(2_000)
    .regex(/^smtps?:\/\/[!-~]+$/)
    .refine(isServer, 'Must be an address such as smtp://user:password@mail.example:587'),
  'Mail server, such as smtp://user:password@mail.example:587 (a password is sent through TLS only) or smtps://…; while it is not set, the one of the environment',
);
export const mailSender = setting(
  'mail.sender',
  z
    .string()
    .max(320)
    .regex(/^([^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)?$/),
  '',
  'Sender of mail, such as Studio <studio@mail.example>; empty: the one of the environment',
);
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
