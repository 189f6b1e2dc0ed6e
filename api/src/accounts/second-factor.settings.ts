import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const secondFactorFor = setting(
  'accounts.secondFactorFor',
  z.array(z.enum(['CREATOR', 'STAFF', 'BRAND'])).max(3),
  ['STAFF', 'BRAND'],
  'Whose roles make a second factor mandatory; everybody else may have one',
);
export const proofMinutes = setting(
  'accounts.proofMinutes',
  z.number().int().min(1).max(120),
  10,
  'Minutes for which a sign-in or another proof of identity opens sensitive actions',
);
