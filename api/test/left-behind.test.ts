import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from './folder.ts';

const running = (): string => spawnSync('ps', ['-e', '-o', 'command='], { encoding: 'utf8' }).stdout;

/** A program that puts up a stage in `folder`. */
function putUp(folder: string) {
  // The database's user must be able to pass through.
  chmodSync(folder, 0o711);
  const made = (): string[] => readdirSync(folder).filter((name) => name.startsWith('influencegen-stage-'));
  const child = spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { startStage } from '${new URL('stage.ts', import.meta.url).href}';
       await startStage({ durable: false, withWorker: false });
       console.log('up');`,
    ],
    { env: { ...process.env, TMPDIR: folder } },
  );
  return { child, made };
}

test.for([
  ['SIGTERM', 'still being put up'],
  ['SIGKILL', 'up'],
] as const)('a program that ends by %s leaves nothing of a stage that is %s', async ([signal, moment]) => {
  const folder = aFolder();
  const { child, made } = putUp(folder);
  let said = '';
  child.stdout.on('data', (words: Buffer) => void (said += words.toString()));
  await expect
    .poll(
      () => (moment === 'up' ? said.includes('up') : made().some((name) => existsSync(join(folder, name, 'data')))),
      {
        timeout: 20_000,
        interval: 5,
      },
    )
    .toBe(true);
  child.kill(signal);
  await once(child, 'close');
  await expect.poll(made).toEqual([]);
  await expect.poll(running).not.toContain(folder);
});
