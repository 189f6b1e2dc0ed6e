import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** A program that has put three things up, one of which is down already and one of which cannot be stopped. */
const program = `
  import { takeDownOnSignals, takenDownBy } from '${new URL('take-down.ts', import.meta.url).href}';
  const stands = (name) => takenDownBy(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(name);
    if (name === 'stuck') throw new Error(name);
  });
  await stands('early')();
  const database = stands('database');
  stands('stuck');
  // Whatever fails because of the signal stops what it used, too.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => database());
  takeDownOnSignals();
  console.log('ready');
  setInterval(() => undefined, 1_000);
`;

test.for(['SIGTERM', 'SIGINT'] as const)('what a program put up falls with it, once: %s', async (signal) => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program]);
  let said = '';
  child.stdout.on('data', (words: Buffer) => void (said += words.toString()));
  await expect.poll(() => said, { timeout: 10_000 }).toContain('ready');
  child.kill(signal);
  await once(child, 'close');
  expect(said.trim().split('\n')).toEqual(['early', 'ready', 'database', 'stuck']);
});
