import { describe, expect, test } from 'vitest';
import { afterBusinessHours, type BusinessCalendar } from './business-time.ts';

const madrid: BusinessCalendar = {
  days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
  opens: 9,
  closes: 17,
  timeZone: 'Europe/Madrid',
  holidays: ['2026-12-25'],
};
const after = (start: string, hours: number, calendar: Partial<BusinessCalendar> = {}): string =>
  afterBusinessHours(new Date(start), hours, { ...madrid, ...calendar }).toISOString();

describe('in hours of business', () => {
  // Madrid is an hour ahead of UTC in winter, two in summer.
  test.each([
    ['within a day', '2026-11-18T09:00:00Z', 3, '2026-11-18T12:00:00.000Z'],
    ['to the very end of a day', '2026-11-18T08:00:00Z', 8, '2026-11-18T16:00:00.000Z'],
    ['over the night', '2026-11-18T15:00:00Z', 2, '2026-11-19T09:00:00.000Z'],
    ['begun before the desk opens', '2026-11-18T03:00:00Z', 1, '2026-11-18T09:00:00.000Z'],
    ['begun after it has closed', '2026-11-18T20:00:00Z', 1, '2026-11-19T09:00:00.000Z'],
    ['begun on a Saturday', '2026-11-21T12:00:00Z', 24, '2026-11-25T16:00:00.000Z'],
    ['over a weekend', '2026-11-20T15:30:00Z', 1, '2026-11-23T08:30:00.000Z'],
    ['over a holiday and the weekend after it', '2026-12-24T15:00:00Z', 2, '2026-12-28T09:00:00.000Z'],
    ['to the millisecond', '2026-11-18T15:59:59.500Z', 1, '2026-11-19T08:59:59.500Z'],
  ])('%s', (_what, start, hours, end) => {
    expect(after(start, hours)).toBe(end);
  });
});

describe('when clocks are changed', () => {
  test.each([
    // 29 March 2026, 02:00 becomes 03:00; 25 October, 03:00 becomes 02:00.
    [
      'a Monday after the spring change begins an hour earlier',
      '2026-03-27T15:30:00Z',
      1,
      '2026-03-30T07:30:00.000Z',
      {},
    ],
    [
      'a Monday after the autumn change begins an hour later',
      '2026-10-23T14:30:00Z',
      1,
      '2026-10-26T08:30:00.000Z',
      {},
    ],
    [
      'the short day has 23 hours',
      '2026-03-28T23:00:00Z',
      24,
      '2026-03-29T23:00:00.000Z',
      { days: ['SATURDAY', 'SUNDAY', 'MONDAY'], opens: 0, closes: 24 },
    ],
    [
      'the long day has 25 hours',
      '2026-10-24T22:00:00Z',
      25,
      '2026-10-25T23:00:00.000Z',
      { days: ['SUNDAY'], opens: 0, closes: 24 },
    ],
    [
      'a desk that opens in the hour that is skipped',
      '2026-03-29T00:00:00Z',
      1,
      '2026-03-29T02:30:00.000Z',
      { days: ['SUNDAY'], opens: 2.5, closes: 8 },
    ],
  ] as const)('%s', (_what, start, hours, end, calendar) => {
    expect(after(start, hours, calendar)).toBe(end);
  });
});

test('a desk that does not close after it opens is open all day', () => {
  expect(after('2026-11-18T20:00:00Z', 10, { opens: 9, closes: 9, timeZone: 'UTC' })).toBe('2026-11-19T06:00:00.000Z');
});

test('in a place with half an hour of difference', () => {
  expect(after('2026-11-18T00:00:00Z', 1, { timeZone: 'Asia/Kolkata' })).toBe('2026-11-18T04:30:00.000Z');
});

test('a calendar without a single open day counts every hour', () => {
  expect(after('2026-11-18T20:00:00Z', 10, { days: [] })).toBe('2026-11-19T06:00:00.000Z');
});
