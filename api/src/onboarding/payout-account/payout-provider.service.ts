import type { Actor } from '../../platform/actor.ts';
import { rows, transaction, type Transaction } from '../../platform/db.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import type { SectionStore } from '../section-store.ts';
import {
  PayoutAccountStatus,
  PayoutMethod,
  payoutVerificationMoves,
  PayoutVerificationStatus,
  type PayoutVerificationVerb,
} from './payout-account.lifecycle.ts';
import {
  isOpen,
  openDetails,
  payoutLinkColumn,
  type PayoutAccountRow,
  type PayoutVerificationRow,
} from './payout-account.rows.ts';
import type { HostedVerification, PayoutNews, PayoutProvider } from './payout-provider.ts';
import {
  anotherEntered,
  lockForStep,
  stepVerification,
  type LockedVerification,
  type PayoutChangeParts,
} from './payout-verification.change.ts';

/** What became of a piece of news. */
export type PayoutNewsOutcome = 'APPLIED' | 'CONFIRMED' | 'DUPLICATE' | 'IGNORED' | 'LATE' | 'UNKNOWN';

export interface PayoutProviderServiceParts extends PayoutChangeParts {
  sections: SectionStore;
  provider: PayoutProvider | null;
}

/** Lets a provider verify accounts, and believes what it signs. */
export class PayoutProviderService {
  constructor(private readonly parts: PayoutProviderServiceParts) {}

  /** What the worker does with a new verification, and with one whose link was used up. Safe to repeat. */
  async begin(actor: Actor, verificationId: string, signal: AbortSignal): Promise<void> {
    const { db, provider, publicUrl } = this.parts;
    const found = await transaction(db, (tx) => this.#lock(tx, verificationId));
    if (!provider || !found || !wantsLink.includes(found.verification.status)) return;
    const { account, verification } = found;
    const hosted = await provider.begin(
      {
        verificationId,
        providerAccountId: verification.providerAccountId,
        place: account,
        details: openDetails(db.keyring, account),
        returnUrl: `${publicUrl}/onboarding/payout-account`,
      },
      signal,
    );
    await transaction(db, async (tx) => {
      const locked = (await this.#lock(tx, verificationId))!;
      await this.#keepLink(tx, locked.verification, hosted);
      if (locked.verification.status === PayoutVerificationStatus.REQUESTED)
        await stepVerification(this.parts, tx, actor, locked, 'open', {
          providerAccountId: hosted.providerAccountId,
        });
      else await announceOnboardingChange(this.parts.events, tx, locked.account.accountId);
    });
  }

  /** The provider could not be asked, again and again. */
  async giveUp(actor: Actor, verificationId: string): Promise<void> {
    await transaction(this.parts.db, async (tx) => {
      const locked = await this.#lock(tx, verificationId);
      if (locked?.verification.status === PayoutVerificationStatus.REQUESTED)
        await stepVerification(this.parts, tx, actor, locked, 'fail', { problem: 'unreachable' });
    });
  }

  /** In any order, any number of times. */
  async hear(actor: Actor, provider: string, news: PayoutNews): Promise<PayoutNewsOutcome> {
    return transaction(this.parts.db, async (tx) => {
      const locked = news.verificationId === null ? null : await this.#lock(tx, news.verificationId);
      const verb = locked && verbFor(locked, this.#verbOf(locked.account, news));
      const outcome = locked ? judge(locked.verification, news, verb) : 'UNKNOWN';
      const first = await rows(
        tx,
        `insert into payout_provider_event (provider, event_id, verification_id, type, outcome, received_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning event_id`,
        [provider, news.eventId, locked?.verification.id ?? null, news.type, outcome, this.parts.now()],
      );
      if (first.length === 0) return 'DUPLICATE';
      if (locked && outcome === 'CONFIRMED')
        await tx.query('update payout_verification set heard_at = $2 where id = $1', [locked.verification.id, news.at]);
      if (locked && verb && outcome === 'APPLIED')
        await stepVerification(this.parts, tx, actor, locked, verb, {
          problem: news.verb === 'verify' && verb !== 'verify' ? otherAccount : news.problem,
          heardAt: news.at,
          providerAccountId: locked.verification.providerAccountId ?? news.providerAccountId,
          details: { eventId: news.eventId },
        });
      return outcome;
    });
  }

  /** Removes what was kept to recognise repetitions. */
  async forgetNews(before: Date): Promise<void> {
    await this.parts.db.pool.query('delete from payout_provider_event where received_at < $1', [before]);
  }

  /** On the provider's page the creator can enter another account than ours: that one is not verified by it. */
  #verbOf(account: PayoutAccountRow, { verb, endings }: PayoutNews): PayoutVerificationVerb | null {
    if (verb !== 'verify') return verb;
    const { iban, accountNumber = '' } = openDetails(this.parts.db.keyring, account).numbers;
    const number = iban ?? accountNumber;
    return endings.some((ending) => ending !== '' && number.endsWith(ending)) ? verb : 'needInput';
  }

  #lock(tx: Transaction, id: string): Promise<LockedVerification | null> {
    return lockForStep(this.parts.sections, tx, id, PayoutMethod.PROVIDER);
  }

  async #keepLink(
    tx: Transaction,
    verification: PayoutVerificationRow,
    { providerAccountId, url, expiresAt }: HostedVerification,
  ): Promise<void> {
    const open = isOpen(verification);
    await tx.query(
      `update payout_verification set provider_account_id = $2, link_sealed = $3, link_expires_at = $4 where id = $1`,
      [
        verification.id,
        providerAccountId,
        open ? this.parts.db.keyring.seal(payoutLinkColumn.at(verification.id), url) : null,
        open ? expiresAt : null,
      ],
    );
  }
}

/** With the provider, or over, there is nowhere to go. */
const wantsLink: readonly PayoutVerificationStatus[] = [
  PayoutVerificationStatus.REQUESTED,
  PayoutVerificationStatus.OPEN,
  PayoutVerificationStatus.NEEDS_INPUT,
];

const otherAccount = 'other_bank_account';

/**
 * What news means for where a verification stands. Of an account that was verified, whatever is not good news takes that back:
 * until more is given, or for good.
 */
function verbFor(
  { payout, account, verification }: LockedVerification,
  verb: PayoutVerificationVerb | null,
): PayoutVerificationVerb | null {
  const counts =
    verification.status === PayoutVerificationStatus.VERIFIED && account.status === PayoutAccountStatus.VERIFIED;
  if (!counts || verb === null || verb === 'verify') return verb;
  return verb === 'fail' || anotherEntered(payout, account) ? 'revoke' : 'withdraw';
}

/**
 * News about what is over, or older than what was heard already, change nothing. What says once more what is known is remembered
 * by its time: something older may still be on its way.
 */
function judge(
  { status, heardAt }: PayoutVerificationRow,
  { at }: PayoutNews,
  verb: PayoutVerificationVerb | null,
): PayoutNewsOutcome {
  if (verb === null) return 'IGNORED';
  if (heardAt !== null && at < heardAt) return 'LATE';
  const { from, to } = payoutVerificationMoves[verb];
  if (from.includes(status)) return 'APPLIED';
  return to === status ? 'CONFIRMED' : 'LATE';
}
