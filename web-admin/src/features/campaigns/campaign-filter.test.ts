import { expect, test } from 'vitest';
import { isNarrowed, noFilter, readFilter, toVariable, writeFilter } from './campaign-filter';

const brand = '11111111-2222-4333-8444-555555555555';
const everything = `search=coffee&status=draft,in-review&brand=${brand}&order=closing-soon`;

test('an address says what the list is narrowed to, and the other way round', () => {
  const filter = readFilter(new URLSearchParams(everything));
  expect(filter).toEqual({
    search: 'coffee',
    statuses: ['DRAFT', 'IN_REVIEW'],
    organisationId: brand,
    order: 'CLOSING_SOON',
  });
  expect(readFilter(writeFilter(filter))).toEqual(filter);
  expect(toVariable(filter)).toEqual({ search: 'coffee', statuses: ['DRAFT', 'IN_REVIEW'], organisationId: brand });
  expect(isNarrowed(filter)).toBe(true);
});

test('words that mean nothing narrow nothing', () => {
  const filter = readFilter(new URLSearchParams('search=&status=loud&brand=nordwind&order=odd'));
  expect(filter).toEqual({ ...noFilter, order: 'NEWEST' });
  expect(writeFilter(filter).toString()).toBe('');
  expect(toVariable(filter)).toEqual({});
  expect(isNarrowed(filter)).toBe(false);
});
