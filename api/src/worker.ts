import { createApp } from './app.ts';
import { prepareDatabase } from './prepare-database.ts';
import { runProcess } from './process.ts';

await runProcess('worker', async (config, log) => {
  const app = await createApp(config, { db: await prepareDatabase(config, log), log });
  await app.work();
  return app;
});
