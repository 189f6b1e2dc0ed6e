import { parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { dateTimeIso } from './graphql-date.ts';

test.each([
  [new Date('2026-01-31T09:00:00.12Z'), '2026-01-31T09:00:00.120Z'],
  ['2026-01-31T09:00:00+00:00', '2026-01-31T09:00:00.000Z'],
  ['2026-01-31T09:00:00.1+00:00', '2026-01-31T09:00:00.100Z'],
  ['2026-01-31T09:00:00.12+00:00', '2026-01-31T09:00:00.120Z'],
  ['2026-01-31T09:00:00.123456+00:00', '2026-01-31T09:00:00.123Z'],
  ['2026-01-31T10:00:00.123+01:00', '2026-01-31T09:00:00.123Z'],
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
])('%s is written as %s', (value, expected) => {
  expect(dateTimeIso.serialize(value)).toBe(expected);
});

test('what goes in needs a time and an offset', () => {
  expect(dateTimeIso.parseValue('2026-01-31T10:00:00+01:00')).toEqual(new Date('2026-01-31T09:00:00Z'));
  expect(dateTimeIso.parseLiteral(parseValue('"2026-01-31T09:00Z"'))).toEqual(new Date('2026-01-31T09:00:00Z'));
  for (const wrong of [
    '2026-01-31',
    '2026-01-31T09:00:00',
    'tomorrow',
    '2026-02-31T09:00:00Z',
    '2026-02-28T99:00:00Z',
    '',
    1,
    null,
    {},
  ])
    expect(() => dateTimeIso.parseValue(wrong)).toThrow('Expected a date and time');
});
