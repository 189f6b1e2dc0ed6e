import { createHash, randomUUID, type Hash } from 'node:crypto';
import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppendedFile, release } from './appended-file.ts';
import { HttpProblem } from './http.ts';
import { notHashed, StorageError, type StagedFile } from './object-storage.ts';

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
  readonly #file: AppendedFile;
  #byteSize = 0;
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);

  constructor(folder: string, limit: number, { name = randomUUID(), hashed = true }: StagingOptions = {}) {
    this.path = join(folder, name);
    this.#limit = limit;
    this.#hash = hashed ? createHash('sha256') : null;
    this.#file = new AppendedFile(this.path);
  }

  /** Takes the buffer over, and releases it. */
  write(chunk: Buffer): void {
    this.#count(chunk.length);
    this.#look(chunk);
    this.#file.append(chunk);
    release(chunk);
  }

  /** So many bytes that `make` puts into the room it is given. */
  writeMade(length: number, make: (room: Uint8Array) => void): void {
    this.#count(length);
    this.#look(this.#file.appendMade(length, make));
  }

  /** Whether `keepUp` has to wait, or something to report. */
  isBehind(): boolean {
    return this.#file.isBehind();
  }

  /** Call it after every bit of input: it makes a fast sender wait for a slow disk, and reports a full one. */
  keepUp(): Promise<void> {
    return this.#file.keepUp().catch(toStorageError);
  }

  async finish(): Promise<StagedFile> {
    const file = this.#file;
    await file.end().catch(toStorageError);
    const tailStart = this.#byteSize - this.#tail.length;
    return {
      path: this.path,
      sha256: this.#hash?.digest('hex') ?? notHashed,
      byteSize: this.#byteSize,
      read: async (position, length) => {
        if (position + length <= this.#head.length) return this.#head.subarray(position, position + length);
        if (position >= tailStart) return this.#tail.subarray(position - tailStart, position - tailStart + length);
        return file.read(position, length);
      },
      sync: () => file.sync(),
    };
  }

  discard(): Promise<void> {
    return this.#file.discard();
  }

  #count(length: number): void {
    this.#byteSize += length;
    if (this.#byteSize > this.#limit)
      throw new HttpProblem(413, 'TOO_LARGE', `A picture may have ${this.#limit} bytes at most`);
  }

  #look(bytes: Uint8Array): void {
    if (!this.#hash) return;
    this.#hash.update(bytes);
    if (this.#head.length < edgeBytes) this.#head = Buffer.concat([this.#head, bytes.subarray(0, edgeBytes)]);
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-edgeBytes)]).subarray(-edgeBytes);
  }
}

const toStorageError = (error: unknown): never => {
  throw StorageError.from(error);
};

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
