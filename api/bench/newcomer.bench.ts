import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { signInAsNewcomer } from '../test/first-picture.ts';
import { freePort } from '../test/free-port.ts';
import { notLeftBehind } from '../test/left-behind.ts';
import { type Figure, median } from './measure.ts';

const checkout = new URL('../../', import.meta.url).pathname;
const firstSeconds = 90;
const laterSeconds = 3;

/** What somebody waits who clones this repository, as it was committed last, types `npm start`, signs in and asks for a picture; and who starts it again. */
export async function newcomer(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'influencegen-newcomer-'));
  // The database's user must be able to pass through.
  await chmod(folder, 0o711);
  notLeftBehind({ folder });
  const port = String(await freePort());
  // Nothing that this process was told.
  const env = { ...process.env, DATA_FOLDER: '', NODE_ENV: '', NODE_OPTIONS: '', PORT: port };
  const start = (): Started => {
    // A group of its own: what Ctrl-C would end.
    const started = spawn('npm', ['start'], { cwd: folder, env, detached: true });
    const ended = once(started, 'exit');
    if (started.pid !== undefined) notLeftBehind({ group: started.pid });
    const stop = async (): Promise<void> => {
      if (started.pid !== undefined && started.exitCode === null) process.kill(-started.pid, 'SIGINT');
      await ended;
    };
    return { started, ended, began: performance.now(), stop };
  };
  try {
    const began = performance.now();
    await promisify(execFile)('git', ['clone', '--quiet', checkout, folder]);
    const first = start();
    let ready: number;
    let picture: number;
    try {
      await untilReady(first);
      ready = secondsSince(began);
      const person = await signInAsNewcomer(`http://127.0.0.1:${port}`);
      await person.picture();
      picture = secondsSince(began);
    } finally {
      await first.stop();
    }
    const again: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const next = start();
      try {
        await untilReady(next);
        again.push(secondsSince(next.began));
      } finally {
        await next.stop();
      }
    }
    const warm = median(again);
    return [
      {
        name: 'clone to first live picture, warm npm cache',
        product: `${picture.toFixed(0)} s, ready after ${ready.toFixed(0)} s`,
        floor: '–',
        ratio: picture / firstSeconds,
        goal: `< ${firstSeconds} s`,
        met: picture < firstSeconds,
      },
      {
        name: 'every later start, from `npm start` to ready',
        product: `${warm.toFixed(1)} s`,
        floor: '–',
        ratio: warm / laterSeconds,
        goal: `≤ ${laterSeconds} s`,
        met: warm <= laterSeconds,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Started {
  started: ChildProcess;
  ended: Promise<unknown>;
  began: number;
  stop: () => Promise<void>;
}

const secondsSince = (began: number): number => (performance.now() - began) / 1000;

function untilReady({ started }: Started): Promise<void> {
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
