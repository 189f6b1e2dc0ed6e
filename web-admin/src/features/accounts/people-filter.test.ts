import { expect, test } from 'vitest';
import { readFilter, toVariable, writeFilter } from './people-filter';

test('a filter survives its way through the address, without what means nothing', () => {
  const address = 'search=lena&status=active%2Cinvited&role=SUPPORT&order=last-sign-in';
  const filter = readFilter(new URLSearchParams(address));
  expect(writeFilter(filter).toString()).toBe(address);
  expect(toVariable(filter)).toEqual({ search: 'lena', status: ['ACTIVE', 'INVITED'], roles: ['SUPPORT'] });
  expect(readFilter(new URLSearchParams('status=gone,active&order=x&search='))).toEqual({
    search: null,
    statuses: ['ACTIVE'],
    roles: [],
    order: 'NEWEST',
  });
});
