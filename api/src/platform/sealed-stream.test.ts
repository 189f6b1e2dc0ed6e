import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { ByteRange } from './http-range.ts';
import {
  chunkBytes,
  openStream,
  sealedRange,
  sealedSize,
  StreamSealer,
  streamKey,
  type StreamKey,
} from './sealed-stream.ts';

const dataKey = randomBytes(32);
const key = streamKey(dataKey, 'the name of a file');
const sealedChunk = chunkBytes + 16;

function seal(plain: Buffer, pieces = 50_000, under: StreamKey = key): Buffer {
  const sealer = new StreamSealer(under);
  const sealed: Buffer[] = [];
  for (let i = 0; i < plain.length; i += pieces) sealed.push(...sealer.write(plain.subarray(i, i + pieces)));
  return Buffer.concat([...sealed, ...sealer.end()]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

const open = (sealed: Buffer, byteSize: number, range?: ByteRange, under: StreamKey = key): Promise<Buffer> =>
  buffer(openStream(under, inPieces(sealed, 33_333), byteSize, range));

const refused = 'does not open here';

test.for([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 1_000_000])(
  'a stream of %i bytes comes back as it was, however it was cut into pieces',
  async (size) => {
    const plain = randomBytes(size);
    for (const pieces of [1_000, 65_536, 200_000]) {
      const sealed = seal(plain, pieces);
      expect(sealed.length).toBe(sealedSize(size));
      expect((await open(sealed, size)).equals(plain)).toBe(true);
    }
  },
);

test('any part is opened by itself', async () => {
  const plain = randomBytes(3 * chunkBytes + 777);
  const sealed = seal(plain);
  const ranges = [
    [0, 0],
    [10, 20],
    [chunkBytes - 1, chunkBytes],
    [chunkBytes, 2 * chunkBytes - 1],
    [chunkBytes + 5, plain.length - 1],
    [plain.length - 1, plain.length - 1],
  ].map(([start, end]) => ({ start: start!, end: end! }));
  for (const range of ranges) {
    const stored = sealedRange(range, plain.length);
    const part = sealed.subarray(stored.start, stored.end + 1);
    expect((await open(part, plain.length, range)).equals(plain.subarray(range.start, range.end + 1))).toBe(true);
  }
});

test('the same bytes look different under each name and each data key, and nothing of them is seen', () => {
  const plain = Buffer.alloc(200_000, 'a passport');
  const sealed = seal(plain);
  expect(sealed.includes('passport')).toBe(false);
  expect(seal(plain, 50_000, streamKey(dataKey, 'another')).equals(sealed)).toBe(false);
  expect(seal(plain, 50_000, streamKey(randomBytes(32), 'the name of a file')).equals(sealed)).toBe(false);
});

const size = 3 * chunkBytes + 100;
const plain = randomBytes(size);
const sealed = seal(plain);
const chunk = (index: number): Buffer => sealed.subarray(index * sealedChunk, (index + 1) * sealedChunk);
const flipped = (at: number): Buffer => {
  const changed = Buffer.from(sealed);
  changed[at]! ^= 1;
  return changed;
};

test.for<[string, Buffer, number]>([
  ['a changed first byte', flipped(0), size],
  ['a changed byte in the middle', flipped(2 * sealedChunk - 20), size],
  ['a changed tag at the end', flipped(sealed.length - 1), size],
  ['two chunks in each other’s place', Buffer.concat([chunk(1), chunk(0), chunk(2), chunk(3)]), size],
  ['a chunk twice', Buffer.concat([chunk(0), chunk(0), chunk(2), chunk(3)]), size],
  ['a chunk left out', Buffer.concat([chunk(0), chunk(2), chunk(3)]), size - chunkBytes],
  ['an end that was cut off', sealed.subarray(0, 3 * sealedChunk), size],
  ['an end that was cut off, with the size to match', sealed.subarray(0, 3 * sealedChunk), 3 * chunkBytes],
  ['the middle of a chunk as the end', sealed.subarray(0, sealed.length - 50), size - 50],
  ['something added', Buffer.concat([sealed, randomBytes(100)]), size],
  ['a chunk added', Buffer.concat([sealed, chunk(3)]), size + 100],
  ['nothing at all', Buffer.alloc(0), size],
  ['nothing at all in place of nothing sealed', Buffer.alloc(0), 0],
])('%s is noticed', async ([, stored, byteSize]) => {
  await expect(open(stored, byteSize)).rejects.toThrow(refused);
});

test('a stream does not open under another name or data key, nor does a chunk of another stream', async () => {
  await expect(open(sealed, size, undefined, streamKey(dataKey, 'another'))).rejects.toThrow(refused);
  await expect(open(sealed, size, undefined, streamKey(randomBytes(32), 'the name of a file'))).rejects.toThrow(
    refused,
  );
  const other = seal(plain, 50_000, streamKey(dataKey, 'another'));
  const mixed = Buffer.concat([sealed.subarray(0, sealedChunk), other.subarray(sealedChunk)]);
  await expect(open(mixed, size)).rejects.toThrow(refused);
});

test('what comes out before a broken chunk is genuine, and the broken chunk never comes', async () => {
  const seen: Buffer[] = [];
  const reading = async (): Promise<void> => {
    for await (const bytes of openStream(key, inPieces(flipped(sealedChunk + 5), 10_000), size))
      seen.push(Buffer.from(bytes));
  };
  await expect(reading()).rejects.toThrow(refused);
  expect(Buffer.concat(seen).equals(plain.subarray(0, chunkBytes))).toBe(true);
});
