import { describe, expect, test } from 'vitest';
import { DigestRhythm, nextDigest } from './mail-digest.ts';

const { OFF, DAILY, WEEKLY } = DigestRhythm;

describe('the next digest', () => {
  test.for([
    ['in the morning, later today', '2026-11-18T06:59:59Z', DAILY, 8, 'Europe/Berlin', '2026-11-18T07:00:00Z'],
    ['right then, tomorrow', '2026-11-18T07:00:00Z', DAILY, 8, 'Europe/Berlin', '2026-11-19T07:00:00Z'],
    ['where it is tomorrow already', '2026-11-18T15:30:00Z', DAILY, 0, 'Asia/Tokyo', '2026-11-19T15:00:00Z'],
    ['where it is yesterday still', '2026-11-18T03:00:00Z', DAILY, 23, 'America/Los_Angeles', '2026-11-18T07:00:00Z'],
    ['a quarter off the hour', '2026-11-18T00:00:00Z', DAILY, 8, 'Asia/Kathmandu', '2026-11-18T02:15:00Z'],
    ['in summer', '2026-07-01T00:00:00Z', DAILY, 8, 'Europe/Berlin', '2026-07-01T06:00:00Z'],
    ['when clocks go back, once', '2026-10-25T00:00:00Z', DAILY, 8, 'Europe/Berlin', '2026-10-25T07:00:00Z'],
    [
      'when the hour is left out, the one after',
      '2026-03-28T12:00:00Z',
      DAILY,
      2,
      'Europe/Berlin',
      '2026-03-29T01:00:00Z',
    ],
    ['on the day of the week', '2026-11-18T12:00:00Z', WEEKLY, 8, 'UTC', '2026-11-23T08:00:00Z'],
    ['on that day, before the hour', '2026-11-23T07:00:00Z', WEEKLY, 8, 'UTC', '2026-11-23T08:00:00Z'],
    ['on that day, after the hour', '2026-11-23T09:00:00Z', WEEKLY, 8, 'UTC', '2026-11-30T08:00:00Z'],
  ] as const)('%s', ([, after, rhythm, hour, timeZone, expected]) => {
    const next = nextDigest(new Date(after), { rhythm, hour, weekday: 1, timeZone });
    expect(next.toISOString()).toBe(new Date(expected).toISOString());
  });

  test.for(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'])(
    'comes once a day the year round, also where clocks are changed: %s',
    (timeZone) => {
      for (const hour of [1, 2, 3]) {
        let at = nextDigest(new Date('2026-01-01T12:00:00Z'), { rhythm: DAILY, hour, weekday: 1, timeZone });
        const strange: string[] = [];
        for (let day = 0; day < 365; day++) {
          const next = nextDigest(at, { rhythm: DAILY, hour, weekday: 1, timeZone });
          if (Math.abs((next.getTime() - at.getTime()) / 3_600_000 - 24) > 1) strange.push(next.toISOString());
          at = next;
        }
        expect(strange).toEqual([]);
      }
    },
  );

  test('who wants none gets what waits at once', () => {
    const now = new Date('2026-11-18T12:00:00Z');
    expect(nextDigest(now, { rhythm: OFF, hour: 8, weekday: 1, timeZone: 'UTC' })).toEqual(now);
  });
});
