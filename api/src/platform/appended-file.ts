import { closeSync, constants, openSync, writev } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { batchBytes, giveBatch, takeBatch } from './batches.ts';

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
/** Batches that may be on their way to the disk before the sender has to wait. */
const largestBacklog = 2;

/**
 * Linux alone can leave the page cache out (open(2), O_DIRECT). What arrives is read once more, by the worker, and finding a
 * page for every 4 kB of it costs many times what writing it does: 2 to 6 ms of the kernel for a picture, instead of 0.6.
 */
const pastTheCache = (constants.O_DIRECT as number | undefined) && constants.O_WRONLY | constants.O_DIRECT;

interface Filled {
  batch: Uint8Array<ArrayBuffer>;
  length: number;
}

/**
 * A new file that grows at its end: written in the background, and lasting when its owner has synced it. What came while the disk
 * was busy goes there at once: each visit is a turn to another thread and back, behind all that this one does meanwhile.
 */
export class AppendedFile {
  readonly #path: string;
  readonly #flags: number | undefined;
  #handle: FileHandle | undefined;
  /** The descriptor of the second opening. */
  #direct: number | undefined;
  /** What is being filled. */
  #batch: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  /** They wait for the disk. */
  readonly #waiting: Filled[] = [];
  /** They are on their way. */
  #sent: Filled[] = [];
  #position = 0;
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  /** @param flags for writing past the page cache, where that is possible */
  constructor(path: string, flags: number | undefined = pastTheCache) {
    this.#path = path;
    this.#flags = flags;
  }

  append(bytes: Buffer): void {
    for (let taken = 0; taken < bytes.length;) {
      const copied = bytes.copy((this.#batch ??= takeBatch()), this.#filled, taken);
      taken += copied;
      this.#grow(copied);
    }
  }

  /** Appends so many bytes that `make` puts where they are written from: so they need not be copied. Returns them. */
  appendMade(length: number, make: (room: Uint8Array) => void): Uint8Array {
    const room = (this.#batch ??= takeBatch()).subarray(this.#filled, this.#filled + length);
    if (room.length < length) {
      const made = Buffer.allocUnsafe(length);
      make(made);
      this.append(made);
      return made;
    }
    make(room);
    this.#grow(length);
    return room;
  }

  /** Whether `keepUp` has to wait, or something to report. */
  isBehind(): boolean {
    return this.#sent.length + this.#waiting.length > largestBacklog || this.#failure !== undefined;
  }

  async keepUp(): Promise<void> {
    if (this.isBehind()) await this.#writing;
    this.#report();
  }

  /** What still waits is written. Nothing can be appended any more. */
  async end(): Promise<void> {
    this.#send();
    await this.#writing;
    this.#closeDirect();
    this.#report();
  }

  async read(position: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#handle!.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  }

  async sync(): Promise<void> {
    await this.#handle!.datasync();
  }

  /** Whatever has become of it, and as often as one likes. */
  async discard(): Promise<void> {
    if (this.#batch) giveBatch(this.#batch);
    this.#batch = undefined;
    this.#giveBack(this.#waiting);
    // Whoever closes a file must know that nobody writes to its descriptor.
    await this.#writing;
    this.#closeDirect();
    const handle = this.#handle;
    if (!handle) return;
    this.#handle = undefined;
    await handle.close();
    await unlink(this.#path).catch(ignoreMissing);
  }

  #report(): void {
    if (this.#failure) throw this.#failure;
  }

  #grow(length: number): void {
    this.#filled += length;
    if (this.#filled === batchBytes) this.#send();
  }

  #send(): void {
    const filled = { batch: this.#batch ?? takeBatch(), length: this.#filled };
    this.#batch = undefined;
    this.#filled = 0;
    // Nobody asks any more for what comes after a failure.
    if (this.#failure) return giveBatch(filled.batch);
    this.#waiting.push(filled);
    this.#writing ??= this.#writeWaiting();
  }

  /** Never rejects: what went wrong is told to who asks. */
  async #writeWaiting(): Promise<void> {
    try {
      this.#handle ??= await this.#open();
      while (this.#waiting.length > 0) {
        this.#sent = this.#waiting.splice(0);
        await this.#write(this.#sent.map(({ batch, length }) => batch.subarray(0, length)));
        this.#giveBack(this.#sent);
      }
    } catch (error) {
      this.#failure = error as Error;
      this.#giveBack(this.#sent);
      this.#giveBack(this.#waiting);
    } finally {
      this.#writing = undefined;
    }
  }

  #giveBack(filled: Filled[]): void {
    for (const { batch } of filled.splice(0)) giveBatch(batch);
  }

  async #open(): Promise<FileHandle> {
    const handle = await open(this.#path, 'wx+', 0o600);
    if (this.#flags && this.#waiting[0] && this.#waiting[0].length >= worthwhileBytes)
      try {
        // On the spot, like closing: neither waits for the disk, and a turn to another thread and back costs more than both.
        this.#direct = openSync(this.#path, this.#flags);
      } catch {
        // Where a file system has no such thing, it is written like anywhere else.
      }
    return handle;
  }

  #closeDirect(): void {
    if (this.#direct !== undefined) closeSync(this.#direct);
    this.#direct = undefined;
  }

  async #write(pieces: Uint8Array[]): Promise<void> {
    const position = this.#position;
    this.#position += lengthOf(pieces);
    if (this.#direct === undefined) return this.#writeWith(pieces, position);

    const last = pieces.at(-1)!;
    const rest = last.subarray(last.length - (last.length % blockBytes));
    const blocks = [...pieces.slice(0, -1), last.subarray(0, last.length - rest.length)];
    const past = writePast(this.#direct, blocks, position);
    let written = false;
    try {
      await this.#writeWith([rest], this.#position - rest.length);
    } finally {
      written = await past;
    }
    // What went wrong is told by the ordinary way, if it goes wrong there as well.
    if (!written) await this.#writeWith(blocks, position);
  }

  async #writeWith(pieces: Uint8Array[], position: number): Promise<void> {
    for (const piece of pieces)
      for (let written = 0; written < piece.length;) {
        const { bytesWritten } = await this.#handle!.write(piece, written, piece.length - written, position);
        written += bytesWritten;
        position += bytesWritten;
      }
  }
}

const lengthOf = (pieces: Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

const writeTo = promisify(writev);

/** Whether all of it was written. */
async function writePast(file: number, blocks: Uint8Array[], position: number): Promise<boolean> {
  try {
    const { bytesWritten } = await writeTo(file, blocks, position);
    return bytesWritten === lengthOf(blocks);
  } catch {
    return false;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
