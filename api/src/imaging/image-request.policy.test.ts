import { expect, test } from 'vitest';
import { nobody, type Actor } from '../platform/actor.ts';
import { ImageRequestStatus as S } from './image-request.lifecycle.ts';
import { ImageRequestMove as M, movesOpenTo, visibleTo } from './image-request.policy.ts';

const actor = (accountId: string | null, ...permissions: string[]): Actor => ({
  ...nobody,
  accountId,
  permissions: new Map(permissions.map((name) => [name, 'ALL'])),
  ip: null,
  requestId: 'r',
  traceparent: 't',
});

const owner = actor('lena', 'imaging.request', 'imaging.own');
const stranger = actor('mateo', 'imaging.request', 'imaging.own');
const staff = actor('ada', 'imaging.monitor', 'imaging.intervene');
const watcher = actor('ben', 'imaging.monitor');

const open = [S.PENDING, S.QUEUED, S.PROCESSING];
const unsuccessful = [S.FAILED, S.CANCELLED, S.TIMED_OUT];

test.each(Object.values(S))('moves from %s', (status) => {
  const request = { accountId: 'lena', status, retriedById: null };
  const expected = open.includes(status) ? [M.CANCEL] : unsuccessful.includes(status) ? [M.RETRY] : [];

  expect(movesOpenTo(owner, request)).toEqual(expected);
  expect(movesOpenTo(staff, request)).toEqual(expected);
  expect(movesOpenTo(stranger, request)).toEqual([]);
  expect(movesOpenTo(watcher, request)).toEqual([]);
  expect(movesOpenTo(actor(null), request)).toEqual([]);
});

test('what was retried is not offered again', () => {
  expect(movesOpenTo(owner, { accountId: 'lena', status: S.FAILED, retriedById: 'another' })).toEqual([]);
});

test('staff see everybody, others themselves, nobody nothing', () => {
  expect(visibleTo(staff)).toBeNull();
  expect(visibleTo(owner)).toBe('lena');
  expect(() => visibleTo(actor(null))).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  expect(() => visibleTo(actor('eve', 'operations.health'))).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
});
