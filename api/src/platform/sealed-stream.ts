import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { ByteRange } from './http-range.ts';

/** Bytes that are sealed at once, and what sealing adds to them. */
export const chunkBytes = 65_536;
const tagBytes = 16;

/** What one stream is sealed and opened with. */
export interface StreamKey {
  key: KeyObject;
  name: Buffer;
}

/**
 * Of a data key and the name of one stream. Each stream has a key of its own, and its nonces count from zero: a name is
 * written once and never again, so names are made at random.
 */
export const streamKey = (dataKey: Buffer, name: string): StreamKey => ({
  key: createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', `influencegen sealed stream ${name}`, 32))),
  name: Buffer.from(name),
});

const chunksOf = (byteSize: number): number => Math.max(1, Math.ceil(byteSize / chunkBytes));

/** How many bytes lie there for so many. */
export const sealedSize = (byteSize: number): number => byteSize + tagBytes * chunksOf(byteSize);

/** The number of the chunk, and whether it is the last one: none can be moved, left out, or cut off unnoticed. */
function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/**
 * Seals a stream of any length in chunks (AES-256-GCM in the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár),
 * holding no more than one of them in memory.
 */
export class StreamSealer {
  readonly #key: StreamKey;
  readonly #waiting = Buffer.allocUnsafeSlow(chunkBytes);
  #filled = 0;
  #index = 0;

  constructor(key: StreamKey) {
    this.#key = key;
  }

  /** What is ready to be stored. Does not keep the buffer. */
  write(plain: Buffer): Buffer[] {
    const sealed: Buffer[] = [];
    for (let read = 0; read < plain.length;) {
      // A full chunk waits until more comes: only then is it known not to be the last.
      if (this.#filled === chunkBytes) sealed.push(...this.#seal(false));
      const copied = plain.copy(this.#waiting, this.#filled, read);
      this.#filled += copied;
      read += copied;
    }
    return sealed;
  }

  end(): Buffer[] {
    const sealed = this.#seal(true);
    this.#waiting.fill(0);
    return sealed;
  }

  #seal(last: boolean): Buffer[] {
    const { key, name } = this.#key;
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(this.#index, last)).setAAD(name);
    const content = cipher.update(this.#waiting.subarray(0, this.#filled));
    cipher.final();
    this.#index += 1;
    this.#filled = 0;
    return [content, cipher.getAuthTag()];
  }
}

/** Which of the stored bytes are needed to open a part of the stream. */
export const sealedRange = ({ start, end }: ByteRange, byteSize: number): ByteRange => ({
  start: Math.floor(start / chunkBytes) * (chunkBytes + tagBytes),
  end: Math.min((Math.floor(end / chunkBytes) + 1) * (chunkBytes + tagBytes), sealedSize(byteSize)) - 1,
});

/**
 * Opens what `StreamSealer` sealed, chunk by chunk; nothing leaves here unverified. `sealed` gives `sealedRange(range)`.
 * Throws for what was changed, moved, cut off, or sealed under another name.
 */
export async function* openStream(
  { key, name }: StreamKey,
  sealed: AsyncIterable<Buffer>,
  byteSize: number,
  range: ByteRange = { start: 0, end: byteSize - 1 },
): AsyncGenerator<Buffer, void, undefined> {
  const lastIndex = chunksOf(byteSize) - 1;
  const wanted = Math.max(0, Math.floor(range.end / chunkBytes));
  let index = Math.floor(range.start / chunkBytes);
  let begin = range.start % chunkBytes;
  for await (const bytes of inPieces(sealed, chunkBytes + tagBytes)) {
    if (index > wanted) throw broken();
    const plain = openChunk(key, name, nonceOf(index, index === lastIndex), bytes);
    const end = index === wanted ? Math.max(0, range.end + 1 - index * chunkBytes) : plain.length;
    if (end > plain.length) throw broken();
    if (begin < end) yield plain.subarray(begin, end);
    begin = 0;
    index += 1;
  }
  if (index <= wanted) throw broken();
}

function openChunk(key: KeyObject, name: Buffer, nonce: Buffer, bytes: Buffer): Buffer {
  if (bytes.length < tagBytes) throw broken();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      .setAAD(name)
      .setAuthTag(bytes.subarray(-tagBytes));
    const plain = decipher.update(bytes.subarray(0, -tagBytes));
    decipher.final();
    return plain;
  } catch (error) {
    throw broken(error);
  }
}

const broken = (cause?: unknown): Error => new Error('this sealed stream does not open here', { cause });

/** The same bytes in pieces of one size; the last may be shorter. */
async function* inPieces(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer, void, undefined> {
  const piece = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const bytes of source)
    for (let read = 0; read < bytes.length;) {
      const copied = bytes.copy(piece, filled, read);
      filled += copied;
      read += copied;
      if (filled < size) continue;
      yield piece;
      filled = 0;
    }
  if (filled > 0) yield piece.subarray(0, filled);
}
