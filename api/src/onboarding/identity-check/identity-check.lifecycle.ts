import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../../platform/lifecycle.ts';

export enum IdentityCheckStatus {
  REQUESTED = 'REQUESTED',
  OPEN = 'OPEN',
  PROCESSING = 'PROCESSING',
  NEEDS_INPUT = 'NEEDS_INPUT',
  VERIFIED = 'VERIFIED',
  CANCELLED = 'CANCELLED',
  FAILED = 'FAILED',
  VOID = 'VOID',
}
registerEnumType(IdentityCheckStatus, {
  name: 'IdentityCheckStatus',
  description: 'How far a check at a provider came.',
  valuesConfig: {
    REQUESTED: { description: 'The provider is being asked for a place to go.' },
    OPEN: { description: 'The creator can go there.' },
    PROCESSING: { description: 'The provider is looking.' },
    NEEDS_INPUT: { description: 'The provider could not decide: the creator has to try again.' },
    VERIFIED: { description: 'The provider is sure.' },
    CANCELLED: { description: 'Given up by the creator, or another way was chosen.' },
    FAILED: { description: 'The provider could not be asked.' },
    VOID: {
      description:
        'It was verified, and staff were not content with it: the creator does it again, or uploads pictures.',
    },
  },
});

const S = IdentityCheckStatus;

export const openChecks: readonly IdentityCheckStatus[] = [S.REQUESTED, S.OPEN, S.PROCESSING, S.NEEDS_INPUT];

/** CANCELLED, FAILED and VOID are final. News can overtake the answer to the request, so REQUESTED may go anywhere. */
export const identityCheckMoves = defineLifecycle<IdentityCheckStatus>()({
  open: { from: [S.REQUESTED], to: S.OPEN },
  process: { from: [S.REQUESTED, S.OPEN, S.NEEDS_INPUT], to: S.PROCESSING },
  needInput: { from: [S.REQUESTED, S.OPEN, S.PROCESSING], to: S.NEEDS_INPUT },
  verify: { from: openChecks, to: S.VERIFIED },
  cancel: { from: openChecks, to: S.CANCELLED },
  fail: { from: [S.REQUESTED], to: S.FAILED },
  void: { from: [S.VERIFIED], to: S.VOID },
});

export type IdentityCheckVerb = keyof typeof identityCheckMoves;
