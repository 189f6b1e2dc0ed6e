import type { Actor } from './actor.ts';
import { rows, together, transaction, type Db, type Transaction } from './db.ts';
import { type AnyPermission, demandHeld } from './permission.ts';
import { heldToAccount, noOrganisation } from './request-reach.ts';

/**
 * Rows that belong to an organisation are guarded twice: by the query of their room, and by a policy in Postgres. This is the
 * only way to ask for a permission that can be held for an organisation, and the transaction learns with it how far it
 * reaches. A forgotten filter therefore finds too little, never too much; what forgets even to ask, reaches as far as whoever
 * asked (request-reach.ts).
 *
 * Answers with the organisation that the query has to keep to; null: everything.
 */
export async function reach(tx: Transaction, actor: Actor, wanted: AnyPermission): Promise<string | null> {
  const organisation = reachOf(actor, wanted);
  await (organisation === null ? reachEverything(tx) : declare(tx, organisation));
  return organisation;
}

/** Without a transaction, for words about what is within reach; reads nothing. */
export function reachOf(actor: Actor, wanted: AnyPermission): string | null {
  const { organisationId, permissions } = demandHeld(actor, wanted);
  // Who belongs to no organisation reaches none.
  return permissions.get(wanted.name) === 'ALL' ? null : (organisationId ?? noOrganisation);
}

/** For what is left out where it is not allowed. */
export const mayReach = (actor: Actor, wanted: AnyPermission): boolean => actor.permissions.has(wanted.name);

/** For work that no person asked for, and for what has to see everybody whoever asks. */
export async function reachEverything(tx: Transaction): Promise<void> {
  await together(declare(tx, 'all'), holdTo(tx, ''));
}

/**
 * Steps of a command of somebody who reaches no further than their own account, which have to meet others: telling them
 * something, finding out that a thing is theirs already. What comes after it is held to the account again.
 */
export async function beyondOwn<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  const account = heldToAccount();
  if (account === null) return work();
  const [, result] = await together(holdTo(tx, ''), work());
  await holdTo(tx, account);
  return result;
}

async function holdTo(tx: Transaction, account: string): Promise<void> {
  await tx.query(`select set_config('influencegen.account', $1, true)`, [account]);
}

/** For one look further than the transaction reaches: then it reaches as far as before. */
export async function withAllInReach<T>(tx: Transaction, look: () => Promise<T>): Promise<T> {
  const [before] = await rows<{ reach: string | null }>(
    tx,
    `select current_setting('influencegen.reach', true) as reach`,
  );
  await declare(tx, 'all');
  const seen = await beyondOwn(tx, look);
  await declare(tx, before!.reach ?? '');
  return seen;
}

async function declare(tx: Transaction, reached: string): Promise<void> {
  await tx.query(`select set_config('influencegen.reach', $1, true)`, [reached]);
}

/** Reads as far as the actor's permission reaches. */
export const readWithin = <T>(
  db: Db,
  actor: Actor,
  wanted: AnyPermission,
  work: (tx: Transaction, organisation: string | null) => Promise<T>,
): Promise<T> => {
  // Whoever may not is told so before a connection is taken.
  const organisation = reachOf(actor, wanted);
  return transaction(db, async (tx) => {
    await reach(tx, actor, wanted);
    return work(tx, organisation);
  });
};
