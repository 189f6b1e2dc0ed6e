// Declares every setting that the product reads.
import './app.ts';
import { entities, migrations } from './entities.ts';
import { ConfigError, readConfig } from './platform/config.ts';
import { closeDb, migrate, openDb } from './platform/db.ts';
import { AppError } from './platform/errors.ts';
import { PostgresEvents } from './platform/events.postgres.ts';
import { RedisEvents } from './platform/events.redis.ts';
import { createLog } from './platform/log.ts';
import { StoredSettings } from './platform/settings.store.ts';
import { settingsCommand } from './settings-command.ts';

async function run(args: string[]): Promise<string> {
  const { databaseUrl, redisUrl } = readConfig(process.env);
  const log = createLog({ logLevel: 'error' }, 'settings');
  const onConnectionError = (err: Error): void => log.error({ err }, 'database connection failed');
  const db = await openDb({ url: databaseUrl, poolSize: 2, entities, migrations, onConnectionError });
  await migrate(db);
  const events = redisUrl
    ? await RedisEvents.open({ url: redisUrl, log })
    : await PostgresEvents.open({ databaseUrl, log });
  try {
    return await settingsCommand(args, db, await StoredSettings.open(db, events, log));
  } finally {
    await events.close();
    await closeDb(db);
  }
}

run(process.argv.slice(2)).then(
  (answer) => console.log(answer),
  (error: unknown) => {
    console.error(error instanceof AppError || error instanceof ConfigError ? error.message : error);
    process.exitCode = 1;
  },
);
