import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { fileThreads, letFileThreadsGiveWay } from './file-threads.ts';

test.runIf(process.platform === 'linux')('threads for files give way, the one that answers does not', async () => {
  const before = getPriority();
  await letFileThreadsGiveWay();
  const threads = await fileThreads();
  expect(threads.length).toBeGreaterThan(0);
  expect(threads.map((thread) => getPriority(thread))).toEqual(threads.map(() => 10));
  expect(getPriority()).toBe(before);
});
