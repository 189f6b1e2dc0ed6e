import type { Readable } from 'node:stream';
import type { StorageConfig } from './config.ts';
import { CannotStart } from './errors.ts';
import { makeFolder } from './folders.ts';

/** In place of a digest, as S3 calls it. */
export const notHashed = 'UNSIGNED-PAYLOAD';

/** Bytes that lie complete in a temporary file, already hashed while they were written. Open until its owner discards it. */
export interface StagedFile {
  readonly path: string;
  /** Hex, or `notHashed`. */
  readonly sha256: string;
  readonly byteSize: number;
  /** Fewer bytes when the file ends before. */
  read(position: number, length: number): Promise<Buffer>;
  /** Resolves when the bytes have reached the disk. */
  sync(): Promise<void>;
}

export interface StoredRange {
  stream: Readable;
  /** Of the whole object. */
  byteSize: number;
}

/**
 * Content-addressed bytes: the key of an original is its SHA-256, the key of a derivative is `<sha256>/<variant>`. And sealed
 * bytes, each file under a name of its own: `documents/<uuid>`. Putting the same key twice is harmless. Every method throws `StorageError` when the store does not do its part.
 */
export interface ObjectStorage {
  /** A folder for `StagedFile`s, on the same file system as the store when that is a disk. */
  readonly stagingFolder: string;
  /** Durable when it returns: fsync and atomic naming, or a confirmed upload. The staged file stays with its owner. */
  put(key: string, file: StagedFile, mimeType: string): Promise<void>;
  /** Of the whole object; null when there is none. */
  size(key: string): Promise<number | null>;
  /** Null when there is no such object. `end` is inclusive. */
  get(key: string, range?: { start: number; end: number }): Promise<StoredRange | null>;
  /** A short-lived direct link when the store has such (S3), else null: the API then streams. */
  link(key: string, options: { mimeType: string; fileName: string | null; expiresIn: number }): Promise<string | null>;
  /** Harmless when there is no such object. */
  remove(key: string): Promise<void>;
  /** Throws when the store cannot be written. */
  check(): Promise<void>;
}

/** The store is full or out of reach. Nothing was lost: whoever asked may ask again. */
export class StorageError extends Error {
  constructor(
    readonly reason: 'FULL' | 'UNAVAILABLE',
    cause: unknown,
  ) {
    super(reason === 'FULL' ? 'The file store is full' : 'The file store is out of reach', { cause });
  }

  static from(error: unknown): StorageError {
    if (error instanceof StorageError) return error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return new StorageError(code === 'ENOSPC' || code === 'EDQUOT' ? 'FULL' : 'UNAVAILABLE', error);
  }
}

/** Without which nothing can be started. `setting` names it. */
export function makeStoreFolder(folder: string, setting: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : error;
    throw new CannotStart(`The folder ${folder} of ${setting} cannot be made: ${String(why)}.`, { cause: error });
  }
}

/** Also clears what an earlier process left half-written. */
export async function openStorage(config: StorageConfig): Promise<ObjectStorage> {
  const storage =
    config.driver === 'disk'
      ? await (await import('./object-storage.disk.ts')).DiskStorage.open(config.folder)
      : await (await import('./object-storage.s3.ts')).S3Storage.open(config);
  const { clearStaleStaging } = await import('./staging.ts');
  await clearStaleStaging(storage.stagingFolder);
  return storage;
}
