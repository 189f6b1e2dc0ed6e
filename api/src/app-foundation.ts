import { SigningKeys } from './accounts/signing-keys.ts';
import { entities } from './entities.ts';
import { openStorage, type ObjectStorage } from './platform/object-storage.ts';
import { openVirusScanner, type VirusScanner } from './documents/virus-scanner.ts';
import { openMailCarrier, type MailCarrier } from './inbox/mail-carrier.ts';
import { AuditJournal } from './platform/audit-journal.ts';
import { AuditKeys } from './platform/audit-keys.ts';
import type { Config } from './platform/config.ts';
import { openDb, type Db } from './platform/db.ts';
import { PostgresEvents } from './platform/events.postgres.ts';
import type { EventBus } from './platform/events.ts';
import { PgBossJobs } from './platform/jobs.pgboss.ts';
import { openKeyring } from './platform/key-source.ts';
import type { Keyring } from './platform/keyring.ts';
import type { Log } from './platform/log.ts';
import { createMetrics, type Registry } from './platform/metrics.ts';
import { PostgresLimiter } from './platform/rate-limit.postgres.ts';
import type { RateLimiter } from './platform/rate-limit.ts';
import { StoredSettings } from './platform/settings.store.ts';

/** What every room stands on. */
export interface Foundation {
  metrics: Registry;
  db: Db;
  events: EventBus;
  settings: StoredSettings;
  jobs: PgBossJobs;
  storage: ObjectStorage;
  carrier: MailCarrier;
  /** Null: none is configured. */
  scanner: VirusScanner | null;
  keyring: Keyring;
  limiter: RateLimiter;
  auditKeys: AuditKeys;
  signingKeys: SigningKeys;
}

export async function openDatabase(config: Config, log: Log): Promise<Db> {
  const auditKeys = new AuditKeys(config.auditKeys);
  return openDb({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    entities,
    auditKeys,
    journal: new AuditJournal({
      folder: config.auditJournalFolder,
      keys: auditKeys,
      onFailure: (error) =>
        log.error({ err: error }, 'what is recorded cannot be noted outside of the database, in AUDIT_JOURNAL_FOLDER'),
    }),
    keyring: await openKeyring(config.masterKeys),
    onConnectionError: (error) => log.warn({ err: error }, 'database connection lost'),
  });
}

export async function openFoundation(
  config: Config,
  { log, now, opened }: { log: Log; now: () => Date; opened: Db | undefined },
): Promise<Foundation> {
  const metrics = createMetrics();
  const { databaseUrl, redisUrl } = config;
  const db = opened ?? (await openDatabase(config, log));
  const inTable = new PostgresLimiter(db);
  const [events, limiter, jobs, storage, scanner] = await Promise.all([
    redisUrl === undefined
      ? PostgresEvents.open({ databaseUrl, log })
      : import('./platform/events.redis.ts').then(({ RedisEvents }) => RedisEvents.open({ url: redisUrl, log })),
    redisUrl === undefined
      ? inTable
      : import('./platform/rate-limit.redis.ts').then(({ RedisLimiter }) => new RedisLimiter(redisUrl, inTable, log)),
    PgBossJobs.open({ db, databaseUrl, log, metrics }),
    openStorage(config.storage),
    openVirusScanner(config.virusScanner),
  ]);
  const settings = await StoredSettings.open(db, events, log);
  return {
    metrics,
    db,
    events,
    jobs,
    storage,
    carrier: openMailCarrier(config.mail, { settings, publicUrl: config.publicUrl, log }),
    scanner,
    keyring: db.keyring,
    limiter,
    auditKeys: new AuditKeys(config.auditKeys),
    settings,
    signingKeys: await SigningKeys.open({ db, events, keyring: db.keyring, settings, log, now }),
  };
}
