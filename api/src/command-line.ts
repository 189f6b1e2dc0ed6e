import { type Config, ConfigError, readConfig } from './platform/config.ts';
import { closeDb, type Db } from './platform/db.ts';
import { AppError, CannotStart } from './platform/errors.ts';
import { createLog, type Log } from './platform/log.ts';
import { prepareDatabase } from './prepare-database.ts';

interface CommandParts {
  db: Db;
  config: Config;
  log: Log;
}

/** Runs a program of the command line on the database: prints what it says, or why it could not be done. */
export function runCommand(name: string, command: (args: string[], parts: CommandParts) => Promise<string>): void {
  withDatabase(name, (parts) => command(process.argv.slice(2), parts)).then(
    (answer) => console.log(answer),
    (error: unknown) => {
      const isForPeople = [AppError, CannotStart, ConfigError].some((kind) => error instanceof kind);
      console.error(isForPeople ? (error as Error).message : error);
      process.exitCode = 1;
    },
  );
}

async function withDatabase(name: string, work: (parts: CommandParts) => Promise<string>): Promise<string> {
  const config = readConfig(process.env);
  const log = createLog({ logLevel: 'error' }, name);
  const db = await prepareDatabase({ ...config, databasePoolSize: 2 }, log);
  try {
    return await work({ db, config, log });
  } finally {
    await closeDb(db);
  }
}
