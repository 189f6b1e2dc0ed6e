import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { aClamd, type Clamd } from '../../test/clamd.ts';
import { noise, testVirus } from '../../test/hostile-files.ts';
import { ClamdScanner } from './virus-scanner.clamd.ts';

const never = new AbortController().signal;
let clamd: Clamd;
beforeEach(async () => {
  clamd = await aClamd();
});
afterEach(() => clamd.stop());
const scanner = (patienceMs?: number) => new ClamdScanner({ host: '127.0.0.1', port: clamd.port }, patienceMs);

test('a clean file is clean, of any size', async () => {
  for (const size of [0, 1, 1_048_576, 5_000_000]) expect(await scanner().isClean(noise(size), never)).toBe(true);
});

test('a virus is found, wherever it stands', async () => {
  expect(await scanner().isClean(testVirus, never)).toBe(false);
  expect(await scanner().isClean(Buffer.concat([noise(3_000_000), testVirus, noise(10)]), never)).toBe(false);
});

test('a scanner that says nothing, or that the file is too large for it, has not said that it is clean', async () => {
  clamd.mood = 'silent';
  await expect(scanner(100).isClean(noise(100), never)).rejects.toThrow('does not answer');
  clamd.mood = 'full';
  await expect(scanner().isClean(noise(100), never)).rejects.toThrow('size limit exceeded');
});

test('a scanner that is not there is told apart from one that is well', async () => {
  await scanner().check();
  await clamd.stop();
  await expect(scanner().check()).rejects.toThrow('ECONNREFUSED');
  await expect(scanner().isClean(noise(100), never)).rejects.toThrow('ECONNREFUSED');
  clamd = await aClamd();
});

test('whoever stops waiting is not kept', async () => {
  clamd.mood = 'silent';
  const stop = new AbortController();
  const waiting = scanner().isClean(noise(100), stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

test.skipIf(process.platform === 'win32')('it may listen at a socket of the machine, and speak nonsense', async () => {
  const path = join(tmpdir(), `influencegen-clamd-${process.pid}`);
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    server.close();
    await rm(path, { force: true });
  });
  await expect(new ClamdScanner({ path }).check()).rejects.toThrow('hung up');
});
