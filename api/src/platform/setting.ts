import type { z } from 'zod';

/** A business rule that staff may change without a restart. */
export interface Setting<Value> {
  key: string;
  shape: z.ZodType<Value>;
  /** Holds until somebody sets another one. */
  initial: Value;
  description: string;
}

const declared = new Map<string, Setting<unknown>>();

/** Declared once, beside the rule that reads it. Typed reads, validation and the printed register follow from here. */
export function setting<Value>(
  key: string,
  shape: z.ZodType<Value>,
  initial: Value,
  description: string,
): Setting<Value> {
  if (declared.has(key)) throw new Error(`setting ${key} is declared twice`);
  const made = { key, shape, initial, description };
  declared.set(key, made);
  return made;
}

export const declaredSettings = (): Setting<unknown>[] => [...declared.values()];

/** For whom a setting is read: the narrowest stored value wins, account before role before workspace. */
export interface SettingScope {
  accountId?: string;
  role?: string;
}

export interface Settings {
  /** From memory; a change made in any process is seen within seconds. */
  read<Value>(wanted: Setting<Value>, scope?: SettingScope): Value;
}
