import { expect, test } from 'vitest';
import { rightsEnd } from './usage-rights.ts';

test.each([
  ['2026-12-15', 3, '2027-03-15'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2027-11-30', 3, '2028-02-29'],
  ['2026-12-31', 12, '2027-12-31'],
  ['2026-01-31', 120, '2036-01-31'],
])('rights of a campaign that ends on %s, for %i months, end on %s', (endsOn, months, end) => {
  expect(rightsEnd(endsOn, months)).toBe(end);
});
