import { createHash, randomBytes, randomInt } from 'node:crypto';
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
