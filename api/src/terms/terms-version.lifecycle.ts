import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../platform/lifecycle.ts';

export enum TermsStatus {
  DRAFT = 'DRAFT',
  SCHEDULED = 'SCHEDULED',
  IN_FORCE = 'IN_FORCE',
  REPLACED = 'REPLACED',
  DISCARDED = 'DISCARDED',
}
registerEnumType(TermsStatus, {
  name: 'TermsStatus',
  description: 'Where a version stands; follows from the clock.',
  valuesConfig: {
    DRAFT: { description: 'Can be changed; nobody but staff sees it.' },
    SCHEDULED: { description: 'Holds from a time to come.' },
    IN_FORCE: { description: 'Holds now.' },
    REPLACED: { description: 'Held until a newer one came.' },
    DISCARDED: { description: 'Thrown away as a draft.' },
  },
});

export enum TermsMove {
  EDIT = 'EDIT',
  PUBLISH = 'PUBLISH',
  DISCARD = 'DISCARD',
  UNSCHEDULE = 'UNSCHEDULE',
  TAKE_EFFECT = 'TAKE_EFFECT',
  REPLACE = 'REPLACE',
}
registerEnumType(TermsMove, {
  name: 'TermsMove',
  description: 'What the viewer may do with a version now.',
  valuesConfig: {
    EDIT: { description: 'Change the draft.' },
    PUBLISH: { description: 'Put it in force, at once or at a time.' },
    DISCARD: { description: 'Throw the draft away.' },
    UNSCHEDULE: { description: 'Make it a draft again before its time has come.' },
    TAKE_EFFECT: { description: 'Done by the clock: its time has come.' },
    REPLACE: { description: 'Done by the clock: a newer one came in force.' },
  },
});

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
