import { z } from 'zod';
import { setting } from '../../platform/setting.ts';

export const leastDeposit = setting(
  'onboarding.leastDeposit',
  z.number().int().min(1).max(50),
  1,
  'Smallest of the amounts that are sent to verify an account, in the smallest unit of its currency',
);
export const largestDeposit = setting(
  'onboarding.largestDeposit',
  z.number().int().min(80).max(999),
  99,
  'Largest of the amounts that are sent to verify an account, in the smallest unit of its currency',
);
export const depositTries = setting(
  'onboarding.depositTries',
  z.number().int().min(1).max(5),
  3,
  'Tries that a creator has to tell the amounts that were sent',
);
export const depositDays = setting(
  'onboarding.depositDays',
  z.number().int().min(2).max(90),
  14,
  'Days after which amounts that were sent can no longer be told',
);
export const depositRounds = setting(
  'onboarding.depositRounds',
  z.number().int().min(1).max(20),
  4,
  'How often a creator can have amounts sent within 30 days: each time costs two transfers',
);
