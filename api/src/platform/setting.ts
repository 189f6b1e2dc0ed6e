import { z } from 'zod';

/** For whom, besides the whole workspace, another value may hold. */
export type SettingLevel = 'role' | 'account';

/** A business rule that staff may change without a restart. */
export interface Setting<Value> {
  key: string;
  shape: z.ZodType<Value>;
  /** Holds until somebody sets another one. */
  initial: Value;
  description: string;
  levels: readonly SettingLevel[];
  /** Can be set but not seen: sealed in the database, absent from history and audit. */
  secret: boolean;
}

const declared = new Map<string, Setting<unknown>>();

function declare<Value>(made: Setting<Value>): Setting<Value> {
  if (declared.has(made.key)) throw new Error(`setting ${made.key} is declared twice`);
  declared.set(made.key, made);
  return made;
}

/**
 * Declared once, beside the rule that reads it. Typed reads, validation, the screen and the printed register follow from
 * here. The key is `group.name`; a name that ends in a unit, such as `lockMinutes`, is shown with it. `levels` must be those
 * for which the rule asks when it reads.
 */
export const setting = <Value>(
  key: string,
  shape: z.ZodType<Value>,
  initial: Value,
  description: string,
  levels: readonly SettingLevel[] = [],
): Setting<Value> => declare({ key, shape, initial, description, levels, secret: false });

/** Null until somebody sets it. */
export const secretSetting = (key: string, shape: z.ZodType<string>, description: string): Setting<string | null> =>
  declare({ key, shape, initial: null, description, levels: [], secret: true });

/** In the order of their keys. */
export const declaredSettings = (): Setting<unknown>[] =>
  [...declared.values()].sort((a, b) => (a.key < b.key ? -1 : 1));

export const declaredSetting = (key: string): Setting<unknown> | undefined => declared.get(key);

export const groupOf = ({ key }: Pick<Setting<unknown>, 'key'>): string => key.split('.')[0]!;

const units = ['seconds', 'minutes', 'hours', 'days', 'bytes', 'pixels', 'characters'] as const;
export type SettingUnit = (typeof units)[number];

export function unitOf({ key }: Pick<Setting<unknown>, 'key'>): SettingUnit | null {
  const lastWord = /[A-Z][a-z]+$/.exec(key)?.[0].toLowerCase();
  return units.find((unit) => unit === lastWord) ?? (lastWord === 'length' ? 'characters' : null);
}

/** What may be set, as JSON Schema: what an editor is made from. */
export function describeShape({ shape }: Pick<Setting<unknown>, 'shape'>): object {
  const { $schema: _, ...described } = z.toJSONSchema(shape);
  return described;
}

/** For whom a setting is read: the narrowest stored value wins, account before role before workspace. */
export interface SettingScope {
  accountId?: string;
  role?: string;
}

export interface Settings {
  /** From memory; a change made in any process is seen within seconds. */
  read<Value>(wanted: Setting<Value>, scope?: SettingScope): Value;
}
