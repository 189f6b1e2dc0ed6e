import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/**
 * Gives the memory of a buffer back at once, when no other buffer shares it. The collector would also do so, but finds out
 * what lies outside of its heap only by going through the whole heap: for a stream of pictures that is a third of all work.
 */
export function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** What every disk can write by itself: positions, lengths and memory of writes past the page cache are whole multiples of it. */
const blockBytes = 4096;
/** What is less costs the second opening more than it saves. */
const worthwhileBytes = 262_144;
const slabBytes = 1_048_576;
/** As many as threads that write. */
const slabCount = 8;

/**
 * Linux alone can leave the page cache out (open(2), O_DIRECT). What arrives is read once more, by the worker, and finding a
 * page for every 4 kB of it costs many times what writing it does: 2 to 6 ms of the kernel for a picture, instead of 0.6.
 */
const pastTheCache = (constants.O_DIRECT as number | undefined) && constants.O_WRONLY | constants.O_DIRECT;

/** A new file that grows at its end, and lasts when its owner has synced it. One append at a time. */
export class AppendedFile {
  /** For all that is not appending. */
  readonly handle: FileHandle;
  readonly #path: string;
  readonly #flags: number | undefined;
  #direct: FileHandle | undefined;
  /** What is less than a block waits for more. */
  #rest: Buffer = Buffer.alloc(0);
  #position = 0;

  private constructor(handle: FileHandle, path: string, flags: number | undefined) {
    this.handle = handle;
    this.#path = path;
    this.#flags = flags;
  }

  /** @param flags for writing past the page cache, where that is possible */
  static async create(path: string, flags: number | undefined = pastTheCache): Promise<AppendedFile> {
    return new AppendedFile(await open(path, 'wx+', 0o600), path, flags);
  }

  /** Takes the buffers over: each is released once it is written. */
  async append(chunks: Buffer[]): Promise<void> {
    if (this.#flags && this.#position === 0 && sizeOf(chunks) >= worthwhileBytes)
      // Where a file system has no such thing, it is written like anywhere else.
      this.#direct = await open(this.#path, this.#flags).catch(() => undefined);
    if (this.#direct) await this.#appendBlocks(this.#direct, chunks);
    else await this.#appendAll(chunks);
  }

  /** What still waits is written. Nothing can be appended any more. */
  async end(): Promise<void> {
    await this.#direct?.close();
    this.#direct = undefined;
    await this.#write(this.#rest);
    this.#rest = Buffer.alloc(0);
  }

  async close(): Promise<void> {
    await this.#direct?.close();
    await this.handle.close();
  }

  async #appendAll(chunks: Buffer[]): Promise<void> {
    const { bytesWritten } = await this.handle.writev(chunks, this.#position);
    this.#position += bytesWritten;
    // A full disk takes a part, and says so when it is asked for the rest.
    if (bytesWritten < sizeOf(chunks)) await this.#write(Buffer.concat(chunks).subarray(bytesWritten));
    chunks.forEach(release);
  }

  async #appendBlocks(direct: FileHandle, chunks: Buffer[]): Promise<void> {
    await withSlab(async (slab) => {
      let filled = this.#rest.copy(slab);
      for (const chunk of chunks) {
        for (let taken = 0; taken < chunk.length;) {
          const copied = chunk.copy(slab, filled, taken);
          taken += copied;
          filled += copied;
          if (filled < slab.length) continue;
          await this.#writeBlocks(direct, slab);
          filled = 0;
        }
        release(chunk);
      }
      const whole = filled - (filled % blockBytes);
      await this.#writeBlocks(direct, slab.subarray(0, whole));
      this.#rest = Buffer.from(slab.subarray(whole, filled));
    });
  }

  async #writeBlocks(direct: FileHandle, blocks: Buffer): Promise<void> {
    const { bytesWritten } = await direct
      .write(blocks, 0, blocks.length, this.#position)
      .catch(() => ({ bytesWritten: 0 }));
    this.#position += bytesWritten;
    // What went wrong is told by the ordinary way, if it goes wrong there as well.
    await this.#write(blocks.subarray(bytesWritten));
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.handle.write(bytes, written, bytes.length - written, this.#position);
      written += bytesWritten;
      this.#position += bytesWritten;
    }
  }
}

const sizeOf = (chunks: Buffer[]): number => chunks.reduce((sum, { length }) => sum + length, 0);

const freeSlabs: Buffer[] = [];
const awaited: ((slab: Buffer) => void)[] = [];
let slabsMade = false;

/** Memory that begins at a block, as long as the work takes. It is always the same: memory that was just used is there already. */
async function withSlab(work: (slab: Buffer) => Promise<void>): Promise<void> {
  if (!slabsMade) makeSlabs();
  const slab = freeSlabs.pop() ?? (await new Promise<Buffer>((resolve) => awaited.push(resolve)));
  try {
    await work(slab);
  } finally {
    const next = awaited.shift();
    if (next) next(slab);
    else freeSlabs.push(slab);
  }
}

function makeSlabs(): void {
  // Memory that may be resized begins at a page; other memory begins anywhere.
  const memory = new ArrayBuffer(slabCount * slabBytes, { maxByteLength: slabCount * slabBytes });
  for (let index = 0; index < slabCount; index += 1) freeSlabs.push(Buffer.from(memory, index * slabBytes, slabBytes));
  slabsMade = true;
}
