import { closeSync, constants, fsync, openSync } from 'node:fs';
import { access, copyFile, link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  makeStoreFolder,
  StorageError,
  type ObjectStorage,
  type StagedFile,
  type StoredRange,
} from './object-storage.ts';

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;

/**
 * A folder on a local disk: `pictures/ab/abcd…`, beside it `abcd….thumbnail.webp`, and `documents/ab/abcd…`. A name exists only
 * when its bytes are complete and on the disk: they are synced first, then named, then the name is synced.
 */
export class DiskStorage implements ObjectStorage {
  readonly stagingFolder: string;
  readonly #pictures: string;
  readonly #documents: string;

  private constructor(folder: string) {
    this.stagingFolder = join(folder, 'staging');
    this.#pictures = join(folder, 'pictures');
    this.#documents = join(folder, 'documents');
  }

  static async open(folder: string): Promise<DiskStorage> {
    const storage = new DiskStorage(folder);
    makeStoreFolder(storage.stagingFolder, 'STORAGE_FOLDER');
    await makeFolders(storage.#pictures);
    await makeFolders(storage.#documents);
    return storage;
  }

  async put(key: string, file: StagedFile): Promise<void> {
    const target = this.#pathOf(key);
    await guarded(async () => {
      await file.sync();
      await name(file.path, target);
      // Also when it was there already: whoever put it may not have come this far.
      await syncFolder(dirname(target));
    });
  }

  size(key: string): Promise<number | null> {
    return guarded(() => sizeOf(this.#pathOf(key)));
  }

  async get(key: string, range?: { start: number; end: number }): Promise<StoredRange | null> {
    return guarded(async () => {
      try {
        const file = await open(this.#pathOf(key), 'r');
        const { size } = await file.stat();
        return { stream: file.createReadStream(range), byteSize: size };
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    });
  }

  /** A folder has no addresses of its own. */
  async link(): Promise<null> {
    return null;
  }

  async remove(key: string): Promise<void> {
    await guarded(() => rm(this.#pathOf(key), { force: true }));
  }

  async check(): Promise<void> {
    const path = join(this.stagingFolder, randomUUID());
    await guarded(async () => {
      await access(this.#pictures, constants.W_OK);
      await writeFile(path, 'check');
      await rm(path);
    });
  }

  #pathOf(key: string): string {
    const document = /^documents\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(key)?.[1];
    if (document !== undefined) return join(this.#documents, document.slice(0, 2), document);
    if (!/^[0-9a-f]{64}(\/[a-z]+\.[a-z]+)?$/.test(key)) throw new Error('not the key of a stored file');
    return join(this.#pictures, key.slice(0, 2), key.replace('/', '.'));
  }
}

/** All at once and not when first needed: making one that lasts takes the disk as long as storing a picture. */
async function makeFolders(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const there = new Set(await readdir(folder));
  const missing = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).filter(
    (name) => !there.has(name),
  );
  if (missing.length === 0) return;
  await Promise.all(missing.map((name) => mkdir(join(folder, name), { recursive: true })));
  await syncFolder(folder);
  await syncFolder(dirname(folder));
}

/** A second name for the staged file, which its owner goes on holding. Where a file system has no hard links, a copy. */
async function name(staged: string, target: string): Promise<void> {
  try {
    await link(staged, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const copy = `${staged}.copy`;
    await copyFile(staged, copy);
    await sync(copy);
    await rename(copy, target);
  }
}

/** Windows syncs the names with the file, and opens no folder. */
const syncFolder = (path: string): Promise<void> =>
  process.platform === 'win32' ? Promise.resolve() : sync(path, 'r');

const syncOpened = promisify(fsync);

/** Opens and closes on the spot: neither waits for the disk, and a turn to another thread and back costs more than both. */
async function sync(path: string, flags: 'r' | 'r+' = 'r+'): Promise<void> {
  const file = openSync(path, flags);
  try {
    await syncOpened(file);
  } finally {
    closeSync(file);
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw StorageError.from(error);
  }
}
