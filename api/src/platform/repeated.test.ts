import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from './log.ts';
import { Repeated } from './repeated.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lines: string[] = [];
const log = createLog({ logLevel: 'warn' }, 'test', { write: (line: string) => void lines.push(line) });
const repeated = (work: () => Promise<unknown>): Repeated =>
  new Repeated({ work, pauseMs: 1_000, log, failure: 'it was not done' });

test('work comes again after each pause, never twice at once, and not after the stop, which waits for it', async () => {
  let [begun, ended] = [0, 0];
  let done = Promise.withResolvers<void>();
  const work = repeated(async () => {
    begun++;
    await done.promise;
    ended++;
  });
  work.start();
  work.start();
  expect(begun).toBe(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([begun, ended]).toEqual([1, 0]);
  done.resolve();
  done = Promise.withResolvers();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([begun, ended]).toEqual([2, 1]);
  const stopped = work.stop();
  expect(work.stopped).toBe(true);
  done.resolve();
  await stopped;
  expect([begun, ended]).toEqual([2, 2]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(begun).toBe(2);
});

test('a time that fails is told to the log and is followed by the next; the first one may come at once', async () => {
  let times = 0;
  const work = repeated(() => {
    times++;
    return Promise.reject(new Error('the disk is full'));
  });
  await work.startAtOnce();
  await work.startAtOnce();
  expect(times).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(times).toBe(3);
  expect(lines.filter((line) => line.includes('it was not done') && line.includes('the disk is full'))).toHaveLength(3);
  await work.stop();
});
