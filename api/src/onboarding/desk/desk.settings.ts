import { z } from 'zod';
import { setting } from '../../platform/setting.ts';
import { HintKind } from './hint.ts';
import { weekdays, type Weekday } from './business-time.ts';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const businessDays = setting<Weekday[]>(
  'onboarding.businessDays',
  z.array(z.enum(weekdays)).min(1).max(weekdays.length),
  ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
  'Days on which somebody is at the desk: only their hours count for the time within which an application is decided',
);
export const deskOpens = setting(
  'onboarding.deskOpens',
  z.number().int().min(0).max(23),
  9,
  'Hour of the day at which the desk opens',
);
export const deskCloses = setting(
  'onboarding.deskCloses',
  z.number().int().min(1).max(24),
  17,
  'Hour of the day at which the desk closes; not after it opens: it is open all day',
);
export const deskTimeZone = setting(
  'onboarding.deskTimeZone',
  z.string().max(64).refine(isTimeZone, 'A name of the IANA time zone database'),
  'UTC',
  'Time zone of the desk, such as Europe/Madrid',
);
export const deskHolidays = setting(
  'onboarding.deskHolidays',
  z.array(z.string().regex(/^\d{4}-\d\d-\d\d$/)).max(200),
  [],
  'Days on which nobody is at the desk, written as 2026-12-25',
);
export const claimMinutes = setting(
  'onboarding.claimMinutes',
  z.number().int().min(1).max(480),
  30,
  'Minutes after which a case that a reviewer holds without doing anything goes back to the queue',
);
export const fourEyes = setting(
  'onboarding.fourEyes',
  z.enum(['NEVER', 'HIGH_RISK', 'ALWAYS']),
  'HIGH_RISK',
  'Which cases need two reviewers: the first proposes, another one confirms',
);
export const riskyHints = setting(
  'onboarding.riskyHints',
  z.array(z.enum(HintKind)).max(Object.keys(HintKind).length),
  [
    HintKind.DOCUMENT_NUMBER,
    HintKind.PAYOUT_ACCOUNT,
    HintKind.TAX_ID,
    HintKind.SOCIAL_PROFILE,
    HintKind.FILE,
    HintKind.NAME,
    HintKind.DOCUMENT_READ,
  ],
  'Hints that make a case one of high risk, whenever they are found',
);
export const checklistNeeded = setting(
  'onboarding.checklistNeeded',
  z.boolean(),
  false,
  'Whether every document has to be ticked off as legible, in date and genuine before its section can be accepted',
);
export const reapplyDays = setting(
  'onboarding.reapplyDays',
  z.number().int().min(1).max(3_650),
  90,
  'Days after a rejection until the creator may apply again, offered to the reviewer who rejects',
);
export const reviewProofMinutes = setting(
  'onboarding.reviewProofMinutes',
  z.number().int().min(5).max(480),
  60,
  'Minutes for which a session that has shown who holds it may take cases and see what creators handed in',
);
export const expiryReminderDays = setting(
  'onboarding.expiryReminderDays',
  z.array(z.number().int().min(1).max(365)).max(10),
  [30, 7, 1],
  'Days before something that was accepted expires on which the creator is reminded',
);
