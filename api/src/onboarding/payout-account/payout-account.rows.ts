import { maskBankAccount, type BankAccount } from '@influencegen/shared-schema/contract/bank-account';
import { rows, together, type Transaction } from '../../platform/db.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { nextStatus } from '../../platform/lifecycle.ts';
import { sealedColumn } from '../../platform/sealed-columns.ts';
import { setMarks } from '../applicant-mark.ts';
import {
  openVerifications,
  payoutAccountMoves,
  PayoutAccountStatus,
  payoutVerificationMoves,
  type PayoutAccountVerb,
  type PayoutMethod,
  type PayoutVerificationStatus,
  type PayoutVerificationVerb,
} from './payout-account.lifecycle.ts';
import type { PayoutScheme } from './payout-account.ts';

/** Where the bank is, and how accounts are named there. */
export interface PayoutPlace {
  country: string;
  scheme: PayoutScheme;
  currency: string;
}

/** What lies sealed. */
export interface PayoutDetails {
  holder: string;
  numbers: BankAccount;
}

const numberField = 'payout_account.number';

/** The same for one account at a bank, however its number is written: an IBAN of the UK has sort code and number in it. */
export function accountKey({ iban, sortCode, bic, routingNumber, accountNumber }: BankAccount): string {
  if (iban?.startsWith('GB')) return `UK ${iban.slice(8, 14)} ${iban.slice(14)}`;
  if (iban !== undefined) return `IBAN ${iban}`;
  if (sortCode !== undefined) return `UK ${sortCode} ${accountNumber}`;
  return bic === undefined ? `US ${routingNumber} ${accountNumber}` : `SWIFT ${bic.slice(0, 8)} ${accountNumber}`;
}

export const payoutDetailsColumn = sealedColumn({
  table: 'payout_account',
  column: 'details_sealed',
  id: 'id',
  kind: 'bank',
  retention: 'kyc',
  description: 'Whose name is on the account at which a creator is paid, and its numbers',
  names: ['holderName', 'iban', 'bic', 'routingNumber', 'sortCode', 'accountNumber'],
  indexes: [
    {
      column: 'number_index',
      of: (keyring, text) => keyring.blindIndex(numberField, accountKey((JSON.parse(text) as PayoutDetails).numbers)),
    },
  ],
});
export const depositAmountsColumn = sealedColumn({
  table: 'payout_verification',
  column: 'amounts_sealed',
  id: 'id',
  kind: 'bank',
  retention: 'kyc',
  description: 'The small amounts that are sent to an account, by which its owner proves that they see it',
  names: ['amounts'],
});
export const depositReferenceColumn = sealedColumn({
  table: 'payout_verification',
  column: 'reference_sealed',
  id: 'id',
  kind: 'bank',
  retention: 'kyc',
  description: 'What finance wrote on the transfer of small amounts',
});
export const payoutLinkColumn = sealedColumn({
  table: 'payout_verification',
  column: 'link_sealed',
  id: 'id',
  kind: 'credential',
  retention: 'use',
  description: 'Where a creator shows a provider who they are and where they bank',
});

export interface PayoutAccountRow extends PayoutPlace {
  id: string;
  accountId: string;
  status: PayoutAccountStatus;
  detailsSealed: Buffer;
  createdAt: Date;
  verifiedAt: Date | null;
  acceptedAt: Date | null;
}

export interface PayoutVerificationRow {
  id: string;
  payoutAccountId: string;
  accountId: string;
  method: PayoutMethod;
  status: PayoutVerificationStatus;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  amountsSealed: Buffer | null;
  tries: number;
  sentAt: Date | null;
  referenceSealed: Buffer | null;
  provider: string | null;
  providerAccountId: string | null;
  linkSealed: Buffer | null;
  linkExpiresAt: Date | null;
  problem: string | null;
  heardAt: Date | null;
}

/** What a creator entered, and what holds. */
export interface PayoutRows {
  accountId: string;
  /** Not both verified and accepted yet. */
  entered: PayoutAccountRow | null;
  /** Money goes there. */
  inForce: PayoutAccountRow | null;
  /** The newest of each of them, by its id. */
  verifications: ReadonlyMap<string, PayoutVerificationRow>;
}

export const payoutAccountColumns = `id, account_id as "accountId", status, country, scheme, currency,
  details_sealed as "detailsSealed", created_at as "createdAt", verified_at as "verifiedAt", accepted_at as "acceptedAt"`;

export const payoutVerificationColumns = `id, payout_account_id as "payoutAccountId", account_id as "accountId", method, status,
  created_at as "createdAt", finished_at as "finishedAt", expires_at as "expiresAt", amounts_sealed as "amountsSealed", tries,
  sent_at as "sentAt", reference_sealed as "referenceSealed", provider, provider_account_id as "providerAccountId",
  link_sealed as "linkSealed", link_expires_at as "linkExpiresAt", problem, heard_at as "heardAt"`;

export const isInForce = ({ status, acceptedAt }: PayoutAccountRow): boolean =>
  status === PayoutAccountStatus.VERIFIED && acceptedAt !== null;

/** Whoever changes something has the application locked. */
export async function readPayout(tx: Transaction, accountId: string): Promise<PayoutRows> {
  const [accounts, verifications] = await together(
    rows<PayoutAccountRow>(
      tx,
      `select ${payoutAccountColumns} from payout_account where account_id = $1 and status <> 'REPLACED'`,
      [accountId],
    ),
    rows<PayoutVerificationRow>(
      tx,
      `select distinct on (payout_account_id) ${payoutVerificationColumns} from payout_verification
       where payout_account_id in (select id from payout_account where account_id = $1 and status <> 'REPLACED')
       order by payout_account_id, created_at desc, id desc`,
      [accountId],
    ),
  );
  return {
    accountId,
    entered: accounts.find((account) => !isInForce(account)) ?? null,
    inForce: accounts.find(isInForce) ?? null,
    verifications: new Map(verifications.map((row) => [row.payoutAccountId, row])),
  };
}

