import { socialPlatforms } from '@influencegen/shared-schema/contract/social-handle';
import { z } from 'zod';
import { setting } from '../../platform/setting.ts';

export const socialCodeHours = setting(
  'onboarding.socialCodeHours',
  z.number().int().min(1).max(720),
  72,
  'Hours for which a code that proves a social profile is good',
);
export const socialStaffDays = setting(
  'onboarding.socialStaffDays',
  z.number().int().min(1).max(90),
  14,
  'Days for which a reviewer may look for the code of a profile after the creator has said that it is there',
);
export const socialChecksPerDay = setting(
  'onboarding.socialChecksPerDay',
  z.number().int().min(1).max(200),
  20,
  'Times that the profiles of one creator are looked at in a day',
);
export const pagesRead = setting(
  'onboarding.socialPagesRead',
  z.array(z.enum(socialPlatforms)),
  ['YOUTUBE', 'TIKTOK', 'TWITCH', 'PINTEREST'],
  'Platforms whose public pages are read to find the code; for the others a reviewer looks',
);
export const mostSocialProfiles = setting(
  'onboarding.mostSocialProfiles',
  z.number().int().min(1).max(50),
  12,
  'Social profiles that one creator can name',
);
