import { registerEnumType } from 'type-graphql';
import { CaseDecision, CaseStatus } from './case.lifecycle.ts';
import { SectionStatus, type SectionKind } from './section.lifecycle.ts';

/** Where an application stands as a whole. Never stored: it follows from the sections and the last case. */
export enum ApplicationStatus {
  NOT_STARTED = 'NOT_STARTED',
  IN_PROGRESS = 'IN_PROGRESS',
  WAITING = 'WAITING',
  IN_REVIEW = 'IN_REVIEW',
  RETURNED = 'RETURNED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(ApplicationStatus, {
  name: 'ApplicationStatus',
  description: 'Where an application stands as a whole; follows from its sections and the last review.',
  valuesConfig: {
    NOT_STARTED: { description: 'Nothing was entered yet.' },
    IN_PROGRESS: { description: 'With the creator.' },
    WAITING: { description: 'With staff, who have not begun.' },
    IN_REVIEW: { description: 'A reviewer has it before them.' },
    RETURNED: { description: 'With the creator again, who is told what to put right.' },
    APPROVED: { description: 'Every section is accepted; the studio is open.' },
    REJECTED: { description: 'Refused as a whole; when to apply again stands with it.' },
    EXPIRED: { description: 'Was approved; something in it is too old now.' },
  },
});

export interface ApplicationFacts {
  /** Those that are asked of this creator. */
  sections: readonly { kind: SectionKind; status: SectionStatus; changedAt: Date | null }[];
  /** The newest one. */
  lastCase: { status: CaseStatus; decision: CaseDecision | null; decidedAt: Date | null } | null;
}

const S = SectionStatus;

export function applicationStatus({ sections, lastCase }: ApplicationFacts): ApplicationStatus {
  const some = (status: SectionStatus): boolean => sections.some((section) => section.status === status);
  if (lastCase?.decision === CaseDecision.REJECTED && !changedSince(sections, lastCase.decidedAt))
    return ApplicationStatus.REJECTED;
  if (lastCase?.status === CaseStatus.CLAIMED || lastCase?.status === CaseStatus.PROPOSED)
    return ApplicationStatus.IN_REVIEW;
  if (lastCase?.status === CaseStatus.WAITING) return ApplicationStatus.WAITING;
  if (some(S.RETURNED)) return ApplicationStatus.RETURNED;
  if (some(S.EXPIRED)) return ApplicationStatus.EXPIRED;
  if (sections.every(({ status }) => status === S.ACCEPTED)) return ApplicationStatus.APPROVED;
  if (sections.every(({ status }) => status === S.EMPTY)) return ApplicationStatus.NOT_STARTED;
  return ApplicationStatus.IN_PROGRESS;
}

const changedSince = (sections: ApplicationFacts['sections'], moment: Date | null): boolean =>
  moment !== null && sections.some(({ changedAt }) => changedAt !== null && changedAt > moment);
