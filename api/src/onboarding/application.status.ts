import { registerEnumType } from 'type-graphql';
import { CaseDecision, CaseStatus } from './case.lifecycle.ts';
import { SectionStatus, type SectionKind } from './section.lifecycle.ts';

/** Where an application stands as a whole. Never stored: it follows from the sections and the last case. */
export enum ApplicationStatus {
  NOT_STARTED = 'NOT_STARTED',
  /** With the creator. */
  IN_PROGRESS = 'IN_PROGRESS',
  /** With staff, who have not begun. */
  WAITING = 'WAITING',
  IN_REVIEW = 'IN_REVIEW',
  /** With the creator again, who is told what to put right. */
  RETURNED = 'RETURNED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  /** Was approved; something in it is too old now. */
  EXPIRED = 'EXPIRED',
}
registerEnumType(ApplicationStatus, { name: 'ApplicationStatus' });

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
