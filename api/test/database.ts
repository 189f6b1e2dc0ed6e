import { randomBytes } from 'node:crypto';
import { Client, type QueryResultRow } from 'pg';
import { inject } from 'vitest';
import { entities } from '../src/entities.ts';
import { AuditJournal } from '../src/platform/audit-journal.ts';
import { AuditKeys } from '../src/platform/audit-keys.ts';
import { closeDb, type Db, openDb } from '../src/platform/db.ts';
import { Keyring } from '../src/platform/keyring.ts';
import { aFolder } from './folder.ts';
import { templateDatabase } from './global-setup.ts';

/** Of databases that tests open without the rest of the product. */
export const testAuditKeys = new AuditKeys([{ version: 1, key: Buffer.alloc(32, 'audit') }]);
/** Public, so it protects nothing but test data. */
export const testMasterKey = `1:${Buffer.alloc(32, 'test').toString('base64')}`;
export const testKeyring = new Keyring([{ version: 1, key: Buffer.alloc(32, 'test') }]);

/** In a folder of its own. */
export const aJournal = (): AuditJournal =>
  new AuditJournal({
    folder: aFolder(),
    keys: testAuditKeys,
    onFailure: () => undefined,
  });

/** As the owner of the server, whom nothing stops. */
async function onServer<Row extends QueryResultRow>(
  database: string,
  statement: string,
  values?: unknown[],
): Promise<Row[]> {
  const server = new Client({ connectionString: new URL(database, inject('postgresUrl')).href });
  await server.connect();
  try {
    return (await server.query<Row>(statement, values)).rows;
  } finally {
    await server.end();
  }
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** What only the owner of the database can do: the application's login may not. */
export const asOwner = <Row extends QueryResultRow>(
  url: string,
  statement: string,
  values?: unknown[],
): Promise<Row[]> => onServer<Row>(nameOf(url), statement, values);

export const ownerUrl = (url: string): string => new URL(nameOf(url), inject('postgresUrl')).href;

export interface DatabaseOptions {
  /** False: without a table. */
  migrated?: boolean;
}

/** The address of a new database, for the application's login. */
export async function createDatabase({ migrated = true }: DatabaseOptions = {}): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer('postgres', `create database ${name}${migrated ? ` template ${templateDatabase}` : ''}`);
  return new URL(name, inject('applicationUrl')).href;
}

export async function dropDatabase(url: string): Promise<void> {
  await onServer('postgres', `drop database ${nameOf(url)} with (force)`);
}

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
    auditKeys: testAuditKeys,
    journal: aJournal(),
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
