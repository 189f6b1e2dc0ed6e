import type { Db } from './platform/db.ts';
import { AppError } from './platform/errors.ts';
import { KeyRotation } from './privacy/key-rotation.ts';

export const keysUsage = `npm run keys -- status
npm run keys -- rotate`;

/** What the command says. `rotate` does at once what the worker does after a start with a new key. */
export async function keysCommand(args: string[], db: Db): Promise<string> {
  const rotation = new KeyRotation(db);
  const [verb, ...rest] = args;
  if (verb === 'status' && rest.length === 0) return describe(rotation, db);
  if (verb === 'rotate' && rest.length === 0) {
    await rotation.startOver();
    const sealed = await rotation.run();
    return `${sealed} values are sealed anew under key ${db.keyring.newest}.\n\n${await describe(rotation, db)}`;
  }
  throw new AppError('BAD_USER_INPUT', `Use one of:\n${keysUsage}`);
}

async function describe(rotation: KeyRotation, { keyring }: Db): Promise<string> {
  const uses = await rotation.uses();
  const versions = [...new Set([...keyring.versions, ...uses.map(({ version }) => version)])].sort((a, b) => b - a);
  return versions
    .map((version) => {
      const needed = uses.filter((use) => use.version === version);
      const total = needed.reduce((sum, use) => sum + use.rows, 0);
      const state = [
        ...(version === keyring.newest ? ['seals'] : []),
        ...(keyring.versions.includes(version) ? [] : ['MISSING: these values cannot be read']),
        ...(total === 0 && version < keyring.newest ? ['no longer needed: take it out of MASTER_KEYS'] : []),
        ...(version > keyring.newest ? ['will seal once MASTER_KEY_VERSION no longer holds it back'] : []),
      ];
      return [
        `Key ${version}: ${total} values${state.length > 0 ? ` (${state.join(', ')})` : ''}`,
        ...needed.map(({ table, column, rows }) => `  ${table}.${column}: ${rows}`),
      ].join('\n');
    })
    .join('\n');
}
