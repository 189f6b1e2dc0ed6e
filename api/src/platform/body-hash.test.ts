import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { BodyHash } from './body-hash.ts';

const threads = vi.hoisted(() => [] as Worker[]);

vi.mock(import('node:worker_threads'), async (original) => {
  const all = await original();
  class Watched extends all.Worker {
    constructor(...options: ConstructorParameters<typeof Worker>) {
      super(...options);
      threads.push(this);
    }
  }
  return { ...all, Worker: Watched };
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** In pieces cut anywhere, as fast as the thread takes them. */
async function hashed(bytes: Buffer): Promise<string> {
  const hash = new BodyHash();
  for (let at = 0; at < bytes.length;) {
    const to = at + randomInt(1, 100_000);
    hash.update(bytes.subarray(at, to));
    if (hash.isBehind()) await hash.keepUp();
    at = to;
  }
  return hash.digest();
}

test('bodies of any length, several at once, have their own hashes', async () => {
  const bodies = [0, 1, 524_287, 524_288, 524_289, 1_048_576, 5_000_000].map((length) => randomBytes(length));
  expect(await Promise.all(bodies.map(hashed))).toEqual(bodies.map(sha256));
  expect(threads).toHaveLength(1);
});

test('what is given away after it was added changes nothing', async () => {
  const bytes = randomBytes(2_000_000);
  const expected = sha256(bytes);
  const hash = new BodyHash();
  hash.update(bytes);
  bytes.fill(0);
  expect(await hash.digest()).toBe(expected);
});

test('a sender who is faster than the thread has to wait', async () => {
  const hash = new BodyHash();
  hash.update(Buffer.alloc(3_000_000));
  expect(hash.isBehind()).toBe(true);
  await hash.keepUp();
  expect(hash.isBehind()).toBe(false);
  hash.discard();
  hash.discard();
});

test('a body whose thread has ended fails, and the next one has another', async () => {
  const hash = new BodyHash();
  hash.update(Buffer.alloc(600_000));
  await threads.at(-1)!.terminate();
  await expect(hash.digest()).rejects.toThrow('the thread that hashes has ended');

  const bytes = randomBytes(2_000_000);
  expect(await hashed(bytes)).toBe(sha256(bytes));
});

test('what a thread said before it failed is no trouble when it is heard after', async () => {
  const hash = new BodyHash();
  hash.update(Buffer.alloc(2_000_000));
  let heard = 0;
  const thread = threads.at(-1)!;
  thread.on('message', () => (heard += 1));
  thread.emit('error', new Error('out of memory'));
  await expect(hash.digest()).rejects.toThrow('out of memory');
  await vi.waitFor(() => expect(heard).toBe(3));
  await thread.terminate();
});

/** What a process of its own says that hashes two megabytes. */
async function hashedElsewhere({
  command = [] as string[],
  preload = '',
}): Promise<{ sha256: string; nices: number[] }> {
  const script = `
    import { readdirSync } from 'node:fs';
    import { getPriority } from 'node:os';
    import { BodyHash } from ${JSON.stringify(new URL('body-hash.ts', import.meta.url))};
    const hash = new BodyHash();
    hash.update(Buffer.alloc(2_000_000));
    const sha256 = await hash.digest();
    const nices = process.platform === 'linux' ? readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread))) : [];
    process.stdout.write(JSON.stringify({ sha256, nices }), () => process.exit(0));`;
  const [file, ...args] = [...command, process.execPath, '--input-type=module', '-e', script];
  const { stdout } = await promisify(execFile)(file, args, {
    timeout: 15_000,
    env: { ...process.env, NODE_OPTIONS: preload && `--import=data:text/javascript,${encodeURIComponent(preload)}` },
  });
  return JSON.parse(stdout) as { sha256: string; nices: number[] };
}

const ofZeros = sha256(Buffer.alloc(2_000_000));

test.runIf(process.platform === 'linux')(
  'where the whole process gives way, the thread stays where it is',
  async () => {
    const { sha256, nices } = await hashedElsewhere({ command: ['nice', '-n', '15'] });
    expect(sha256).toBe(ofZeros);
    expect(new Set(nices)).toEqual(new Set([15]));
  },
);

test('where a sandbox forbids to give way, bodies are hashed all the same', async () => {
  const preload = `
    import os from 'node:os';
    import { syncBuiltinESMExports } from 'node:module';
    os.setPriority = () => { throw new Error('forbidden'); };
    syncBuiltinESMExports();`;
  expect(await hashedElsewhere({ preload })).toMatchObject({ sha256: ofZeros });
});
