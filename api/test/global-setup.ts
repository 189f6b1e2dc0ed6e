import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/postgres.mjs';
import { installBuiltInRoles } from '../src/accounts/built-in-roles.ts';
import { entities, migrations } from '../src/entities.ts';
import { AuditKeys } from '../src/platform/audit-keys.ts';
import { closeDb, migrate, openDb } from '../src/platform/db.ts';
import { PgBossJobs } from '../src/platform/jobs.pgboss.ts';
import { Keyring } from '../src/platform/keyring.ts';
import { createLog } from '../src/platform/log.ts';
import { createMetrics } from '../src/platform/metrics.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server; the databases of the test files live beside each other on it. */
    postgresUrl: string;
  }
}

/** Migrated once; every test file gets a copy. */
export const templateDatabase = 'template_influencegen';

/** One Postgres for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'influencegen-test-'));
  const postgres = await startPostgres({ folder, durable: false });
  await createTemplate(postgres.url);
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function createTemplate(postgresUrl: string): Promise<void> {
  const log = createLog({ logLevel: 'warn' }, 'test-setup');
  const options = {
    poolSize: 2,
    entities,
    migrations,
    auditKeys: new AuditKeys([{ version: 1, key: Buffer.alloc(32) }]),
    keyring: new Keyring([{ version: 1, key: Buffer.alloc(32) }]),
    onConnectionError: (err: Error) => log.warn({ err }),
  };
  const server = await openDb({ ...options, url: postgresUrl });
  await server.pool.query(`create database ${templateDatabase}`);
  await closeDb(server);

  const databaseUrl = new URL(templateDatabase, postgresUrl).href;
  const db = await openDb({ ...options, url: databaseUrl });
  await migrate(db);
  await installBuiltInRoles(db);
  const jobs = await PgBossJobs.open({ db, databaseUrl, log, metrics: createMetrics() });
  await jobs.stop();
  await closeDb(db);
}
