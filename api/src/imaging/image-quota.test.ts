import { expect, test } from 'vitest';
import { quotaPeriodAt, quotaPeriodKey } from './image-quota.ts';

test.each([
  ['2026-01-01T00:00:00.000Z', '2026-01-01', '2026-02-01T00:00:00.000Z'],
  ['2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01T00:00:00.000Z'],
  ['2028-02-29T12:00:00.000Z', '2028-02-01', '2028-03-01T00:00:00.000Z'],
])('%s counts for the month in UTC', (now, key, end) => {
  const period = quotaPeriodAt(new Date(now));
  expect(quotaPeriodKey(period)).toBe(key);
  expect(period.end.toISOString()).toBe(end);
});
