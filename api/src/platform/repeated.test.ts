import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from './log.ts';
import { Repeated } from './repeated.ts';

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
});
afterEach(() => void vi.useRealTimers());

const lines: string[] = [];
const log = createLog({ logLevel: 'info' }, 'test', { write: (line: string) => void lines.push(line) });
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

/** As the file system says it: with the name of a file that is called otherwise each time. */
const refused = (code: string, file: number): Error => Object.assign(new Error(`${code}: open ${file}`), { code });

test('a time that fails is told to the log, once until it changes, and is followed by the next; the first one may come at once', async () => {
  let times = 0;
  const notYet = false;
  const answers = [
    refused('ENOSPC', 1),
    notYet,
    refused('ENOSPC', 2),
    refused('EACCES', 3),
    true,
    refused('EACCES', 5),
  ];
  const work = repeated(() => {
    const answer = answers[times++];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  await work.startAtOnce();
  await work.startAtOnce();
  expect(times).toBe(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(times).toBe(6);
  const told = lines.map((line) => JSON.parse(line) as { level: string; msg: string; err?: { message: string } });
  expect(told.map(({ level, msg, err }) => [level, msg, err?.message])).toEqual([
    ['warn', 'it was not done', 'ENOSPC: open 1'],
    ['warn', 'it was not done', 'EACCES: open 3'],
    ['info', 'works again', undefined],
    ['warn', 'it was not done', 'EACCES: open 5'],
  ]);
  await work.stop();
});
