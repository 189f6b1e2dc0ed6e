import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../platform/lifecycle.ts';

/** One look of staff at what a creator handed in. */
export enum CaseStatus {
  WAITING = 'WAITING',
  /** One reviewer has it before them; nobody else may decide. */
  CLAIMED = 'CLAIMED',
  /** Decided by one, to be confirmed by another: four eyes. */
  PROPOSED = 'PROPOSED',
  DECIDED = 'DECIDED',
  /** The creator took something back before anybody looked. */
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

registerEnumType(CaseStatus, { name: 'CaseStatus' });

export enum CaseDecision {
  APPROVED = 'APPROVED',
  /** Something has to be put right first. */
  RETURNED = 'RETURNED',
  REJECTED = 'REJECTED',
}
registerEnumType(CaseDecision, { name: 'CaseDecision' });
