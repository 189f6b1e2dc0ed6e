import { z } from 'zod';
import { setting } from '../platform/setting.ts';

export const headMinutes = setting(
  'audit.headMinutes',
  z.int().min(1).max(1440),
  5,
  'Minutes between two signed heads of the audit trail',
);

export const tailSeconds = setting(
  'audit.tailSeconds',
  z.int().min(0).max(3600),
  5,
  'Seconds between two notes, outside of the database, of where the audit trail ends. They stand beside what each process notes of what it records, and outlive a crash of the machine. 0: none.',
);

export const sealSeconds = setting(
  'audit.sealSeconds',
  z.int().min(5).max(3600),
  60,
  'Seconds after which an event that has no place in the audit chain yet makes the health check fail',
);

export const exportHours = setting(
  'audit.exportHours',
  z.int().min(1).max(168),
  24,
  'Hours for which an export of the audit trail can be downloaded',
);
