import { expect, test } from 'vitest';
import { checkBirthDate, isDay } from './birth-date.ts';

test.each([
  ['2008-07-01', { value: '2008-07-01' }],
  [' 1998-02-11 ', { value: '1998-02-11' }],
  ['2008-07-02', { problem: 'TOO_YOUNG' }],
  ['2026-07-01', { problem: 'TOO_YOUNG' }],
  ['2026-07-02', { problem: 'DATE_IN_FUTURE' }],
  ['1901-07-01', { value: '1901-07-01' }],
  ['1901-06-30', { problem: 'DATE_TOO_LONG_AGO' }],
  ['0000-01-01', { problem: 'DATE_TOO_LONG_AGO' }],
  ['1998-02-30', { problem: 'DATE_INVALID' }],
  ['1998-13-01', { problem: 'DATE_INVALID' }],
  ['1998-00-10', { problem: 'DATE_INVALID' }],
  ['11.02.1998', { problem: 'DATE_INVALID' }],
  ['1998-2-11', { problem: 'DATE_INVALID' }],
  ['١٩٩٨-٠٢-١١', { problem: 'DATE_INVALID' }],
  ['1998-02-11T00:00:00Z', { problem: 'DATE_INVALID' }],
  ['1998-02-11\0', { problem: 'DATE_INVALID' }],
  ['9'.repeat(1_000_000), { problem: 'DATE_INVALID' }],
  ['', { problem: 'REQUIRED' }],
])('%j on the 1st of July 2026, from 18: %j', (typed, expected) => {
  expect(checkBirthDate(typed, { today: '2026-07-01', minimumAge: 18 })).toEqual(expected);
});

test.each([
  ['2026-02-28', { problem: 'TOO_YOUNG' }],
  ['2026-03-01', { value: '2008-02-29' }],
])('who was born on a leap day is 18 after February (%s)', (today, expected) => {
  expect(checkBirthDate('2008-02-29', { today, minimumAge: 18 })).toEqual(expected);
});

test('the minimum age is a setting', () => {
  expect(checkBirthDate('2008-07-02', { today: '2026-07-01', minimumAge: 16 })).toHaveProperty('value');
  expect(checkBirthDate('1998-07-02', { today: '2026-07-01', minimumAge: 30 })).toEqual({ problem: 'TOO_YOUNG' });
});

test('the 29th of February is a day every four years', () => {
  expect(['2024-02-29', '2026-02-29', '2000-02-29', '1900-02-29'].map(isDay)).toEqual([true, false, true, false]);
});
