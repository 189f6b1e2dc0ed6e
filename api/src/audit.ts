import { AuditHeads } from './audit/audit.heads.ts';
import { journalsIn } from './audit/audit-journals.ts';
import { openHeadPlace } from './audit/audit-head-place.ts';
import { AuditSealer } from './audit/audit.sealer.ts';
import { auditCommand } from './audit-command.ts';
import { runCommand } from './command-line.ts';
import { AuditKeys } from './platform/audit-keys.ts';
import { PostgresEvents } from './platform/events.postgres.ts';
import { PgBossJobs } from './platform/jobs.pgboss.ts';
import { createMetrics } from './platform/metrics.ts';
import { StoredSettings } from './platform/settings.store.ts';

runCommand('audit', async (args, { db, config, log }) => {
  const { databaseUrl } = config;
  const keys = new AuditKeys(config.auditKeys);
  const events = await PostgresEvents.open({ databaseUrl, log });
  const jobs = await PgBossJobs.open({ db, databaseUrl, log, metrics: createMetrics() });
  try {
    const settings = await StoredSettings.open(db, events, log);
    return await auditCommand(args, {
      db,
      keys,
      place: openHeadPlace(config.auditHeads),
      journals: journalsIn(config.auditJournalFolder, keys),
      sealer: new AuditSealer({ db, keys, log }),
      heads: new AuditHeads({ db, keys, jobs, settings, now: () => new Date() }),
      onProgress: (count) => process.stderr.isTTY && process.stderr.write(`\r${count} events `),
    });
  } finally {
    await jobs.stop();
    await events.close();
  }
});
