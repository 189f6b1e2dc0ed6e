import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const headMinutes = setting(
  'audit.headMinutes',
  z.int().min(1).max(1440),
  5,
  'Minutes between two signed heads of the audit trail. What was recorded after the last head could still be cut off unnoticed.',
);

export const exportHours = setting(
  'audit.exportHours',
  z.int().min(1).max(168),
  24,
  'Hours for which an export of the audit trail can be downloaded',
);
