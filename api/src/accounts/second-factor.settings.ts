import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const secondFactorFor = setting(
  'accounts.secondFactorFor',
  z
    .array(z.enum(['CREATOR', 'STAFF', 'BRAND']))
    .max(3)
    .refine((audiences) => audiences.includes('STAFF'), 'Staff always need a second factor'),
  ['STAFF', 'BRAND'],
  'Whose roles ask for a second factor; those of staff always do, and whatever reaches beyond the own things',
);
export const proofMinutes = setting(
  'accounts.proofMinutes',
  z.number().int().min(1).max(120),
  10,
  'Minutes for which a sign-in or another proof of identity opens sensitive actions',
);
