import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, type Db, type Transaction } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Notice, Notifier } from '../../platform/notifier.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import type { SectionStore } from '../section-store.ts';
import {
  depositsSent,
  payoutAccountVerified,
  payoutVerificationFailed,
  payoutVerificationWithdrawn,
} from './payout-account.notices.ts';
import { PayoutMethod, type PayoutVerificationVerb } from './payout-account.lifecycle.ts';
import {
  isInForce,
  lockVerification,
  markPayout,
  maskOf,
  movePayoutAccount,
  moveVerification,
  readPayout,
  readPayoutAccount,
  type PayoutAccountRow,
  type PayoutRows,
  type PayoutVerificationRow,
} from './payout-account.rows.ts';

export interface PayoutChangeParts {
  db: Db;
  events: EventBus;
  notifier: Notifier;
  publicUrl: string;
  now: () => Date;
}

/** A verification whose creator's application is locked. */
export interface LockedVerification {
  payout: PayoutRows;
  account: PayoutAccountRow;
  verification: PayoutVerificationRow;
}

type VerificationChange = Omit<Parameters<typeof moveVerification>[3], 'at'>;

/** What every step of a verification brings with it, whoever takes it. */
export async function stepVerification(
  parts: PayoutChangeParts,
  tx: Transaction,
  actor: Actor,
  { payout, account, verification }: LockedVerification,
  verb: PayoutVerificationVerb,
  { details, ...change }: VerificationChange & { details?: Record<string, unknown> } = {},
): Promise<void> {
  const { db, events, now } = parts;
  const before = verification.status;
  await moveVerification(tx, verification, verb, { ...change, at: now() });
  if (verb === 'verify') {
    if (account.acceptedAt) await replaceInForce(tx, payout, now());
    await movePayoutAccount(tx, account, 'verify', now());
    if (isInForce(account)) await markPayout(tx, db.keyring, payout.accountId, [account]);
  }
  // Nobody is paid at it; where another one is on its way, that one takes its place.
  if (verb === 'withdraw' || verb === 'revoke')
    await movePayoutAccount(tx, account, anotherEntered(payout, account) ? 'replace' : verb, now());
  if (verb === 'fail' || verb === 'lock' || verb === 'expire') await movePayoutAccount(tx, account, 'fail', now());
  await recordAudit(
    tx,
    actor,
    `payoutAccounts.${verb}`,
    { type: 'payout_verification', id: verification.id },
    {
      accountId: account.accountId,
      method: verification.method,
      before: { status: before },
      after: { status: verification.status },
      ...details,
    },
  );
  await tell(parts, tx, account, verification, verb);
  await announceOnboardingChange(events, tx, account.accountId);
}

/** Besides this one. */
export const anotherEntered = ({ entered }: PayoutRows, { id }: PayoutAccountRow): boolean =>
  entered !== null && entered.id !== id;

/** Null: there is none of this method. The application first, as every command of the creator does. */
export async function lockForStep(
  sections: SectionStore,
  tx: Transaction,
  id: string,
  method: PayoutMethod,
): Promise<LockedVerification | null> {
  const [found] = await rows<{ accountId: string }>(
    tx,
    'select account_id as "accountId" from payout_verification where id = $1 and method = $2',
    [id, method],
  );
  if (!found) return null;
  await sections.lock(tx, found.accountId);
  const verification = (await lockVerification(tx, id))!;
  const account = await readPayoutAccount(tx, verification.payoutAccountId);
  return { payout: await readPayout(tx, found.accountId), account, verification };
}

/** There is one account at which a creator is paid. */
export async function replaceInForce(tx: Transaction, { inForce }: PayoutRows, at: Date): Promise<void> {
  if (inForce) await movePayoutAccount(tx, inForce, 'replace', at);
}

/** About what a reviewer decides, the decision tells. */
async function tell(
  { db, notifier, publicUrl }: PayoutChangeParts,
  tx: Transaction,
  account: PayoutAccountRow,
  { method }: PayoutVerificationRow,
  verb: PayoutVerificationVerb,
): Promise<void> {
  const news = newsOf[verb];
  if (!news || method === PayoutMethod.STATEMENT || (verb === 'open' && method === PayoutMethod.PROVIDER)) return;
  await notifier.notify(tx, news, {
    accountId: account.accountId,
    variables: { account: maskOf(db.keyring, account), link: `${publicUrl}/onboarding/payout-account` },
  });
}

const newsOf: Partial<Record<PayoutVerificationVerb, Notice<'account' | 'link'>>> = {
  open: depositsSent,
  verify: payoutAccountVerified,
  fail: payoutVerificationFailed,
  withdraw: payoutVerificationWithdrawn,
  revoke: payoutVerificationWithdrawn,
  lock: payoutVerificationFailed,
  expire: payoutVerificationFailed,
};
