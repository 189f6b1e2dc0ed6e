import { formatIban, formatSortCode } from '@influencegen/shared-schema/contract/bank-account';
import { DocumentPurpose } from '../../documents/document.entity.ts';
import { rows, type Transaction } from '../../platform/db.ts';
import type { SectionProblem } from '../application.ts';
import { documentFor } from '../section-documents.ts';
import { PayoutAccountStatus, PayoutMethod, PayoutVerificationStatus } from './payout-account.lifecycle.ts';
import {
  currentPayout,
  isOpen,
  readPayout,
  verificationOf,
  type PayoutDetails,
  type PayoutRows,
} from './payout-account.rows.ts';
import { PayoutBlocker } from './payout-account.ts';

const problem = (code: string): SectionProblem[] => [{ field: null, code }];

/**
 * It can be handed in as soon as its verification has begun: nobody waits days for two transfers before somebody looks at the
 * rest. Until it is verified nothing is paid.
 */
export async function payoutAccountCheck(tx: Transaction, accountId: string): Promise<SectionProblem[]> {
  const payout = await readPayout(tx, accountId);
  const account = currentPayout(payout);
  if (!account) return problem('PAYOUT_ACCOUNT_MISSING');
  if (account.status === PayoutAccountStatus.VERIFIED) return [];
  const verification = verificationOf(payout, account);
  if (!isOpen(verification)) return problem('PAYOUT_NOT_VERIFIED');
  if (verification.method !== PayoutMethod.STATEMENT) return [];
  const refusedAt = await statementRefusedAt(tx, accountId);
  const statement = await documentFor(tx, accountId, DocumentPurpose.BANK_STATEMENT, { refusedAt });
  if (statement === 'READY') return [];
  if (statement === 'CHECKING') return problem('DOCUMENT_BEING_CHECKED');
  return problem(refusedAt === null ? 'BANK_STATEMENT_MISSING' : 'BANK_STATEMENT_REFUSED');
}

/** When staff last found that a statement shows nothing. */
async function statementRefusedAt(tx: Transaction, accountId: string): Promise<Date | null> {
  const [found] = await rows<{ at: Date | null }>(
    tx,
    `select max(finished_at) as at from payout_verification where account_id = $1 and method = $2 and status = $3`,
    [accountId, PayoutMethod.STATEMENT, PayoutVerificationStatus.FAILED],
  );
  return found!.at;
}

/** Why a creator cannot be paid. Null: they can, to the account in force. */
export function payoutBlocker(payout: PayoutRows): PayoutBlocker | null {
  if (payout.inForce) return null;
  if (!payout.entered) return PayoutBlocker.NO_ACCOUNT;
  return payout.entered.status === PayoutAccountStatus.VERIFIED
    ? PayoutBlocker.NOT_ACCEPTED
    : PayoutBlocker.NOT_VERIFIED;
}

/** For whoever is about to pay. */
export const payoutReady = async (tx: Transaction, accountId: string): Promise<PayoutBlocker | null> =>
  payoutBlocker(await readPayout(tx, accountId));

export interface BankNumber {
  /** Such as `iban`; screens have a text for each. */
  field: string;
  value: string;
}

/** As people read them out. */
export function bankNumbers({ numbers }: PayoutDetails): BankNumber[] {
  const written: Record<string, (value: string) => string> = { iban: formatIban, sortCode: formatSortCode };
  return Object.entries(numbers).map(([field, value]) => ({ field, value: written[field]?.(value) ?? value }));
}
