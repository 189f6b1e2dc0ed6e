import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const supportAccessHours = setting(
  'accounts.supportAccessHours',
  z.number().int().min(1).max(168),
  72,
  'Hours for which somebody can allow support to look at their account at most',
);
export const impersonationMinutes = setting(
  'accounts.impersonationMinutes',
  z.number().int().min(5).max(240),
  30,
  'Minutes after which looking at an account through its owner’s eyes ends by itself',
);
