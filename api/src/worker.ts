import { createApp, openDatabase } from './app.ts';
import { migrate } from './platform/db.ts';
import { sealPlainValues } from './privacy/sealing.ts';
import { runProcess } from './process.ts';

await runProcess('worker', async (config, log) => {
  const db = await openDatabase(config, log);
  // Started together, whichever process comes first migrates and the other waits.
  await migrate(db);
  await sealPlainValues(db);
  const app = await createApp(config, { db, log });
  await app.work();
  return app;
});
