import { parseArgs } from 'node:util';
import { z } from 'zod';
import { emailIndexes } from './accounts/account.personal.ts';
import { builtInRoles } from './accounts/built-in-roles.ts';
import { type Actor, systemActor } from './platform/actor.ts';
import type { Db } from './platform/db.ts';
import { AppError } from './platform/errors.ts';
import { declaredSetting, type Setting, type SettingScope } from './platform/setting.ts';
import type { StoredSettings } from './platform/settings.store.ts';
import { newTraceparent } from './platform/traceparent.ts';

export const settingsUsage = `npm run settings -- list
npm run settings -- set <key> <value as JSON> [--role <role> | --account <e-mail>]
npm run settings -- unset <key> [--role <role> | --account <e-mail>]`;

/** Somebody with a shell on the machine acts for the platform itself. */
const operator = (): Actor => systemActor({ requestId: `settings-${Date.now()}`, traceparent: newTraceparent() });

/** What the command says. Throws an `AppError` with a sentence for people when it cannot be done. */
export async function settingsCommand(args: string[], db: Db, settings: StoredSettings): Promise<string> {
  const { positionals, values } = readArguments(args);
  const [verb, key, json, ...rest] = positionals;
  if (verb === 'list' && key === undefined) return describe(settings);
  if (verb === 'set' && json !== undefined && rest.length === 0) {
    const wanted = settingOf(key);
    await settings.change(operator(), wanted, await scopeOf(values, db), parsed(json));
    return `${wanted.key} is set.`;
  }
  if (verb === 'unset' && key !== undefined && json === undefined) {
    const wanted = settingOf(key);
    await settings.unset(operator(), wanted, await scopeOf(values, db));
    return `${wanted.key} is unset.`;
  }
  throw new AppError('BAD_USER_INPUT', `Use one of:\n${settingsUsage}`);
}

interface Scope {
  role?: string;
  account?: string;
}

function readArguments(args: string[]): { positionals: string[]; values: Scope } {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { role: { type: 'string' }, account: { type: 'string' } },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('BAD_USER_INPUT', `${reason}\nUse one of:\n${settingsUsage}`);
  }
}

function settingOf(key: string | undefined): Setting<unknown> {
  const found = key === undefined ? undefined : declaredSetting(key);
  if (!found) throw new AppError('NOT_FOUND', `There is no setting ${key}. See them with: npm run settings -- list`);
  return found;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new AppError('BAD_USER_INPUT', `${json} is not JSON. A text needs double quotes: '"text"'`);
  }
}

async function scopeOf({ role, account }: Scope, db: Db): Promise<SettingScope> {
  if (role !== undefined && account !== undefined)
    throw new AppError('BAD_USER_INPUT', 'Name a role or an account, not both');
  if (role !== undefined) {
    const known = z.enum(Object.keys(builtInRoles)).safeParse(role.toUpperCase());
    if (!known.success)
      throw new AppError('NOT_FOUND', `There is no role ${role}. There are: ${Object.keys(builtInRoles).join(', ')}`);
    return { role: known.data };
  }
  if (account !== undefined) {
    const { rows } = await db.pool.query<{ id: string }>('select id from account where email_index = any($1)', [
      emailIndexes(db.keyring, account),
    ]);
    if (!rows[0]) throw new AppError('NOT_FOUND', `Nobody signs in as ${account}`);
    return { accountId: rows[0].id };
  }
  return {};
}

const describe = (settings: StoredSettings): string =>
  settings
    .list()
    .map(({ setting: { key, description, initial, secret }, stored }) =>
      [
        secret
          ? `${key} is a secret and ${stored.length > 0 ? 'set' : 'not set'}`
          : `${key} = ${JSON.stringify(stored.find(({ scope }) => scope === 'workspace')?.value ?? initial)}`,
        `  ${description}`,
        ...stored
          .filter(({ scope }) => scope !== 'workspace')
          .map(({ scope, value }) => `  ${scope}: ${JSON.stringify(value)}`),
      ].join('\n'),
    )
    .join('\n\n');
