import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { supervise } from './supervisor.mjs';

const logFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'influencegen-supervisor-test-'));
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(logFolder, { recursive: true, force: true });
});

test('a full disk takes lines of the log, not the product', async () => {
  vi.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  });
  const said: string[] = [];
  const running = supervise({
    name: 'api',
    command: process.execPath,
    args: ['-e', 'console.log("first"); console.log("second"); setInterval(() => {}, 1000)'],
    env: process.env,
    cwd: logFolder,
    logFolder,
    say: (sentence) => said.push(sentence),
  });
  await vi.waitFor(() => expect(said).toEqual(['api: first', 'api: second']), { timeout: 10_000 });
  await running.stop();
});
