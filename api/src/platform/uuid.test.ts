import { expect, test } from 'vitest';
import { firstTimedUuid, isUuid, newTimedUuid } from './uuid.ts';

test('ids of one millisecond keep the order in which they were made, after all that came before', () => {
  const at = new Date('2026-03-01T10:00:00.500Z');
  const ids = [new Date(at.getTime() - 1), ...Array.from({ length: 100 }, () => at), new Date(at.getTime() + 1)].map(
    newTimedUuid,
  );
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => isUuid(id) && id[14] === '7' && '89ab'.includes(id[19]!))).toBe(true);
  expect(firstTimedUuid(at) <= ids[1]! && firstTimedUuid(at) > ids[0]!).toBe(true);
});
