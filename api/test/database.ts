import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { entities, migrations } from '../src/entities.ts';
import { closeDb, type Db, openDb } from '../src/platform/db.ts';
import { templateDatabase } from './global-setup.ts';

export interface TestDatabase {
  url: string;
  db: Db;
  /** Closes the connections of `db` and drops the database. */
  drop(): Promise<void>;
}

async function onServer(statement: string): Promise<void> {
  const server = new Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  try {
    await server.query(statement);
  } finally {
    await server.end();
  }
}

/** An empty, migrated database of its own. */
export async function aDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}${options.migrated === false ? '' : ` template ${templateDatabase}`}`);
  const url = new URL(name, inject('postgresUrl')).href;
  const db = await openDb({ url, poolSize: 4, entities, migrations, onConnectionError: () => undefined });
  return {
    url,
    db,
    async drop() {
      await closeDb(db);
      await onServer(`drop database ${name} with (force)`);
    },
  };
}
