import { expect, test } from 'vitest';
import { requestedRange } from './http-range.ts';

test.for<[string, ReturnType<typeof requestedRange>]>([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=10-', { start: 10, end: 99 }],
  ['bytes=90-200', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=99-', { start: 99, end: 99 }],
  ['bytes=100-', 'UNSATISFIABLE'],
  ['bytes=-0', 'UNSATISFIABLE'],
  ['bytes=0-1,3-4', null],
  ['bytes=5-4', null],
  ['bytes=-', null],
  ['bytes=a-b', null],
  ['items=0-1', null],
])('of 100 bytes, %s means %o', ([range, meant]) => {
  expect(requestedRange({ range }, '"tag"', 100)).toEqual(meant);
});

test('a range of another version is no range', () => {
  expect(requestedRange({ range: 'bytes=0-1', 'if-range': '"other"' }, '"tag"', 100)).toBeNull();
  expect(requestedRange({ range: 'bytes=0-1', 'if-range': '"tag"' }, '"tag"', 100)).toEqual({ start: 0, end: 1 });
});
