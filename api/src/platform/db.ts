import { Client, Pool, type PoolClient } from 'pg';
import { DataSource, type EntityManager, type EntitySchema } from 'typeorm';
import type { AuditJournal } from './audit-journal.ts';
import type { AuditKeys } from './audit-keys.ts';
import { allowApplication, loginOf } from './db-role.ts';
import { CannotStart } from './errors.ts';
import type { Keyring } from './keyring.ts';
import { PersonalDataOpener } from './personal-data.ts';
import { prepareStatementsOf } from './prepared.ts';
import { tellReachOf } from './request-reach.ts';

/** A workspace's database: TypeORM for commands, named statements over the same pool for hot reads. */
export interface Db {
  source: DataSource;
  pool: Pool;
  /** Seals and opens what lies sealed in it. */
  keyring: Keyring;
  /** Outside of it: what this process has recorded. */
  journal: AuditJournal;
}

/** An open transaction. Commands pass it by hand. */
export type Transaction = EntityManager;

export interface DbOptions {
  url: string;
  /** More connections than cores cost throughput. */
  poolSize: number;
  entities: (abstract new () => object | EntitySchema)[];
  /** Mark every audit event that is written over these connections. */
  auditKeys: AuditKeys;
  journal: AuditJournal;
  keyring: Keyring;
  /** A connection broke while nobody used it, for example because the database restarted. The pool opens another. */
  onConnectionError: (error: Error) => void;
}

const connectTimeoutMs = 5_000;
/** Nothing that a person waits for takes longer; what does, would hold a connection that others need. */
const statementTimeoutMs = 15_000;

interface AuditParts {
  keys: AuditKeys;
  journal: AuditJournal;
}

const auditPartsBySource = new WeakMap<DataSource, AuditParts>();

export const auditPartsOf = (tx: Transaction): AuditParts => auditPartsBySource.get(tx.dataSource)!;

const utc = '-c TimeZone=UTC';

export async function openDb({
  url,
  poolSize,
  entities,
  auditKeys,
  journal,
  keyring,
  onConnectionError,
}: DbOptions): Promise<Db> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities,
    poolSize,
    applicationName: 'influencegen',
    connectTimeoutMS: connectTimeoutMs,
    poolErrorHandler: onConnectionError,
    // `pipeline`: see `together`.
    extra: { options: utc, statement_timeout: statementTimeoutMs, keepAlive: true, pipeline: true },
  });
  await source.initialize();
  const pool = 'master' in source.driver ? source.driver.master : null;
  if (!(pool instanceof Pool)) throw new Error('TypeORM no longer keeps its connections in a pool of pg');
  prepareStatementsOf(pool);
  tellReachOf(pool);
  auditPartsBySource.set(source, { keys: auditKeys, journal });
  source.subscribers.push(new PersonalDataOpener(keyring));
  return { source, pool, keyring, journal };
}

export async function closeDb(db: Db): Promise<void> {
  await db.source.destroy();
  db.journal.close();
}

/** Any number that no other program uses as an advisory lock in this database. */
const migrationLock = 731_640_211;

export interface MigrateOptions {
  /** Of who owns the tables. */
  ownerUrl: string;
  /** With another login than the owner's, that login is made and given what it needs. */
  applicationUrl?: string;
  migrations: (new () => object)[];
}

/** Brings the tables up to date. Of several processes that start together, one works and the others wait. */
export async function migrate({ ownerUrl, applicationUrl = ownerUrl, migrations }: MigrateOptions): Promise<void> {
  // Sessions without the time limit: waiting for the lock and building an index may both take long.
  const owner = new Client({ connectionString: ownerUrl, application_name: 'influencegen-migrate' });
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTableName: 'migration',
    poolSize: 1,
    applicationName: 'influencegen-migrate',
    extra: { options: utc },
  });
  await owner.connect().catch((error: unknown) => {
    // The start command gives the database that it keeps an owner by itself: nobody has set a name that could be wrong.
    const given = applicationUrl === ownerUrl ? 'is DATABASE_URL' : 'are the address and the login of its owner';
    const message = `The database cannot be used: ${reasonOf(error)}. Is it running, and ${given} right?`;
    throw new CannotStart(message, { cause: error });
  });
  try {
    await owner.query('select pg_advisory_lock($1)', [migrationLock]);
    await source.initialize();
    await source.runMigrations({ transaction: 'each' });
    await owner.query('create schema if not exists pgboss');
    const application = loginOf(applicationUrl);
    if (application.name !== loginOf(ownerUrl).name) await allowApplication(owner, application);
  } finally {
    if (source.isInitialized) await source.destroy();
    await owner.end();
  }
}

/** A name with several addresses fails with all their failures, and without a message. */
const reasonOf = (error: unknown): string =>
  error instanceof AggregateError ? error.errors.map(reasonOf).join(', ') : (error as Error).message;

const afterCommitWork = new WeakMap<Transaction, (() => void)[]>();

/** Every command runs in one of these. Its first statements are sent without waiting until it has begun. */
export async function transaction<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const runner = db.source.createQueryRunner();
  const followUps: (() => void)[] = [];
  afterCommitWork.set(runner.manager, followUps);
  try {
    const connection = (await runner.connect()) as PoolClient;
    // What TypeORM does in a transaction, it would otherwise do in one of its own.
    Object.assign(runner, { isTransactionActive: true });
    try {
      const [, result] = await together(connection.query('begin'), work(runner.manager));
      const { command } = await connection.query('commit');
      if (command !== 'COMMIT') throw new Error('a statement failed unnoticed: the transaction was rolled back');
      for (const followUp of followUps) followUp();
      return result;
    } catch (error) {
      // Harmless after a commit. A connection that is gone rolls back by itself.
      await connection.query('rollback').catch(() => {});
      throw error;
    }
  } finally {
    await runner.release();
  }
}

/**
 * Steps of a transaction of which none needs the outcome of another. Their statements are sent without waiting for answers,
 * and run in the order in which they were sent. Waits for all steps also when one fails: none may go on after the rollback.
 */
export async function together<Steps extends readonly unknown[]>(
  ...steps: Steps
): Promise<{ -readonly [Index in keyof Steps]: Awaited<Steps[Index]> }> {
  const outcomes = await Promise.allSettled(steps);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
  // Statements after the one that failed are only told that the transaction is over.
  const [first] = failures.filter((failure) => !('code' in failure) || failure.code !== '25P02').concat(failures);
  if (first) throw first;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as {
    -readonly [Index in keyof Steps]: Awaited<Steps[Index]>;
  };
}

/** Before whoever asked is answered. For what may be lost in a crash without harm, such as waking a listener. Must not throw. */
export function afterCommit(tx: Transaction, work: () => void): void {
  const followUps = afterCommitWork.get(tx);
  if (!followUps) throw new Error('not inside transaction()');
  followUps.push(work);
}

/** Rows of a statement run inside a transaction. TypeORM wraps the rows of UPDATE and DELETE in a pair. */
export async function rows<Row>(tx: Transaction, text: string, values: unknown[] = []): Promise<Row[]> {
  const result: unknown = await tx.query(text, values);
  if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number')
    return result[0] as Row[];
  return result as Row[];
}
