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
async function written(pieces: Buffer[], flags?: number): Promise<Buffer> {
  const path = join(folder, String((files += 1)));
  const file = new AppendedFile(path, flags);
  for (const [index, bytes] of pieces.entries()) {
    if (index % 2) file.appendMade(bytes.length, (room) => void bytes.copy(room));
    else file.append(bytes);
    if (file.isBehind()) await file.keepUp();
  }
  await file.end();
  await file.sync();
  expect(await file.read(0, 10)).toEqual(Buffer.concat(pieces).subarray(0, 10));
  const found = await readFile(path);
  await file.discard();
  return found;
}

/** Not nothing, as for reading alone would be. */
const readingOnly = constants.O_RDONLY | constants.O_NOFOLLOW;
const block = 4096;
const batch = 524_288;
const sizes = [
  [0],
  [1],
  [block - 1],
  [262_144],
  [262_143, 1],
  [300_000, 1, block, 5],
  [batch - 1, 2],
  [batch],
  [batch + 1, batch],
  [3 * batch + block + 7, 2 * batch],
  [batch, batch, 451_424],
];

describe.each([
  ['past the page cache, where that is possible', undefined],
  ['on a file system that cannot be opened so', constants.O_DIRECTORY],
  ['on one that opens and then does not write', readingOnly],
])('%s', (_, flags) => {
  test.each(sizes)('what is appended lies there in its order: %i bytes, then %s', async (...appended) => {
    const pieces = appended.map((size) => randomBytes(size));
    const bytes = Buffer.concat(pieces);
    const otherwiseCut = Array.from({ length: Math.ceil(bytes.length / 70_001) }, (_piece, index) =>
      bytes.subarray(index * 70_001, (index + 1) * 70_001),
    );
    for (const one of [pieces, otherwiseCut]) expect((await written(one, flags)).equals(bytes)).toBe(true);
  });

  test('many at once do not write over each other', async () => {
    const contents = Array.from({ length: 30 }, () => [randomBytes(600_000), randomBytes(3 * batch)]);
    await Promise.all(
      contents.map(async (pieces) => expect((await written(pieces, flags)).equals(Buffer.concat(pieces))).toBe(true)),
    );
  });
});

test('a disk that refuses is told, to whoever appends and in the end', async () => {
  const file = new AppendedFile(join(folder, 'no', 'such', 'folder'));
  for (let turn = 0; turn < 10; turn += 1) file.append(randomBytes(batch));
  await expect(file.keepUp()).rejects.toThrow('ENOENT');
  expect(file.isBehind()).toBe(true);
  file.append(randomBytes(2 * batch));
  await expect(file.end()).rejects.toThrow('ENOENT');
  await file.discard();
});

test('what is discarded while its end is being written is so once nothing is written any more', async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    const path = join(folder, `discarded-${turn}`);
    const file = new AppendedFile(path);
    file.append(Buffer.alloc(2 * batch - 1, 'x'));
    let ended = false;
    void file.end().then(() => (ended = true));
    await file.discard();
    expect(ended).toBe(true);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  }
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
