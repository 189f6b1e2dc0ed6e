import { randomUUID } from 'node:crypto';
import { emailIndexes } from '../../accounts/account.personal.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { sealedValues } from '../../platform/personal-data.ts';
import { PayoutAccountStatus, PayoutMethod, PayoutVerificationStatus } from './payout-account.lifecycle.ts';
import {
  depositAmountsColumn,
  markPayout,
  payoutDetailsColumn,
  readPayout,
  type PayoutDetails,
} from './payout-account.rows.ts';

interface DemoPayout {
  details: PayoutDetails;
  country: string;
  verified: boolean;
  /** By the desk. */
  accepted: boolean;
}

/** Accounts of the documentation of banks. One is in force; to the other two small amounts are still to be sent. */
const demoPayouts: readonly (DemoPayout & { email: string })[] = [
  {
    email: 'lena@demo.example',
    details: { holder: 'Lena Okafor', numbers: { iban: 'DE89370400440532013000' } },
    country: 'DE',
    verified: true,
    accepted: true,
  },
  {
    email: 'mateo@demo.example',
    details: { holder: 'Mateo Ruiz', numbers: { iban: 'ES9121000418450200051332' } },
    country: 'ES',
    verified: false,
    accepted: true,
  },
];

/** Where the fictional creators are paid; who has an account already keeps it. Never in production. */
export async function seedDemoPayouts(db: Db, now: Date): Promise<void> {
  await transaction(db, async (tx) => {
    for (const demo of demoPayouts) {
      const [account] = await rows<{ id: string }>(
        tx,
        `select id from account where email_index = any($1)
           and not exists (select from payout_account where account_id = account.id)`,
        [emailIndexes(db.keyring, demo.email)],
      );
      if (account) await keepDemoPayout(tx, db, account.id, demo, now);
    }
  });
}

export async function keepDemoPayout(
  tx: Transaction,
  { keyring }: Db,
  accountId: string,
  { details, country, verified, accepted }: DemoPayout,
  at: Date,
): Promise<void> {
  const id = randomUUID();
  const sealed = sealedValues(keyring, payoutDetailsColumn, id, JSON.stringify(details));
  await tx.query(
    `insert into payout_account (id, account_id, status, country, scheme, currency, details_sealed, number_index, created_at,
       verified_at, accepted_at)
     values ($1, $2, $3, $4, 'IBAN', 'EUR', $5, $6, $7, $8, $9)`,
    [
      id,
      accountId,
      verified ? PayoutAccountStatus.VERIFIED : PayoutAccountStatus.VERIFYING,
      country,
      sealed['details_sealed'],
      sealed['number_index'],
      at,
      verified ? at : null,
      accepted ? at : null,
    ],
  );
  const verification = randomUUID();
  await tx.query(
    `insert into payout_verification (id, payout_account_id, account_id, method, status, created_at, amounts_sealed, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      verification,
      id,
      accountId,
      PayoutMethod.MICRO_DEPOSITS,
      verified ? PayoutVerificationStatus.VERIFIED : PayoutVerificationStatus.REQUESTED,
      at,
      keyring.seal(depositAmountsColumn.at(verification), '[17,42]'),
      verified ? at : null,
    ],
  );
  const { entered, inForce } = await readPayout(tx, accountId);
  await markPayout(tx, keyring, accountId, [entered, inForce]);
}
