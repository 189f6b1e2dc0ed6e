import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../platform/lifecycle.ts';

/** One look of staff at what a creator handed in. */
export enum CaseStatus {
  WAITING = 'WAITING',
  CLAIMED = 'CLAIMED',
  PROPOSED = 'PROPOSED',
  DECIDED = 'DECIDED',
  WITHDRAWN = 'WITHDRAWN',
}

const S = CaseStatus;

/** DECIDED and WITHDRAWN are final; what is handed in again makes another case. */
export const caseMoves = defineLifecycle<CaseStatus>()({
  claim: { from: [S.WAITING, S.PROPOSED], to: S.CLAIMED },
  release: { from: [S.CLAIMED], to: S.WAITING },
  propose: { from: [S.CLAIMED], to: S.PROPOSED },
  /** By the second reviewer, who leaves the first one's proposal as it was. */
  releaseProposal: { from: [S.CLAIMED], to: S.PROPOSED },
  decide: { from: [S.CLAIMED], to: S.DECIDED },
  withdraw: { from: [S.WAITING], to: S.WITHDRAWN },
});

export type CaseVerb = keyof typeof caseMoves;

export const openCases: readonly CaseStatus[] = [S.WAITING, S.CLAIMED, S.PROPOSED];

registerEnumType(CaseStatus, {
  name: 'CaseStatus',
  description: 'Where a case stands; DECIDED and WITHDRAWN are final.',
  valuesConfig: {
    WAITING: { description: 'Nobody has it before them.' },
    CLAIMED: { description: 'One reviewer has it before them; nobody else may decide.' },
    PROPOSED: { description: 'Decided by one, to be confirmed by another: four eyes.' },
    DECIDED: { description: 'Over; what is handed in again makes another case.' },
    WITHDRAWN: { description: 'The creator took something back before anybody looked.' },
  },
});

export enum CaseDecision {
  APPROVED = 'APPROVED',
  RETURNED = 'RETURNED',
  REJECTED = 'REJECTED',
}
registerEnumType(CaseDecision, {
  name: 'CaseDecision',
  description: 'How a case ended.',
  valuesConfig: {
    APPROVED: { description: 'Every section is accepted; the creator is let in.' },
    RETURNED: { description: 'Something has to be put right first.' },
    REJECTED: { description: 'The creator is refused, with reasons.' },
  },
});
