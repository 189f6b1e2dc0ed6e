import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const apiKeyDays = setting(
  'accounts.apiKeyDays',
  z.number().int().min(1).max(1_825),
  365,
  'Days for which an API key can be made at most',
);
export const apiKeyOverlapHours = setting(
  'accounts.apiKeyOverlapHours',
  z.number().int().min(0).max(720),
  24,
  'Hours for which the former secret of an API key still works after a rotation',
);
export const apiKeyWarningDays = setting(
  'accounts.apiKeyWarningDays',
  z.number().int().min(1).max(90),
  7,
  'Days before an API key expires on which its owner is told',
);
