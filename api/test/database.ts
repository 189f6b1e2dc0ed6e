import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { entities, migrations } from '../src/entities.ts';
import { AuditKeys } from '../src/platform/audit-keys.ts';
import { closeDb, type Db, openDb } from '../src/platform/db.ts';
import { Keyring } from '../src/platform/keyring.ts';
import { templateDatabase } from './global-setup.ts';

/** Of databases that tests open without the rest of the product. */
export const testAuditKeys = new AuditKeys([{ version: 1, key: Buffer.alloc(32, 'audit') }]);
/** Public, so it protects nothing but test data. */
export const testMasterKey = `1:${Buffer.alloc(32, 'test').toString('base64')}`;
export const testKeyring = new Keyring([{ version: 1, key: Buffer.alloc(32, 'test') }]);

async function onServer(statement: string): Promise<void> {
  const server = new Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  try {
    await server.query(statement);
  } finally {
    await server.end();
  }
}

export interface DatabaseOptions {
  /** False: without a table. */
  migrated?: boolean;
}

/** The address of a new database. */
export async function createDatabase({ migrated = true }: DatabaseOptions = {}): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}${migrated ? ` template ${templateDatabase}` : ''}`);
  return new URL(name, inject('postgresUrl')).href;
}

export const dropDatabase = (url: string): Promise<void> =>
  onServer(`drop database ${new URL(url).pathname.slice(1)} with (force)`);

export interface TestDatabase {
  url: string;
  db: Db;
  /** Closes the connections of `db` and drops the database. */
  drop(): Promise<void>;
}

/** A database of its own, for tests that need no more of the product. */
export async function aDatabase(options?: DatabaseOptions): Promise<TestDatabase> {
  const url = await createDatabase(options);
  const db = await openDb({
    url,
    poolSize: 4,
    entities,
    migrations,
    auditKeys: testAuditKeys,
    keyring: testKeyring,
    onConnectionError: () => undefined,
  });
  return {
    url,
    db,
    async drop() {
      await closeDb(db);
      await dropDatabase(url);
    },
  };
}
