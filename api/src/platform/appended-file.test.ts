import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppendedFile, release } from './appended-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'influencegen-appended-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function written(batches: Buffer[][], flags?: number): Promise<Buffer> {
  const path = join(folder, String((files += 1)));
  const file = await AppendedFile.create(path, flags);
  for (const batch of batches) await file.append(batch.map((bytes) => Buffer.from(bytes)));
  await file.end();
  await file.handle.datasync();
  await file.close();
  return readFile(path);
}

/** Not nothing, as for reading alone would be. */
const readingOnly = constants.O_RDONLY | constants.O_NOFOLLOW;
const block = 4096;
const slab = 1_048_576;
const sizes = [
  [0],
  [1],
  [block - 1],
  [262_144],
  [262_143, 1],
  [300_000, 1, block, 5],
  [slab - 1, 2],
  [slab],
  [slab + 1],
  [2 * slab + block + 7, slab],
  [524_288, 524_288, 451_424],
];

describe.each([
  ['past the page cache, where that is possible', undefined],
  ['on a file system that cannot be opened so', constants.O_DIRECTORY],
  ['on one that opens and then does not write', readingOnly],
])('%s', (_, flags) => {
  test.each(sizes)('what is appended lies there in its order: %i bytes, then %s', async (...appended) => {
    const batches = appended.map((size) => {
      const bytes = randomBytes(size);
      return [bytes.subarray(0, 70_001), bytes.subarray(70_001)];
    });
    expect((await written(batches, flags)).equals(Buffer.concat(batches.flat()))).toBe(true);
  });

  test('more files at once than there is memory for take turns', async () => {
    const contents = Array.from({ length: 30 }, () => [randomBytes(600_000), randomBytes(3 * slab)]);
    await Promise.all(
      contents.map(async (batches) => {
        const found = await written(
          batches.map((bytes) => [bytes]),
          flags,
        );
        expect(found.equals(Buffer.concat(batches))).toBe(true);
      }),
    );
  });
});

test('a disk that refuses is told, and nobody waits for ever for the memory that was taken', async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    const file = await AppendedFile.create(join(folder, `refused-${turn}`), readingOnly);
    await file.handle.close();
    await expect(file.append([randomBytes(slab)])).rejects.toThrow('closed');
    await file.close().catch(() => undefined);
  }
  expect(await written([[randomBytes(slab)]])).toHaveLength(slab);
});

test('memory is given back, unless somebody else has a part of it', async () => {
  const own = Buffer.alloc(100_000);
  release(own);
  expect(own.length).toBe(0);

  const shared = Buffer.alloc(100_000, 'x');
  const part = shared.subarray(0, 50_000);
  release(part);
  expect(shared.toString('latin1', 0, 3)).toBe('xxx');
  const pooled = Buffer.from('small');
  release(pooled);
  expect(pooled.toString()).toBe('small');
});
