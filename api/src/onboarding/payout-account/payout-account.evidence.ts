import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db.ts';
import type { EvidenceFact, SectionEvidence } from '../section-evidence.ts';
import { bankNumbers } from './payout-account.check.ts';
import { PayoutAccountStatus, PayoutMethod } from './payout-account.lifecycle.ts';
import {
  acceptPayoutAccount,
  currentPayout,
  isInForce,
  isOpen,
  markPayout,
  openDetails,
  readPayout,
  verificationOf,
} from './payout-account.rows.ts';
import { replaceInForce, stepVerification, type PayoutChangeParts } from './payout-verification.change.ts';

/** What the desk shows of the section and tells it, with the creator's application locked. */
export class PayoutEvidence implements SectionEvidence {
  constructor(private readonly parts: PayoutChangeParts) {}

  /** In full: the desk masks it for who does not hold the case. */
  async facts(tx: Transaction, accountId: string): Promise<EvidenceFact[]> {
    const payout = await readPayout(tx, accountId);
    const account = currentPayout(payout);
    if (!account) return [];
    const details = openDetails(this.parts.db.keyring, account);
    const verification = verificationOf(payout, account);
    return [
      { field: 'payoutHolder', values: [details.holder], isName: true },
      { field: 'payoutCountry', values: [account.country] },
      ...bankNumbers(details).map(({ field, value }) => ({ field, values: [value] })),
      { field: 'payoutCurrency', values: [account.currency] },
      { field: 'payoutStatus', values: [account.status] },
      ...(verification ? [{ field: 'payoutMethod', values: [verification.method] }] : []),
    ];
  }

  /** A statement is as good as the reviewer says; the other ways prove themselves, and only have to be accepted. */
  async decided(tx: Transaction, actor: Actor, accountId: string, accepted: boolean): Promise<void> {
    const { db, now } = this.parts;
    const payout = await readPayout(tx, accountId);
    const account = payout.entered;
    const returned = accepted ? null : (account ?? payout.inForce);
    if (returned?.acceptedAt) {
      // It was opened again and came back: nothing is paid there until it is accepted again, also when it is verified later.
      await acceptPayoutAccount(tx, returned, null);
      await recordAudit(
        tx,
        actor,
        'payoutAccounts.takeBack',
        { type: 'payout_account', id: returned.id },
        { accountId },
      );
    }
    if (!account) return;
    if (accepted && !account.acceptedAt) {
      if (account.status === PayoutAccountStatus.VERIFIED) await replaceInForce(tx, payout, now());
      await acceptPayoutAccount(tx, account, now());
      await recordAudit(tx, actor, 'payoutAccounts.accept', { type: 'payout_account', id: account.id }, { accountId });
      if (isInForce(account)) await markPayout(tx, db.keyring, accountId, [account]);
    }
    const verification = verificationOf(payout, account);
    if (isOpen(verification) && verification.method === PayoutMethod.STATEMENT)
      await stepVerification(this.parts, tx, actor, { payout, account, verification }, accepted ? 'verify' : 'fail');
  }
}
