import { rows, type Transaction } from '../platform/db.ts';

/** How many of each went. */
export interface RemovedFactors {
  passkeys: number;
  apps: number;
  recoveryCodes: number;
}

/**
 * Whoever held an account since that moment leaves no way in: passkeys and authenticator apps that were set up since, and recovery
 * codes that were shown since, are gone. What was there before stays. The account is locked.
 */
export async function removeFactorsSince(tx: Transaction, accountId: string, since: Date): Promise<RemovedFactors> {
  const remove = async (table: 'passkey' | 'totp' | 'recovery_code', when: string): Promise<number> =>
    (await rows(tx, `delete from ${table} where account_id = $1 and ${when} >= $2 returning 1`, [accountId, since]))
      .length;
  return {
    passkeys: await remove('passkey', 'created_at'),
    apps: await remove('totp', 'coalesce(confirmed_at, created_at)'),
    recoveryCodes: await remove('recovery_code', 'created_at'),
  };
}
