import { expect, test } from 'vitest';
import { addressOf, isNarrowed, noFilter, readFilter, toVariable, writeFilter } from './audit-filter';

test.each([
  '',
  'search=abc&person=42&action=imaging.&outcome=refused',
  'type=image&record=7&request=abc&ip=192.0.2.1&age=1h',
])('the address "%s" is read and written back the same', (query) => {
  expect(writeFilter(readFilter(new URLSearchParams(query))).toString()).toBe(query);
});

test('words that mean nothing are left out', () => {
  const filter = readFilter(new URLSearchParams('outcome=perhaps&age=3y&search='));
  expect(filter).toEqual(noFilter);
  expect(isNarrowed(filter)).toBe(false);
});

test('only what was chosen is asked of the server', () => {
  const filter = { ...noFilter, personId: 'lena', outcome: 'REFUSED', age: '1h' } as const;
  expect(toVariable(filter, new Date('2026-11-21T12:00:00.000Z'))).toEqual({
    actorId: 'lena',
    outcome: 'REFUSED',
    from: '2026-11-21T11:00:00.000Z',
  });
});

test('links lead to the list that they speak of', () => {
  expect(addressOf({ recordType: 'image', recordId: 'a b' })).toBe('/audit?type=image&record=a+b');
});
