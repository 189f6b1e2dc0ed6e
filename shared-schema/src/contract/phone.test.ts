import { expect, test } from 'vitest';
import { checkPhone, normalPhone, spacedPhone } from './phone.ts';

test.each([
  ['+49 170 1234567', '+491701234567'],
  ['0049 (170) 123-4567', '+491701234567'],
  [' +34 612 34 56 78 ', '+34612345678'],
  ['+1 (415) 555-2671', '+14155552671'],
  ['+٤٩١٧٠١٢٣٤٥٦٧', '+491701234567'],
  ['0170 1234567', null],
  ['+49', null],
  ['+49 170 1234567 and more', null],
  ['call me', null],
  ['', null],
  [`+${'1'.repeat(500)}`, null],
  ['+49170\0 1234567', null],
])('%j is %j', (given, normal) => {
  expect(normalPhone(given)).toBe(normal);
});

test.each([
  ['', 'REQUIRED'],
  ['0170 1234567', 'PHONE_COUNTRY_CODE'],
  ['+49 170', 'PHONE_INVALID'],
  ['+999 1234567', 'PHONE_INVALID'],
  ['+49 170 1234567 ext. 12', 'PHONE_INVALID'],
  ['+49\u202e170 1234567', 'PHONE_INVALID'],
  ['9'.repeat(1_000_000), 'PHONE_INVALID'],
])('%j: %s', (given, problem) => expect(checkPhone(given)).toEqual({ problem }));

test('a number is shown with spaces', () => {
  expect(spacedPhone('+491701234567')).toBe('+49 170 1234567');
});
