import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../../platform/lifecycle.ts';

export enum SocialProfileStatus {
  UNPROVEN = 'UNPROVEN',
  CHECKING = 'CHECKING',
  WITH_STAFF = 'WITH_STAFF',
  VERIFIED = 'VERIFIED',
}
registerEnumType(SocialProfileStatus, {
  name: 'SocialProfileStatus',
  description: 'Whether a profile is known to be the creator’s.',
  valuesConfig: {
    UNPROVEN: { description: 'Named; whose it is has not been shown.' },
    CHECKING: { description: 'The page is being looked at, or the platform asked.' },
    WITH_STAFF: { description: 'The creator says that the code is there; a reviewer looks.' },
    VERIFIED: { description: 'Shown to be the creator’s.' },
  },
});

const S = SocialProfileStatus;

export const socialProfileMoves = defineLifecycle<SocialProfileStatus>()({
  check: { from: [S.UNPROVEN, S.WITH_STAFF], to: S.CHECKING },
  askStaff: { from: [S.UNPROVEN], to: S.WITH_STAFF },
  verify: { from: [S.CHECKING, S.WITH_STAFF], to: S.VERIFIED },
  /** Looked at, and nothing found. */
  miss: { from: [S.CHECKING, S.WITH_STAFF], to: S.UNPROVEN },
  /** Nobody looked while the question was good. */
  lapse: { from: [S.WITH_STAFF], to: S.UNPROVEN },
  /** After it was taken away. */
  nameAgain: { from: [S.UNPROVEN, S.CHECKING, S.WITH_STAFF, S.VERIFIED], to: S.UNPROVEN },
});

export type SocialProfileVerb = keyof typeof socialProfileMoves;
