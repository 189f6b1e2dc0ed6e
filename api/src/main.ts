import { seedDemoPeople } from './accounts/demo-people.ts';
import { createApp } from './app.ts';
import { seedDemoCampaigns } from './campaigns/demo-campaigns.ts';
import { seedDemoPictures } from './imaging/demo-pictures.ts';
import { seedDemoApplications } from './onboarding/demo-applications.ts';
import { seedDemoCases } from './onboarding/desk/demo-cases.ts';
import { seedDemoPayouts } from './onboarding/payout-account/demo-payouts.ts';
import { prepareDatabase } from './prepare-database.ts';
import { runProcess } from './process.ts';
import { seedDemoConsents } from './terms/demo-consents.ts';

await runProcess('api', async (config, log) => {
  const db = await prepareDatabase(config, log);
  if (config.seedDemo) {
    await seedDemoPeople(db);
    await seedDemoConsents(db);
    await seedDemoApplications(db, new Date());
    await seedDemoPayouts(db, new Date());
    await seedDemoCampaigns(db, new Date());
  }
  const app = await createApp(config, { db, log });
  if (config.seedDemo) await seedDemoCases(app, new Date());
  log.info({ port: await app.listen() }, 'listening');
  // Only now, so that nobody waits for them. Engines outside would have to be paid.
  if (config.seedDemoPictures && config.engine.engine === 'embedded') await seedDemoPictures(app);
  return app;
});
