import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteRange } from '../platform/http-range.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { openStream, sealedRange, sealedSize, StreamSealer, streamKey } from '../platform/sealed-stream.ts';
import type { Staging, StagingFile } from '../platform/staging.ts';

export type DocumentPart = 'ORIGINAL' | 'PAGE';

/** A file in the store. An original lies in as many as it took to arrive; each page is one. */
export interface DocumentFile {
  id: string;
  part: DocumentPart;
  /** Originals from 0, pages from 1. */
  position: number;
  /** Before sealing. */
  byteSize: number;
}

export const storageKey = (fileId: string): string => `documents/${fileId}`;

/** What a file is sealed under: in another document's, or another file's place it does not open. */
const keyOf = (dataKey: Buffer, documentId: string, { id, part, position }: Omit<DocumentFile, 'byteSize'>) =>
  streamKey(dataKey, `document ${documentId} ${part} ${position} ${id}`);

/** One file on its way into the store: sealed before it touches a disk. */
export class SealedFileWriter {
  readonly #sealer: StreamSealer;
  readonly #staged: StagingFile;
  readonly #id: string;
  byteSize = 0;

  constructor(staging: Staging, dataKey: Buffer, documentId: string, file: Omit<DocumentFile, 'byteSize'>) {
    this.#sealer = new StreamSealer(keyOf(dataKey, documentId, file));
    this.#staged = staging.begin({ name: file.id, hashed: false });
    this.#id = file.id;
  }

  /** Does not keep the buffer. */
  write(plain: Buffer): void {
    this.byteSize += plain.length;
    for (const sealed of this.#sealer.write(plain)) this.#staged.write(sealed);
  }

  /** Call it after each write: it makes a fast sender wait for a slow disk. */
  keepUp(): Promise<void> {
    return this.#staged.keepUp();
  }

  /** Durable when it returns. */
  async store(storage: ObjectStorage): Promise<void> {
    for (const sealed of this.#sealer.end()) this.#staged.write(sealed);
    await storage.put(storageKey(this.#id), await this.#staged.finish(), 'application/octet-stream');
  }

  discard(): Promise<void> {
    return this.#staged.discard();
  }
}

/** Also what a process that died has left of it. */
export async function removeFile(storage: ObjectStorage, fileId: string): Promise<void> {
  await storage.remove(storageKey(fileId));
  await rm(join(storage.stagingFolder, fileId), { force: true });
}

export const totalOf = (files: readonly DocumentFile[]): number =>
  files.reduce((sum, { byteSize }) => sum + byteSize, 0);

/** Opened as it is read; throws when a file is missing or was changed. `files` in the order of their positions. */
export async function* readFiles(
  storage: ObjectStorage,
  dataKey: Buffer,
  documentId: string,
  files: readonly DocumentFile[],
  range: ByteRange = { start: 0, end: totalOf(files) - 1 },
): AsyncGenerator<Buffer, void, undefined> {
  let before = 0;
  for (const file of files) {
    const start = Math.max(0, range.start - before);
    const end = Math.min(file.byteSize - 1, range.end - before);
    before += file.byteSize;
    if (start > end) continue;
    const whole = start === 0 && end === file.byteSize - 1;
    const stored = await storage.get(
      storageKey(file.id),
      whole ? undefined : sealedRange({ start, end }, file.byteSize),
    );
    if (stored?.byteSize !== sealedSize(file.byteSize)) {
      stored?.stream.destroy();
      throw new Error(`file ${file.id} of document ${documentId} is not in the store as it was left there`);
    }
    yield* openStream(keyOf(dataKey, documentId, file), stored.stream, file.byteSize, { start, end });
  }
}
