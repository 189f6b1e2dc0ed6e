import { rows, type Transaction } from './db.ts';

/**
 * For a job that tells people what happened since it told them last: the moment up to which they know. What happens until
 * `upTo` counts as told when the transaction commits; a second worker waits. Null: they know of more already.
 */
export async function toldUntil(tx: Transaction, what: string, upTo: Date): Promise<Date | null> {
  const [known] = await rows<{ until: Date }>(tx, 'select until from told_until where what = $1 for update', [what]);
  if (!known || known.until >= upTo) return null;
  await tx.query('update told_until set until = $2 where what = $1', [what, upTo]);
  return known.until;
}
