import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { applicationUrlOf, startPostgres } from '../../scripts/postgres.mjs';
import { installBuiltInRoles } from '../src/accounts/built-in-roles.ts';
import { entities, migrations } from '../src/entities.ts';
import { AuditJournal } from '../src/platform/audit-journal.ts';
import { AuditKeys } from '../src/platform/audit-keys.ts';
import { closeDb, migrate, openDb } from '../src/platform/db.ts';
import { PgBossJobs } from '../src/platform/jobs.pgboss.ts';
import { Keyring } from '../src/platform/keyring.ts';
import { createLog } from '../src/platform/log.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import { installShippedTerms } from '../src/terms/shipped-terms.ts';
import { demandEveryMutation } from './audited-mutations.ts';
import { notLeftBehind } from './left-behind.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server; the databases of the test files live beside each other on it. */
    postgresUrl: string;
    /** The same server, for the login of the application. */
    applicationUrl: string;
    /** One file for each mutation that was carried out with an audit event. */
    auditedFolder: string;
  }
}

/** Migrated once; every test file gets a copy. */
export const templateDatabase = 'template_influencegen';

/** One Postgres for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'influencegen-test-'));
  notLeftBehind({ folder });
  const postgres = await startPostgres({ folder, durable: false });
  const end = async (): Promise<void> => {
    try {
      await postgres.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  const applicationUrl = applicationUrlOf(postgres.url, randomBytes(16).toString('hex'));
  try {
    await createTemplate(postgres.url, applicationUrl, folder);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('postgresUrl', postgres.url);
  project.provide('applicationUrl', applicationUrl);
  const auditedFolder = join(folder, 'audited');
  await mkdir(auditedFolder);
  project.provide('auditedFolder', auditedFolder);
  const temporaryFolder = join(folder, 'temporary');
  await mkdir(temporaryFolder);
  project.provide('temporaryFolder', temporaryFolder);
  return async () => {
    try {
      await demandEveryMutation(project, auditedFolder);
    } finally {
      await end();
    }
  };
}

async function createTemplate(postgresUrl: string, applicationUrl: string, folder: string): Promise<void> {
  const log = createLog({ logLevel: 'warn' }, 'test-setup');
  const server = new Client({ connectionString: postgresUrl });
  await server.connect();
  await server.query(`create database ${templateDatabase}`);
  await server.end();

  const databaseUrl = new URL(templateDatabase, applicationUrl).href;
  await migrate({ ownerUrl: new URL(templateDatabase, postgresUrl).href, applicationUrl: databaseUrl, migrations });
  const onConnectionError = (err: unknown): void => log.warn({ err });
  const auditKeys = new AuditKeys([{ version: 1, key: Buffer.alloc(32) }]);
  const keyring = new Keyring([{ version: 1, key: Buffer.alloc(32) }]);
  const journal = new AuditJournal({
    folder: join(folder, 'audit-journal'),
    keys: auditKeys,
    onFailure: onConnectionError,
  });
  const db = await openDb({ url: databaseUrl, poolSize: 2, entities, auditKeys, journal, keyring, onConnectionError });
  await installBuiltInRoles(db);
  await installShippedTerms(db);
  const jobs = await PgBossJobs.open({ db, databaseUrl, log, metrics: createMetrics() });
  await jobs.stop();
  await closeDb(db);
}
