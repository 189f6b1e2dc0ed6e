import { createHash, randomUUID, type Hash } from 'node:crypto';
import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppendedFile } from './appended-file.ts';
import { HttpProblem } from './http.ts';
import { notHashed, StorageError, type StagedFile } from './object-storage.ts';

/** Bytes that are worth a visit to the disk. */
const batchBytes = 524_288;
/** Bytes that may wait in memory for the disk before the sender has to wait. */
const largestBacklog = 1_048_576;

/** What tells a picture from anything else stands at its beginning and at its end. */
const edgeBytes = 32;

export interface StagingOptions {
  /** For what somebody else may have to remove, should this process die. */
  name?: string;
  /** False for bytes that prove themselves, because they are sealed: a third less work. */
  hashed?: boolean;
}

/** One picture on its way to a temporary file: hashed as it comes, written in the background. */
export class StagingFile {
  readonly path: string;
  readonly #limit: number;
  readonly #hash: Hash | null;
  #byteSize = 0;
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #file: AppendedFile | undefined;
  #writing: Promise<void> | undefined;
  #failure: unknown;

  constructor(folder: string, limit: number, { name = randomUUID(), hashed = true }: StagingOptions = {}) {
    this.path = join(folder, name);
    this.#limit = limit;
    this.#hash = hashed ? createHash('sha256') : null;
  }

  /** Takes the buffer over: it is released once it is written. */
  write(chunk: Buffer): void {
    this.#byteSize += chunk.length;
    if (this.#byteSize > this.#limit)
      throw new HttpProblem(413, 'TOO_LARGE', `A picture may have ${this.#limit} bytes at most`);
    if (this.#hash) {
      this.#hash.update(chunk);
      if (this.#head.length < edgeBytes) this.#head = Buffer.concat([this.#head, chunk.subarray(0, edgeBytes)]);
      this.#tail = Buffer.concat([this.#tail, chunk.subarray(-edgeBytes)]).subarray(-edgeBytes);
    }
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes >= batchBytes) this.#writing ??= this.#writeWaiting();
  }

  /** Whether `keepUp` has to wait, or something to report. */
  isBehind(): boolean {
    return this.#waitingBytes > largestBacklog || this.#failure !== undefined;
  }

  /** Call it after every bit of input: it makes a fast sender wait for a slow disk, and reports a full one. */
  async keepUp(): Promise<void> {
    if (this.#waitingBytes > largestBacklog) await this.#writing;
    if (this.#failure !== undefined) throw StorageError.from(this.#failure);
  }

  async finish(): Promise<StagedFile> {
    await this.#writing;
    await this.#writeWaiting({ last: true });
    if (this.#failure !== undefined) throw StorageError.from(this.#failure);
    const file = this.#file!.handle;
    const tailStart = this.#byteSize - this.#tail.length;
    return {
      path: this.path,
      sha256: this.#hash?.digest('hex') ?? notHashed,
      byteSize: this.#byteSize,
      read: async (position, length) => {
        if (position + length <= this.#head.length) return this.#head.subarray(position, position + length);
        if (position >= tailStart) return this.#tail.subarray(position - tailStart, position - tailStart + length);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
        return buffer.subarray(0, bytesRead);
      },
      sync: () => file.datasync(),
    };
  }

  async discard(): Promise<void> {
    this.#waiting = [];
    await this.#writing;
    const file = this.#file;
    if (!file) return;
    this.#file = undefined;
    await file.close();
    await unlink(this.path).catch(ignoreMissing);
  }

  async #writeWaiting({ last = false } = {}): Promise<void> {
    try {
      this.#file ??= await AppendedFile.create(this.path);
      while (last ? this.#waitingBytes > 0 : this.#waitingBytes >= batchBytes) {
        const [batch, bytes] = [this.#waiting, this.#waitingBytes];
        this.#waiting = [];
        await this.#file.append(batch);
        this.#waitingBytes -= bytes;
      }
      if (last) await this.#file.end();
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#writing = undefined;
    }
  }
}

/** The temporary files of one delivery. Whoever made it discards it, whatever happens. */
export class Staging {
  readonly #files: StagingFile[] = [];

  constructor(
    readonly folder: string,
    readonly maxBytes: number,
  ) {}

  begin(options?: StagingOptions): StagingFile {
    const file = new StagingFile(this.folder, this.maxBytes, options);
    this.#files.push(file);
    return file;
  }

  /** As of its files. */
  isBehind(): boolean {
    return this.#files.some((file) => file.isBehind());
  }

  async keepUp(): Promise<void> {
    for (const file of this.#files) await file.keepUp();
  }

  async discard(): Promise<void> {
    await Promise.all(this.#files.splice(0).map((file) => file.discard()));
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Longer than any delivery takes: what is older was left by a process that died. */
const staleMilliseconds = 3_600_000;

/** Several processes share the folder: each finishes with its own files, and clears those of the dead. */
export async function clearStaleStaging(folder: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(ignoreMissing);
    if (found?.isFile() && now - found.mtimeMs > staleMilliseconds) await unlink(path).catch(ignoreMissing);
  }
}
