import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../platform/lifecycle.ts';

export enum SectionKind {
  PERSON = 'PERSON',
  ADDRESS = 'ADDRESS',
  SOCIAL_PROFILES = 'SOCIAL_PROFILES',
  NICHES = 'NICHES',
  AUDIENCE = 'AUDIENCE',
  IDENTITY_DOCUMENT = 'IDENTITY_DOCUMENT',
  PAYOUT_ACCOUNT = 'PAYOUT_ACCOUNT',
  TAX = 'TAX',
  CONSENTS = 'CONSENTS',
}
registerEnumType(SectionKind, {
  name: 'SectionKind',
  description: 'A part of the application.',
  valuesConfig: {
    PERSON: { description: 'Name and date of birth.' },
    ADDRESS: { description: 'Where the creator lives.' },
    SOCIAL_PROFILES: { description: 'Their profiles, and that these are theirs.' },
    NICHES: { description: 'What they make posts about.' },
    AUDIENCE: { description: 'Who follows them.' },
    IDENTITY_DOCUMENT: { description: 'Passport or identity card.' },
    PAYOUT_ACCOUNT: { description: 'Where they want to be paid.' },
    TAX: { description: 'Tax number and residence.' },
    CONSENTS: { description: 'What they agree to.' },
  },
});
export const sectionKinds: readonly SectionKind[] = Object.values(SectionKind);

export enum SectionStatus {
  EMPTY = 'EMPTY',
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
  IN_REVIEW = 'IN_REVIEW',
  ACCEPTED = 'ACCEPTED',
  RETURNED = 'RETURNED',
  EXPIRED = 'EXPIRED',
}

registerEnumType(SectionStatus, {
  name: 'SectionStatus',
  description: 'How far a section came.',
  valuesConfig: {
    EMPTY: { description: 'Nothing was entered.' },
    DRAFT: { description: 'Something was entered, and not handed in.' },
    SUBMITTED: { description: 'Handed in; staff have not begun.' },
    IN_REVIEW: { description: 'A reviewer holds the case.' },
    ACCEPTED: { description: 'Staff have accepted it.' },
    RETURNED: { description: 'With reasons.' },
    EXPIRED: { description: 'Was accepted, and is too old now.' },
  },
});

const S = SectionStatus;

/** Every way a section may change. */
export const sectionMoves = defineLifecycle<SectionStatus>()({
  /** Something in it was changed: what was accepted is to be looked at again, what was handed in is taken back. */
  change: { from: [S.EMPTY, S.DRAFT, S.SUBMITTED, S.ACCEPTED, S.RETURNED, S.EXPIRED], to: S.DRAFT },
  submit: { from: [S.DRAFT], to: S.SUBMITTED },
  review: { from: [S.SUBMITTED], to: S.IN_REVIEW },
  /** The reviewer asks for more of what was accepted before. */
  reopen: { from: [S.ACCEPTED], to: S.IN_REVIEW },
  /** The reviewer lets go of the case undecided. */
  release: { from: [S.IN_REVIEW], to: S.SUBMITTED },
  accept: { from: [S.IN_REVIEW], to: S.ACCEPTED },
  return: { from: [S.IN_REVIEW], to: S.RETURNED },
  expire: { from: [S.ACCEPTED], to: S.EXPIRED },
  /** Something is due in it that was not when it was handed in: it is with the creator again. */
  ask: { from: [S.SUBMITTED, S.ACCEPTED], to: S.DRAFT },
  /** That is due no longer, and nothing was touched meanwhile: it is as it was. */
  unaskSubmitted: { from: [S.DRAFT], to: S.SUBMITTED },
  unaskAccepted: { from: [S.DRAFT], to: S.ACCEPTED },
});

export type SectionVerb = keyof typeof sectionMoves;

/** With the creator, who has something to do. */
export const openSections: readonly SectionStatus[] = [S.EMPTY, S.DRAFT, S.RETURNED, S.EXPIRED];
