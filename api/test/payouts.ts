import { randomUUID } from 'node:crypto';
import { depositAmountsColumn, payoutDetailsColumn } from '../src/onboarding/payout-account/payout-account.rows.ts';
import { sealedValues } from '../src/platform/personal-data.ts';
import type { TestAccount } from './actors.ts';
import type { World } from './world.ts';

/** The id of two small amounts that wait to be sent to somebody's account. */
export async function aDepositInstruction({ db }: Pick<World, 'db'>, owner: TestAccount): Promise<string> {
  const account = randomUUID();
  const verification = randomUUID();
  const details = { holder: owner.displayName, numbers: { iban: 'DE89370400440532013000' } };
  const sealed = sealedValues(db.keyring, payoutDetailsColumn, account, JSON.stringify(details));
  await db.pool.query(`update payout_account set status = 'REPLACED' where account_id = $1`, [owner.id]);
  await db.pool.query(
    `insert into payout_account (id, account_id, status, country, scheme, currency, details_sealed, number_index, created_at)
     values ($1, $2, 'VERIFYING', 'DE', 'IBAN', 'EUR', $3, $4, now())`,
    [account, owner.id, sealed['details_sealed'], sealed['number_index']],
  );
  await db.pool.query(
    `insert into payout_verification (id, payout_account_id, account_id, method, status, created_at, amounts_sealed)
     values ($1, $2, $3, 'MICRO_DEPOSITS', 'REQUESTED', now(), $4)`,
    [verification, account, owner.id, db.keyring.seal(depositAmountsColumn.at(verification), '[12,34]')],
  );
  return verification;
}
