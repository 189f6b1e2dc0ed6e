import { installBuiltInRoles } from './accounts/built-in-roles.ts';
import { openDatabase } from './app-foundation.ts';
import { migrations } from './entities.ts';
import type { Config } from './platform/config.ts';
import { closeDb, migrate, type Db } from './platform/db.ts';
import { tooPowerful } from './platform/db-role.ts';
import { CannotStart } from './platform/errors.ts';
import type { Log } from './platform/log.ts';
import { type KeyTrouble, whatDoesNotOpen } from './privacy/keys-at-hand.ts';
import { sealPlainValues } from './privacy/sealing.ts';
import { installShippedTerms } from './terms/shipped-terms.ts';

/** Nothing was changed yet when one of these is said. */
const startTrouble: Record<KeyTrouble['what'], (version: number) => string> = {
  MISSING: (version) =>
    `This database is sealed with master key ${version}, which is not among the keys at hand. Nothing was changed: give the key back (MASTER_KEYS, or where its backup is kept) and start again.`,
  FOREIGN: (version) =>
    `This database is sealed with another master key ${version} than the one at hand: it may have been restored beside a new key file. Nothing was changed: give back the key that belongs to it and start again.`,
};

/**
 * The database, brought up to date by its owner and then opened as the application. Started together, whichever process
 * comes first works and the others wait.
 */
export async function prepareDatabase(config: Config, log: Log): Promise<Db> {
  await migrate({
    ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl,
    applicationUrl: config.databaseUrl,
    migrations,
  });
  const db = await openDatabase(config, log);
  try {
    const problem = await tooPowerful(db);
    if (problem !== null && config.environment === 'production') throw new Error(problem);
    if (problem !== null) log.warn(problem);
    // Before anything is sealed with a key that does not belong here.
    const trouble = await whatDoesNotOpen(db);
    if (trouble) throw new CannotStart(startTrouble[trouble.what](trouble.version));
    await sealPlainValues(db);
    await installBuiltInRoles(db);
    await installShippedTerms(db);
    return db;
  } catch (error) {
    await closeDb(db);
    throw error;
  }
}
