import { closeSync, constants, openSync, write } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';

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
/** Bytes that are worth a visit to the disk. */
const batchBytes = 524_288;
/** Full batches that may wait for the disk before the sender has to wait. */
const largestBacklog = 2;

/**
 * Linux alone can leave the page cache out (open(2), O_DIRECT). What arrives is read once more, by the worker, and finding a
 * page for every 4 kB of it costs many times what writing it does: 2 to 6 ms of the kernel for a picture, instead of 0.6.
 */
const pastTheCache = (constants.O_DIRECT as number | undefined) && constants.O_WRONLY | constants.O_DIRECT;

/** A new file that grows at its end: written in the background, and lasting when its owner has synced it. */
export class AppendedFile {
  readonly #path: string;
  readonly #flags: number | undefined;
  #handle: FileHandle | undefined;
  /** The descriptor of the second opening. */
  #direct: number | undefined;
  /** What is being filled. */
  #batch: Uint8Array | undefined;
  #filled = 0;
  /** They wait for the disk; the first is on its way. */
  readonly #full: Uint8Array[] = [];
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
    return this.#full.length > largestBacklog || this.#failure !== undefined;
  }

  async keepUp(): Promise<void> {
    if (this.#full.length > largestBacklog) await this.#writing;
    this.#report();
  }

  /** What still waits is written. Nothing can be appended any more. */
  async end(): Promise<void> {
    await this.#writing;
    this.#report();
    await (this.#writing = this.#inBackground(() => this.#writeRest()));
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
    this.#full.splice(1).forEach(giveBatch);
    // Also what `end` began when that was over: whoever closes a file must know that nobody writes to its descriptor.
    while (this.#writing) await this.#writing;
    this.#full.splice(0).forEach(giveBatch);
    this.#giveRest();
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
    if (this.#filled < batchBytes) return;
    this.#filled = 0;
    // Nobody asks any more for what comes after a failure.
    if (this.#failure !== undefined) return;
    this.#full.push(this.#batch!);
    this.#batch = undefined;
    this.#writing ??= this.#inBackground(() => this.#writeFull());
  }

  /** Never rejects: what went wrong is told to who asks. */
  async #inBackground(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failure = error as Error;
    } finally {
      this.#writing = undefined;
    }
  }

  async #writeFull(): Promise<void> {
    await this.#open();
    this.#openDirect(batchBytes);
    for (let batch = this.#full[0]; batch; batch = this.#full[0]) {
      await this.#write(batch);
      giveBatch(this.#full.shift()!);
    }
  }

  async #writeRest(): Promise<void> {
    const rest = this.#batch?.subarray(0, this.#filled) ?? Buffer.alloc(0);
    const handle = await this.#open();
    this.#openDirect(rest.length);
    const whole = this.#direct === undefined ? 0 : rest.length - (rest.length % blockBytes);
    await this.#write(rest.subarray(0, whole));
    this.#closeDirect();
    await this.#writeWith(handle, rest.subarray(whole));
    this.#giveRest();
  }

  #giveRest(): void {
    if (this.#batch) giveBatch(this.#batch);
    this.#batch = undefined;
  }

  async #open(): Promise<FileHandle> {
    return (this.#handle ??= await open(this.#path, 'wx+', 0o600));
  }

  /** On the spot, like closing: neither waits for the disk, and a turn to another thread and back costs more than both. */
  #openDirect(length: number): void {
    if (!this.#flags || this.#position > 0 || length < worthwhileBytes) return;
    try {
      this.#direct = openSync(this.#path, this.#flags);
    } catch {
      // Where a file system has no such thing, it is written like anywhere else.
    }
  }

  #closeDirect(): void {
    if (this.#direct !== undefined) closeSync(this.#direct);
    this.#direct = undefined;
  }

  async #write(blocks: Uint8Array): Promise<void> {
    let written = 0;
    if (this.#direct !== undefined && blocks.length > 0)
      ({ bytesWritten: written } = await writeTo(this.#direct, blocks, 0, blocks.length, this.#position).catch(() => ({
        bytesWritten: 0,
      })));
    this.#position += written;
    // What went wrong is told by the ordinary way, if it goes wrong there as well.
    await this.#writeWith(this.#handle!, blocks.subarray(written));
  }

  async #writeWith(handle: FileHandle, bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, this.#position);
      written += bytesWritten;
      this.#position += bytesWritten;
    }
  }
}

const writeTo = promisify(write);

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Memory that was just used is there already: finding a new page for every 4 kB costs more than writing them. */
const freeBatches: Uint8Array[] = [];
/** Enough for a dozen pictures that arrive at once. */
const mostFree = 32;

/**
 * Memory that may be resized begins at a page; other memory begins anywhere. No `Buffer`: V8 gives every single object of a
 * subclass a shape of its own over such memory, and whatever reads them forgets what it knew of all the others.
 */
const takeBatch = (): Uint8Array =>
  freeBatches.pop() ?? new Uint8Array(new ArrayBuffer(batchBytes, { maxByteLength: batchBytes }), 0, batchBytes);

function giveBatch(batch: Uint8Array): void {
  if (freeBatches.length < mostFree) freeBatches.push(batch);
}
