import type { Actor } from './actor.ts';
import { transaction, type Db, type Transaction } from './db.ts';
import { AppError } from './errors.ts';
import { demand, scopeOf, type Permission } from './permission.ts';

/**
 * Rows that belong to an organisation are guarded twice: by the query of their room, and by a policy in Postgres, which
 * shows nothing until the transaction has said how far it reaches. A forgotten filter therefore finds too little, never
 * too much.
 */
export async function reach(tx: Transaction, actor: Actor, wanted: Permission): Promise<void> {
  const { organisationId } = demand(actor, wanted);
  if (scopeOf(actor, wanted) === 'ALL') return reachEverything(tx);
  if (organisationId === null) throw new AppError('FORBIDDEN', 'You belong to no organisation');
  await tx.query(`select set_config('influencegen.reach', $1, true)`, [organisationId]);
}

/** For work that no person asked for. */
export async function reachEverything(tx: Transaction): Promise<void> {
  await tx.query(`select set_config('influencegen.reach', 'all', true)`);
}

/** Reads as far as the actor's permission reaches. */
export const readWithin = <T>(
  db: Db,
  actor: Actor,
  wanted: Permission,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> =>
  transaction(db, async (tx) => {
    await reach(tx, actor, wanted);
    return work(tx);
  });
