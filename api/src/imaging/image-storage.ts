import type { Readable } from 'node:stream';

/** Bytes that lie complete in a temporary file, already hashed while they were written. */
export interface StagedFile {
  path: string;
  /** Hex. */
  sha256: string;
  byteSize: number;
}

export interface StoredRange {
  stream: Readable;
  /** Of the whole object. */
  byteSize: number;
}

/**
 * Content-addressed bytes: the key of an original is its SHA-256, the key of a derivative is `<sha256>/<variant>`.
 * Putting the same key twice is harmless.
 */
export interface ImageStorage {
  /** A folder on the same file system as the store, for `StagedFile`s. */
  readonly stagingFolder: string;
  /** Durable when it returns: fsync and atomic rename, or a confirmed upload. Consumes the staged file. */
  put(key: string, file: StagedFile, mimeType: string): Promise<void>;
  /** Null when there is no such object. `end` is inclusive. */
  get(key: string, range?: { start: number; end: number }): Promise<StoredRange | null>;
  /** A short-lived direct link when the store has such (S3), else null: the API then streams. */
  link(key: string, options: { mimeType: string; fileName: string | null; expiresIn: number }): Promise<string | null>;
  remove(key: string): Promise<void>;
  /** Throws when the store cannot be written. */
  check(): Promise<void>;
}
