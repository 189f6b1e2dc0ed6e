import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../../platform/lifecycle.ts';

export enum PayoutAccountStatus {
  UNVERIFIED = 'UNVERIFIED',
  VERIFYING = 'VERIFYING',
  VERIFIED = 'VERIFIED',
  FAILED = 'FAILED',
  REPLACED = 'REPLACED',
}
registerEnumType(PayoutAccountStatus, {
  name: 'PayoutAccountStatus',
  description: 'Whether an account is known to be the creator’s. REPLACED is final.',
  valuesConfig: {
    UNVERIFIED: { description: 'Entered; nobody has begun to verify it.' },
    VERIFYING: { description: 'A verification is under way.' },
    VERIFIED: { description: 'Shown to be the creator’s.' },
    FAILED: { description: 'The last verification came to nothing; another one may begin.' },
    REPLACED: { description: 'Another one took its place.' },
  },
});

const A = PayoutAccountStatus;

/** REPLACED is final. */
export const payoutAccountMoves = defineLifecycle<PayoutAccountStatus>()({
  begin: { from: [A.UNVERIFIED, A.VERIFYING, A.FAILED], to: A.VERIFYING },
  verify: { from: [A.VERIFYING], to: A.VERIFIED },
  fail: { from: [A.VERIFYING], to: A.FAILED },
  /** The provider pays to it no longer, until the creator has given it what it wants. */
  withdraw: { from: [A.VERIFIED], to: A.VERIFYING },
  /** For good. */
  revoke: { from: [A.VERIFIED], to: A.FAILED },
  replace: { from: [A.UNVERIFIED, A.VERIFYING, A.VERIFIED, A.FAILED], to: A.REPLACED },
});

export type PayoutAccountVerb = keyof typeof payoutAccountMoves;

/** How it is verified that an account is the creator's. */
export enum PayoutMethod {
  MICRO_DEPOSITS = 'MICRO_DEPOSITS',
  STATEMENT = 'STATEMENT',
  PROVIDER = 'PROVIDER',
}
registerEnumType(PayoutMethod, {
  name: 'PayoutMethod',
  description: 'How it is verified that an account is the creator’s.',
  valuesConfig: {
    MICRO_DEPOSITS: { description: 'Two amounts, which only who sees the account can tell.' },
    STATEMENT: { description: 'A statement of the bank, which a reviewer looks at.' },
    PROVIDER: { description: 'Somebody who verifies accounts for us.' },
  },
});

export enum PayoutVerificationStatus {
  REQUESTED = 'REQUESTED',
  OPEN = 'OPEN',
  PROCESSING = 'PROCESSING',
  NEEDS_INPUT = 'NEEDS_INPUT',
  VERIFIED = 'VERIFIED',
  FAILED = 'FAILED',
  LOCKED = 'LOCKED',
  EXPIRED = 'EXPIRED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(PayoutVerificationStatus, {
  name: 'PayoutVerificationStatus',
  description: 'How far a verification came.',
  valuesConfig: {
    REQUESTED: { description: 'Finance has still to send, a reviewer to look, or the provider to answer.' },
    OPEN: { description: "With the creator: the amounts were sent, or the provider's page waits." },
    PROCESSING: { description: 'With the provider.' },
    NEEDS_INPUT: { description: 'The provider wants more of the creator.' },
    VERIFIED: { description: 'Shown to be the creator’s.' },
    FAILED: { description: 'Shown not to be the creator’s, or not shown.' },
    LOCKED: { description: 'Wrong amounts too often: no more deposits to this account until finance allows it.' },
    EXPIRED: { description: 'Nobody told the amounts in time.' },
    CANCELLED: { description: 'Another method was chosen, or another account entered.' },
  },
});

const V = PayoutVerificationStatus;

export const openVerifications: readonly PayoutVerificationStatus[] = [
  V.REQUESTED,
  V.OPEN,
  V.PROCESSING,
  V.NEEDS_INPUT,
];

/** A provider's news can overtake its answer to the request, so REQUESTED may go anywhere. */
export const payoutVerificationMoves = defineLifecycle<PayoutVerificationStatus>()({
  open: { from: [V.REQUESTED], to: V.OPEN },
  process: { from: [V.REQUESTED, V.OPEN, V.NEEDS_INPUT], to: V.PROCESSING },
  needInput: { from: [V.REQUESTED, V.OPEN, V.PROCESSING], to: V.NEEDS_INPUT },
  verify: { from: openVerifications, to: V.VERIFIED },
  fail: { from: openVerifications, to: V.FAILED },
  withdraw: { from: [V.VERIFIED], to: V.NEEDS_INPUT },
  revoke: { from: [V.VERIFIED], to: V.FAILED },
  lock: { from: [V.OPEN], to: V.LOCKED },
  release: { from: [V.LOCKED], to: V.FAILED },
  expire: { from: [V.OPEN], to: V.EXPIRED },
  cancel: { from: openVerifications, to: V.CANCELLED },
});

export type PayoutVerificationVerb = keyof typeof payoutVerificationMoves;
