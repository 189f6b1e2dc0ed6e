import { expect, test } from 'vitest';
import type { CaseRow } from '../application.rows.ts';
import { CaseDecision, CaseStatus } from '../case.lifecycle.ts';
import { consequenceOf, isOutdated } from './risk.ts';

const aCase = (row: Partial<CaseRow>): CaseRow =>
  ({ status: CaseStatus.WAITING, decision: null, riskHints: [], ...row }) as CaseRow;
const approved = { status: CaseStatus.DECIDED, decision: CaseDecision.APPROVED };
const somewhen = new Date();

test.each([
  ['waits', aCase({}), null, 'RAISE'],
  ['is with a reviewer', aCase({ status: CaseStatus.CLAIMED }), null, 'RAISE'],
  ['waits for the second reviewer', aCase({ status: CaseStatus.PROPOSED }), null, 'RAISE'],
  ['is a renewal', aCase({ status: CaseStatus.CLAIMED }), somewhen, 'RAISE'],
  ['was approved', aCase(approved), somewhen, 'TELL'],
  ['was taken back by somebody who is in', aCase({ status: CaseStatus.WITHDRAWN }), somewhen, 'TELL'],
  ['was returned', aCase({ ...approved, decision: CaseDecision.RETURNED }), null, null],
  ['was rejected', aCase({ ...approved, decision: CaseDecision.REJECTED }), somewhen, null],
  ['knows it already', aCase({ riskHints: ['TAX_ID.1'] }), null, null],
] as const)('a double that is found while the case %s', (_when, lastCase, activatedAt, verb) => {
  expect(consequenceOf({ lastCase, activatedAt }, ['TAX_ID.1']).verb).toBe(verb);
});

test('a double of somebody without a case is judged when there is one', () => {
  expect(consequenceOf({ lastCase: null, activatedAt: null }, ['TAX_ID.1']).verb).toBeNull();
});

test('a proposal counts only when nothing was found since', () => {
  const at = (minute: number) => new Date(minute * 60_000);
  expect(isOutdated({ riskAt: null, proposedAt: at(1) })).toBe(false);
  expect(isOutdated({ riskAt: at(1), proposedAt: at(2) })).toBe(false);
  expect(isOutdated({ riskAt: at(2), proposedAt: at(1) })).toBe(true);
  expect(isOutdated({ riskAt: at(2), proposedAt: null })).toBe(true);
});
