import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from './folder.ts';

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

test('a stage that is still being put up leaves neither Postgres nor files behind', async () => {
  const folder = aFolder();
  // The database's user must be able to pass through.
  chmodSync(folder, 0o711);
  const made = (): string[] => readdirSync(folder).filter((name) => name.startsWith('influencegen-stage-'));
  const child = spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { startStage } from '${new URL('stage.ts', import.meta.url).href}';
       import { takeDownOnSignals } from '${new URL('take-down.ts', import.meta.url).href}';
       takeDownOnSignals();
       await startStage({ durable: false });`,
    ],
    { env: { ...process.env, TMPDIR: folder } },
  );
  const closed = once(child, 'close');
  await expect
    .poll(() => made().some((name) => existsSync(join(folder, name, 'data'))), { timeout: 20_000, interval: 5 })
    .toBe(true);
  child.kill('SIGTERM');
  await closed;
  expect(made()).toEqual([]);
  expect(spawnSync('ps', ['-e', '-o', 'command='], { encoding: 'utf8' }).stdout).not.toContain(folder);
});