/** What the section is about. */
export const currentPayout = ({ entered, inForce }: PayoutRows): PayoutAccountRow | null => entered ?? inForce;

export const verificationOf = (
  { verifications }: PayoutRows,
  account: PayoutAccountRow | null,
): PayoutVerificationRow | null => (account && verifications.get(account.id)) ?? null;

export const isOpen = (verification: PayoutVerificationRow | null): verification is PayoutVerificationRow =>
  verification !== null && openVerifications.includes(verification.status);

export async function readPayoutAccount(tx: Transaction, id: string): Promise<PayoutAccountRow> {
  const [found] = await rows<PayoutAccountRow>(tx, `select ${payoutAccountColumns} from payout_account where id = $1`, [
    id,
  ]);
  return found!;
}

export async function lockVerification(tx: Transaction, id: string): Promise<PayoutVerificationRow | null> {
  const [found] = await rows<PayoutVerificationRow>(
    tx,
    `select ${payoutVerificationColumns} from payout_verification where id = $1 for update`,
    [id],
  );
  return found ?? null;
}

export const openDetails = (
  keyring: Keyring,
  { id, detailsSealed }: Pick<PayoutAccountRow, 'id' | 'detailsSealed'>,
): PayoutDetails => JSON.parse(keyring.openText(payoutDetailsColumn.at(id), detailsSealed)) as PayoutDetails;

export const maskOf = (keyring: Keyring, account: Pick<PayoutAccountRow, 'id' | 'detailsSealed'>): string =>
  maskBankAccount(openDetails(keyring, account).numbers);

export const openAmounts = (
  keyring: Keyring,
  { id, amountsSealed }: Pick<PayoutVerificationRow, 'id' | 'amountsSealed'>,
): number[] =>
  amountsSealed === null ? [] : (JSON.parse(keyring.openText(depositAmountsColumn.at(id), amountsSealed)) as number[]);

/** The only place that assigns the status of an account. */
export async function movePayoutAccount(
  tx: Transaction,
  row: PayoutAccountRow,
  verb: PayoutAccountVerb,
  at: Date,
): Promise<void> {
  row.status = nextStatus(row.status, payoutAccountMoves[verb], verb);
  if (verb === 'verify') row.verifiedAt = at;
  await tx.query(
    `update payout_account set status = $2, verified_at = $3, replaced_at = case when $4 then $5 else replaced_at end
     where id = $1`,
    [row.id, row.status, row.verifiedAt, verb === 'replace', at],
  );
}

/** Staff accepted the section of which it is part; null: they looked again, and it is not accepted any more. */
export async function acceptPayoutAccount(tx: Transaction, row: PayoutAccountRow, at: Date | null): Promise<void> {
  row.acceptedAt = at;
  await tx.query('update payout_account set accepted_at = $2 where id = $1', [row.id, at]);
}

/** The only place that assigns the status of a verification. What is over keeps no link. */
export async function moveVerification(
  tx: Transaction,
  row: PayoutVerificationRow,
  verb: PayoutVerificationVerb,
  {
    at,
    ...change
  }: { at: Date } & Partial<
    Pick<PayoutVerificationRow, 'tries' | 'sentAt' | 'expiresAt' | 'problem' | 'heardAt' | 'providerAccountId'>
  >,
): Promise<void> {
  const over = (status: PayoutVerificationStatus): boolean => !openVerifications.includes(status);
  const status = nextStatus(row.status, payoutVerificationMoves[verb], verb);
  Object.assign(row, change, { status, finishedAt: over(status) ? at : null });
  if (over(status)) Object.assign(row, { linkSealed: null, linkExpiresAt: null });
  await tx.query(
    `update payout_verification set status = $2, finished_at = $3, tries = $4, sent_at = $5, expires_at = $6, problem = $7,
       heard_at = $8, provider_account_id = $9, link_sealed = case when $3::timestamptz is null then link_sealed end,
       link_expires_at = case when $3::timestamptz is null then link_expires_at end
     where id = $1`,
    [
      row.id,
      row.status,
      row.finishedAt,
      row.tries,
      row.sentAt,
      row.expiresAt,
      row.problem,
      row.heardAt,
      row.providerAccountId,
    ],
  );
}

/** Whether deposits to the same account of this creator ended with too many wrong answers. */
export async function isLocked(tx: Transaction, keyring: Keyring, account: PayoutAccountRow): Promise<boolean> {
  const key = accountKey(openDetails(keyring, account).numbers);
  const [found] = await rows<{ locked: boolean }>(
    tx,
    `select exists (
       select from payout_account a join payout_verification v on v.payout_account_id = a.id
       where a.account_id = $1 and a.number_index = any($2) and v.status = 'LOCKED') as locked`,
    [account.accountId, keyring.blindIndexes(numberField, key)],
  );
  return found!.locked;
}

/** What others should not have: the accounts that count now. */
export const markPayout = (
  tx: Transaction,
  keyring: Keyring,
  accountId: string,
  accounts: readonly (PayoutAccountRow | null)[],
): Promise<void> =>
  setMarks(
    tx,
    keyring,
    accountId,
    'PAYOUT_ACCOUNT',
    accounts.flatMap((account) => (account ? [accountKey(openDetails(keyring, account).numbers)] : [])),
  );
