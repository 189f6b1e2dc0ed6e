import fs from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { aFolder } from '../api/test/folder.ts';
import { supervise, type Supervision } from './supervisor.mjs';

let running: Supervision | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await running?.stop();
});

test('a full disk takes lines of the log, not the product', async () => {
  vi.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  });
  const logFolder = aFolder();
  const said: string[] = [];
  running = supervise({
    name: 'api',
    command: process.execPath,
    args: ['-e', 'console.log("first"); console.log("second"); setInterval(() => {}, 1000)'],
    env: process.env,
    cwd: logFolder,
    logFolder,
    say: (sentence) => said.push(sentence),
  });
  await vi.waitFor(() => expect(said).toEqual(['api: first', 'api: second']), { timeout: 10_000 });
});
