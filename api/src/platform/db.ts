import type { Pool } from 'pg';
import { DataSource, type EntityManager, type EntitySchema } from 'typeorm';

/** A workspace's database: TypeORM for commands, named statements over the same pool for hot reads. */
export interface Db {
  source: DataSource;
  pool: Pool;
}

/** An open transaction. Commands pass it by hand. */
export type Transaction = EntityManager;

const afterCommitWork = new WeakMap<Transaction, (() => void)[]>();

/** Every command runs in one of these. */
export async function transaction<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const followUps: (() => void)[] = [];
  const result = await db.source.transaction((tx) => {
    afterCommitWork.set(tx, followUps);
    return work(tx);
  });
  for (const followUp of followUps) followUp();
  return result;
}

/** For what may be lost in a crash without harm, such as waking a listener that re-reads anyway. Must not throw. */
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

export interface DbOptions {
  url: string;
  /** More connections than cores cost throughput. */
  poolSize: number;
  entities: (abstract new () => object | EntitySchema)[];
  migrations: (new () => object)[];
  onConnectionError: (error: Error) => void;
}
