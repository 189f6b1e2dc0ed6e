import { describe, expect, test } from 'vitest';
import { ImageEngine } from './image-request.entity.ts';
import { ImageRequestStatus as S } from './image-request.lifecycle.ts';
import { expectedSeconds, type Pace, takesLongerThanUsual, type WaitingRequest } from './image-request.pace.ts';

const now = new Date('2026-05-01T12:00:00Z');
const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();

const paces = (pace: Partial<Pace> = {}) =>
  new Map([[ImageEngine.EMBEDDED, { usual: 10, slow: 20, working: 1, ...pace }]]);

const aRequest = (details: Partial<WaitingRequest>): WaitingRequest => ({
  engine: ImageEngine.EMBEDDED,
  status: S.QUEUED,
  progress: 0,
  createdAt: ago(3),
  startedAt: null,
  ...details,
});

describe('seconds still to wait', () => {
  test.each<[string, Partial<WaitingRequest>, Partial<Pace>, number | null]>([
    ['next, and the engine is idle', { queuePosition: 1 }, { working: 0 }, 10],
    ['next, while one is half done on average', { queuePosition: 1 }, { working: 1 }, 15],
    ['third in line of a single worker', { queuePosition: 3 }, { working: 1 }, 35],
    ['third in line of two workers', { queuePosition: 3 }, { working: 2 }, 25],
    ['just begun', { status: S.PROCESSING, startedAt: ago(4), progress: 5 }, {}, 6],
    ['half done in 8 seconds', { status: S.PROCESSING, startedAt: ago(8), progress: 50 }, {}, 8],
    ['longer than usual without a word', { status: S.PROCESSING, startedAt: ago(60), progress: 0 }, {}, 1],
    ['all but done', { status: S.PROCESSING, startedAt: ago(8), progress: 100 }, {}, 1],
    ['final', { status: S.COMPLETED, startedAt: ago(8), progress: 100 }, {}, null],
  ])('%s', (_, request, pace, expected) => {
    expect(expectedSeconds(aRequest(request), paces(pace), now)).toBe(expected);
  });

  test('of an engine without history nobody knows', () => {
    expect(expectedSeconds(aRequest({ queuePosition: 1, engine: ImageEngine.N8N }), paces(), now)).toBeNull();
  });
});

describe('longer than usual', () => {
  test.each<[string, Partial<WaitingRequest>, Partial<Pace>, boolean]>([
    ['within one and a half times what nine of ten took', { createdAt: ago(30) }, { slow: 20 }, false],
    ['beyond it', { createdAt: ago(31) }, { slow: 20 }, true],
    ['a hiccup of a fast engine', { createdAt: ago(5.9) }, { slow: 1 }, false],
    ['more than a hiccup', { createdAt: ago(6.1) }, { slow: 1 }, true],
    ['in the works', { createdAt: ago(31), status: S.PROCESSING }, { slow: 20 }, true],
    ['over and done with', { createdAt: ago(9999), status: S.FAILED }, {}, false],
    ['an unknown engine, two minutes', { createdAt: ago(120), engine: ImageEngine.N8N }, {}, false],
    ['an unknown engine, more', { createdAt: ago(121), engine: ImageEngine.N8N }, {}, true],
  ])('%s', (_, request, pace, expected) => {
    expect(takesLongerThanUsual(aRequest(request), paces(pace), now)).toBe(expected);
  });
});
