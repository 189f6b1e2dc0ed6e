import { installBuiltInRoles } from './accounts/built-in-roles.ts';
import { openDatabase } from './app-foundation.ts';
import { migrations } from './entities.ts';
import type { Config } from './platform/config.ts';
import { closeDb, migrate, type Db } from './platform/db.ts';
import { tooPowerful } from './platform/db-role.ts';
import type { Log } from './platform/log.ts';
import { sealPlainValues } from './privacy/sealing.ts';
import { installShippedTerms } from './terms/shipped-terms.ts';

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
    await sealPlainValues(db);
    await installBuiltInRoles(db);
    await installShippedTerms(db);
    return db;
  } catch (error) {
    await closeDb(db);
    throw error;
  }
}
