import { z } from 'zod';
import { setting } from '../platform/setting.ts';
import { SectionKind, sectionKinds } from './section.lifecycle.ts';

export const minimumAge = setting(
  'onboarding.minimumAge',
  z.number().int().min(13).max(25),
  18,
  'Years that a creator has to be old at least',
);
export const payerCountry = setting(
  'onboarding.payerCountry',
  z.string().regex(/^[A-Z]{2}$/),
  'DE',
  'Country from which creators are paid, as two letters: it decides which tax forms they fill in',
);
export const sectionsAsked = setting(
  'onboarding.sectionsAsked',
  z.array(z.enum(SectionKind)).min(1),
  [...sectionKinds],
  'Sections of the application that a creator has to hand in before approval; the others may follow later',
);
export const reverifyDays = setting(
  'onboarding.reverifyDays',
  z.number().int().min(1).max(365),
  14,
  'Days within which a creator who was let in hands in again what they changed after it was verified',
);
export const askProofOfAddress = setting(
  'onboarding.askProofOfAddress',
  z.boolean(),
  true,
  'Whether a creator has to show a bill or letter with their address',
);
export const reviewHours = setting(
  'onboarding.reviewHours',
  z.number().int().min(1).max(720),
  24,
  'Hours in which the desk is open within which an application is to be decided',
);
export const handOffMinutes = setting(
  'onboarding.handOffMinutes',
  z.number().int().min(1).max(30),
  5,
  'Minutes for which the code that hands an application to a phone can be used',
);
export const handOffHours = setting(
  'onboarding.handOffHours',
  z.number().int().min(1).max(72),
  12,
  'Hours after which a phone that was handed an application is signed out',
);
