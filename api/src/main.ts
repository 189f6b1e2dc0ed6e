import { installBuiltInRoles } from './accounts/built-in-roles.ts';
import { seedDemoPeople } from './accounts/demo-people.ts';
import { createApp, openDatabase } from './app.ts';
import { migrate } from './platform/db.ts';
import { sealPlainValues } from './privacy/sealing.ts';
import { runProcess } from './process.ts';

await runProcess('api', async (config, log) => {
  const db = await openDatabase(config, log);
  await migrate(db);
  await sealPlainValues(db);
  await installBuiltInRoles(db);
  if (config.seedDemo) await seedDemoPeople(db);
  const app = await createApp(config, { db, log });
  log.info({ port: await app.listen() }, 'listening');
  return app;
});
