import type { GraphQLSchema } from 'graphql';
import type { AccountService } from './accounts/account.service.ts';
import type { SessionService } from './accounts/session.service.ts';
import type { ImageOrchestrator } from './imaging/image-orchestrator.ts';
import type { ImageStorage } from './imaging/image-storage.ts';
import type { Config } from './platform/config.ts';
import type { Db } from './platform/db.ts';
import type { EventBus } from './platform/events.ts';
import type { PgBossJobs } from './platform/jobs.pgboss.ts';
import type { Log } from './platform/log.ts';
import type { Registry } from './platform/metrics.ts';
import type { StoredSettings } from './platform/settings.store.ts';

/** What a start or a test may replace. */
export interface AppParts {
  log: Log;
  /** Proves which process answers a health check. */
  instanceId: string;
  now: () => Date;
  orchestrator: ImageOrchestrator;
}

/** One workspace: its services on its own database. A process may hold many. */
export interface App {
  config: Config;
  log: Log;
  metrics: Registry;
  db: Db;
  events: EventBus;
  settings: StoredSettings;
  jobs: PgBossJobs;
  storage: ImageStorage;
  accounts: AccountService;
  sessions: SessionService;
  schema: GraphQLSchema;
  /** Serves HTTP and WebSocket; resolves with the port. */
  listen(): Promise<number>;
  /** Runs jobs. */
  work(): Promise<void>;
  /** Lets what runs come to an end, then closes every connection. */
  stop(): Promise<void>;
}

/** The only place that constructs services. The database must be migrated. */
export async function createApp(_config: Config, _parts: Partial<AppParts> = {}): Promise<App> {
  throw new Error('not yet');
}
