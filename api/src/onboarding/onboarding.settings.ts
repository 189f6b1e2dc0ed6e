import { usTaxForms, type UsTaxForm } from '@influencegen/shared-schema/contract/tax-id';
import { z } from 'zod';
import { setting, type Setting } from '../platform/setting.ts';
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
/** After which what was accepted is to be looked at again, by kind. An identity document ends with its own last day if that is sooner. */
export const expiryMonths: Readonly<Record<SectionKind, Setting<number>>> = {
  PERSON: monthsFor('person', 'what a creator says about themselves'),
  ADDRESS: monthsFor('address', 'the address of a creator'),
  SOCIAL_PROFILES: monthsFor('socialProfiles', 'the social profiles of a creator'),
  NICHES: monthsFor('niches', 'the niches of a creator'),
  AUDIENCE: monthsFor('audience', 'what a creator says about their audience'),
  IDENTITY_DOCUMENT: monthsFor(
    'identityDocument',
    'the identity document of a creator, at the latest on its own last day',
  ),
  PAYOUT_ACCOUNT: monthsFor('payoutAccount', 'the payout account of a creator'),
  TAX: monthsFor('tax', 'what a creator says about tax'),
  CONSENTS: monthsFor('consents', 'the consents of a creator'),
};
function monthsFor(name: string, what: string): Setting<number> {
  return setting(
    `onboarding.${name}ExpiryMonths`,
    z.number().int().min(0).max(120),
    0,
    `Months after which ${what} has to be handed in again, counted from when it was accepted; 0: never`,
  );
}
export const taxFormsAsked = setting<UsTaxForm[]>(
  'onboarding.taxForms',
  z.array(z.enum(usTaxForms)).max(usTaxForms.length),
  [...usTaxForms],
  'Tax forms of the US that creators hand in signed when their answers call for them: W-9 of US persons, W-8BEN and W-8BEN-E of others who are paid from the US',
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
