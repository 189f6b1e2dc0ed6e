// Declares every setting that the product reads.
import './app.ts';
import { runCommand } from './command-line.ts';
import { PostgresEvents } from './platform/events.postgres.ts';
import { RedisEvents } from './platform/events.redis.ts';
import { StoredSettings } from './platform/settings.store.ts';
import { settingsCommand } from './settings-command.ts';

runCommand('settings', async (args, { db, config: { databaseUrl, redisUrl }, log }) => {
  const events = redisUrl
    ? await RedisEvents.open({ url: redisUrl, log })
    : await PostgresEvents.open({ databaseUrl, log });
  try {
    return await settingsCommand(args, db, await StoredSettings.open(db, events, log));
  } finally {
    await events.close();
  }
});
