import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../platform/lifecycle.ts';

export enum TermsStatus {
  DRAFT = 'DRAFT',
  SCHEDULED = 'SCHEDULED',
  IN_FORCE = 'IN_FORCE',
  REPLACED = 'REPLACED',
  DISCARDED = 'DISCARDED',
}
registerEnumType(TermsStatus, { name: 'TermsStatus' });

export enum TermsMove {
  EDIT = 'EDIT',
  PUBLISH = 'PUBLISH',
  DISCARD = 'DISCARD',
  UNSCHEDULE = 'UNSCHEDULE',
  TAKE_EFFECT = 'TAKE_EFFECT',
  REPLACE = 'REPLACE',
}
registerEnumType(TermsMove, { name: 'TermsMove' });

const { DRAFT, SCHEDULED, IN_FORCE, REPLACED, DISCARDED } = TermsStatus;

/**
 * Every way a version may change. The last two are made by time alone: a version takes effect when its hour has come, and
 * replaces the one before. A discarded draft is no longer there.
 */
export const termsMoves = defineLifecycle<TermsStatus>()<TermsMove>({
  EDIT: { from: [DRAFT], to: DRAFT },
  PUBLISH: { from: [DRAFT], to: SCHEDULED },
  DISCARD: { from: [DRAFT], to: DISCARDED },
  UNSCHEDULE: { from: [SCHEDULED], to: DRAFT },
  TAKE_EFFECT: { from: [SCHEDULED], to: IN_FORCE },
  REPLACE: { from: [IN_FORCE], to: REPLACED },
});

/** Nothing stores the status: it follows from when the version is published, and when the one after it. */
export function statusAt(now: Date, publishAt: Date | null, nextPublishAt: Date | null): TermsStatus {
  if (publishAt === null) return DRAFT;
  if (publishAt > now) return termsMoves.PUBLISH.to;
  return nextPublishAt !== null && nextPublishAt <= now ? termsMoves.REPLACE.to : termsMoves.TAKE_EFFECT.to;
}
