import { together, type Transaction } from './db.ts';

/**
 * Whoever stores, derives or removes bytes that several rows may name holds this until the transaction ends: so a purge cannot remove
 * what somebody else's request has just brought in again. Sorted, so that two of them cannot wait for each other.
 */
export async function lockContent(tx: Transaction, sha256s: readonly string[]): Promise<void> {
  await together(
    ...[...new Set(sha256s)]
      .toSorted()
      .map((sha256) => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [sha256])),
  );
}
