import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Staging } from './staging.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'influencegen-staging-'));
});
afterAll(() => rm(folder, { recursive: true }));

const pieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

test.for([1, 1000, 65_536, 300_000])(
  'what came in pieces of %i bytes lies there whole, with its hash',
  async (size) => {
    const bytes = randomBytes(size === 1 ? 5000 : 2_000_000);
    const staging = new Staging(folder, bytes.length);
    const file = staging.begin();
    for (const piece of pieces(bytes, size)) {
      file.write(Buffer.from(piece));
      await staging.keepUp();
    }
    const staged = await file.finish();
    expect(staged).toMatchObject({ byteSize: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(await readFile(staged.path)).toEqual(bytes);
    expect(await staged.read(10, 20)).toEqual(bytes.subarray(10, 30));
    expect(await staged.read(bytes.length - 5, 20)).toEqual(bytes.subarray(-5));
    await staging.discard();
    expect(await readdir(folder)).toEqual([]);
  },
);

test('what is discarded while it is written leaves nothing behind, also when it is done twice', async () => {
  const staging = new Staging(folder, 10_000_000);
  for (const file of [staging.begin(), staging.begin()]) file.write(randomBytes(1_000_000));
  await staging.discard();
  await staging.discard();
  expect(await readdir(folder)).toEqual([]);
});

test('nothing at all is a file of nothing', async () => {
  const staging = new Staging(folder, 10);
  expect(await staging.begin().finish()).toMatchObject({ byteSize: 0 });
  await staging.discard();
});
