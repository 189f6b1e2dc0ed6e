import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { expect, test } from 'vitest';
import { onStage } from './on-stage.ts';

/** `finishedAt` in minutes; newest first, as the API lists them. */
const request = (id: string, status: ImageRequestStatus, finishedAt?: number, given: object = {}) => ({
  id,
  status,
  finishedAt: finishedAt === undefined ? null : `2026-11-20T10:0${finishedAt}:00.000Z`,
  retriedById: null,
  images: status === 'COMPLETED' ? [{ displayUrl: '/media/1' }] : [],
  ...given,
});
type Request = ReturnType<typeof request>;

const underived = { images: [{ displayUrl: null }] };

test.each<[string, Request[], string | null, string, string]>([
  ['the newest picture', [request('b', 'COMPLETED', 2), request('a', 'COMPLETED', 1)], null, 'b', 'b'],
  [
    'the picture that arrived last, not the one asked for last',
    [request('b', 'COMPLETED', 1), request('a', 'COMPLETED', 2)],
    null,
    'a',
    'a',
  ],
  [
    'the last picture stays while the next is made',
    [request('b', 'PROCESSING'), request('a', 'COMPLETED', 1)],
    null,
    'a',
    'b',
  ],
  [
    'and while what is shown of the next is made',
    [request('b', 'COMPLETED', 2, underived), request('a', 'COMPLETED', 1)],
    null,
    'a',
    'a',
  ],
  [
    'of several, the one at work',
    [request('c', 'PROCESSING'), request('b', 'QUEUED'), request('a', 'COMPLETED', 1)],
    null,
    'a',
    'c',
  ],
  [
    'of those that wait, the first in line',
    [request('c', 'PENDING'), request('b', 'QUEUED'), request('a', 'COMPLETED', 1)],
    null,
    'a',
    'b',
  ],
  [
    'a failure after the last picture is told',
    [request('b', 'FAILED', 2), request('a', 'COMPLETED', 1)],
    null,
    'a',
    'b',
  ],
  [
    'so is what was cancelled after it, by whomever',
    [request('b', 'CANCELLED', 2), request('a', 'COMPLETED', 1)],
    null,
    'a',
    'b',
  ],
  ['a failure before it is history', [request('b', 'COMPLETED', 2), request('a', 'TIMED_OUT', 1)], null, 'b', 'b'],
  [
    'a failure asked for again is settled',
    [request('b', 'FAILED', 2, { retriedById: 'c' }), request('a', 'COMPLETED', 1)],
    null,
    'a',
    'a',
  ],
  ['the first request of all', [request('a', 'PENDING')], null, 'a', 'a'],
  ['what the person chose', [request('b', 'PROCESSING'), request('a', 'COMPLETED', 1)], 'b', 'b', 'b'],
  ['a choice that is gone is none', [request('a', 'COMPLETED', 1)], 'x', 'a', 'a'],
])('%s', (_case, requests, chosen, seen, told) => {
  const stage = onStage(requests, chosen);
  expect([stage.seen?.id, stage.told?.id]).toEqual([seen, told]);
});

test('nothing yet', () => {
  expect(onStage([], null)).toEqual({});
});
