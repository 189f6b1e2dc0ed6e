import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { signInAsNewcomer } from '../test/first-picture.ts';
import { freePort } from '../test/free-port.ts';
import type { Figure } from './measure.ts';

const checkout = new URL('../../', import.meta.url).pathname;
const goalSeconds = 90;

/** What somebody waits who clones this repository, as it was committed last, types `npm start`, signs in and asks for a picture. */
export async function newcomer(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'influencegen-newcomer-'));
  // The database's user must be able to pass through.
  await chmod(folder, 0o711);
  const port = String(await freePort());
  // Nothing that this process was told.
  const env = { ...process.env, DATA_FOLDER: '', NODE_ENV: '', NODE_OPTIONS: '', PORT: port };
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    await promisify(execFile)('git', ['clone', '--quiet', checkout, folder]);
    // A group of its own: what Ctrl-C would end.
    const started = spawn('npm', ['start'], { cwd: folder, env, detached: true });
    const ended = once(started, 'exit');
    try {
      await untilReady(started);
      const ready = seconds();
      const person = await signInAsNewcomer(`http://127.0.0.1:${port}`);
      await person.picture();
      const picture = seconds();
      return [
        {
          name: 'clone to first live picture, warm npm cache',
          product: `${picture.toFixed(0)} s, ready after ${ready.toFixed(0)} s`,
          floor: '–',
          ratio: picture / goalSeconds,
          goal: `< ${goalSeconds} s`,
          met: picture < goalSeconds,
        },
      ];
    } finally {
      if (started.pid !== undefined && started.exitCode === null) process.kill(-started.pid, 'SIGINT');
      await ended;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function untilReady(started: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('is ready')) resolve();
      });
    started.once('exit', () => reject(new Error(`npm start ended: ${said}`)));
  });
}
