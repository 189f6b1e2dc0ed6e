import { z } from 'zod';
import { setting } from '../../platform/setting.ts';

export const identityChecksPerDay = setting(
  'onboarding.identityChecksPerDay',
  z.number().int().min(1).max(50),
  5,
  'Checks with an identity provider that one creator can begin in a day',
);
