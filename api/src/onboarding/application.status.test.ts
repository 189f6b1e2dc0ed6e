import { expect, test } from 'vitest';
import { ApplicationStatus, applicationStatus, type ApplicationFacts } from './application.status.ts';
import { CaseDecision, CaseStatus } from './case.lifecycle.ts';
import { SectionKind, SectionStatus } from './section.lifecycle.ts';

const noon = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-02T12:00:00Z');

const of = (
  statuses: (keyof typeof SectionStatus)[],
  lastCase: ApplicationFacts['lastCase'] = null,
  changedAt: Date | null = null,
) =>
  applicationStatus({
    sections: statuses.map((status) => ({ kind: SectionKind.PERSON, status: SectionStatus[status], changedAt })),
    lastCase,
  });

const aCase = (status: CaseStatus, decision: CaseDecision | null = null) => ({
  status,
  decision,
  decidedAt: decision && noon,
});

test.each([
  ['nothing was answered', of(['EMPTY', 'EMPTY']), ApplicationStatus.NOT_STARTED],
  ['something was answered', of(['DRAFT', 'EMPTY']), ApplicationStatus.IN_PROGRESS],
  ['a part was handed in', of(['SUBMITTED', 'EMPTY']), ApplicationStatus.IN_PROGRESS],
  ['all was handed in', of(['SUBMITTED', 'SUBMITTED'], aCase(CaseStatus.WAITING)), ApplicationStatus.WAITING],
  ['somebody looks at it', of(['IN_REVIEW', 'ACCEPTED'], aCase(CaseStatus.CLAIMED)), ApplicationStatus.IN_REVIEW],
  ['a second one is to confirm', of(['IN_REVIEW'], aCase(CaseStatus.PROPOSED)), ApplicationStatus.IN_REVIEW],
  [
    'a part came back',
    of(['RETURNED', 'ACCEPTED'], aCase(CaseStatus.DECIDED, CaseDecision.RETURNED)),
    ApplicationStatus.RETURNED,
  ],
  ['all is good', of(['ACCEPTED'], aCase(CaseStatus.DECIDED, CaseDecision.APPROVED)), ApplicationStatus.APPROVED],
  ['a part is too old', of(['ACCEPTED', 'EXPIRED']), ApplicationStatus.EXPIRED],
  [
    'it was rejected',
    of(['RETURNED'], aCase(CaseStatus.DECIDED, CaseDecision.REJECTED), noon),
    ApplicationStatus.REJECTED,
  ],
  [
    'it was rejected and begun anew',
    of(['DRAFT'], aCase(CaseStatus.DECIDED, CaseDecision.REJECTED), later),
    ApplicationStatus.IN_PROGRESS,
  ],
])('when %s', (_when, status, expected) => {
  expect(status).toBe(expected);
});
