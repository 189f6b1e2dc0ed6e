import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { aS3, type TestS3 } from '../../test/s3.ts';
import { StagingFile } from './staging.ts';
import { openStorage, StorageError, type ObjectStorage, type StagedFile } from './object-storage.ts';

const folder = aFolder();
let s3: TestS3;

beforeAll(async () => {
  s3 = await aS3();
});
afterAll(async () => {
  await s3.stop();
});

const stores = {
  disk: (): Promise<ObjectStorage> => openStorage({ driver: 'disk', folder: join(folder, 'disk') }),
  s3: (): Promise<ObjectStorage> => openStorage(s3.config),
};

const stagings: StagingFile[] = [];
afterEach(async () => {
  await Promise.all(stagings.splice(0).map((file) => file.discard()));
});

async function staged(storage: ObjectStorage, bytes: Buffer = randomBytes(1000)): Promise<StagedFile> {
  const file = new StagingFile(storage.stagingFolder, bytes.length);
  stagings.push(file);
  file.write(Buffer.from(bytes));
  return file.finish();
}

async function content(
  storage: ObjectStorage,
  key: string,
  range?: { start: number; end: number },
): Promise<string | null> {
  const stored = await storage.get(key, range);
  return stored && text(stored.stream);
}

describe.each(Object.entries(stores))('the %s store', (_name, open) => {
  let storage: ObjectStorage;
  beforeAll(async () => {
    storage = await open();
  });

  test('gives back what was put', async () => {
    const file = await staged(storage, Buffer.from('a picture'));
    await storage.put(file.sha256, file, 'image/png');
    expect(await content(storage, file.sha256)).toBe('a picture');
    expect(await storage.size(file.sha256)).toBe(9);
  });

  test('gives a part, and the size of the whole', async () => {
    const file = await staged(storage, Buffer.from('0123456789'));
    await storage.put(file.sha256, file, 'image/png');
    expect(await content(storage, file.sha256, { start: 3, end: 5 })).toBe('345');
    const part = await storage.get(file.sha256, { start: 9, end: 9 });
    expect(part!.byteSize).toBe(10);
    part!.stream.destroy();
  });

  test('keeps derivatives beside the original', async () => {
    const file = await staged(storage, Buffer.from('an original'));
    const small = await staged(storage, Buffer.from('small'));
    await storage.put(file.sha256, file, 'image/png');
    await storage.put(`${file.sha256}/thumbnail.webp`, small, 'image/webp');
    expect(await content(storage, file.sha256)).toBe('an original');
    expect(await content(storage, `${file.sha256}/thumbnail.webp`)).toBe('small');
  });

  test('keeps a file under a name of its own, gives a part of it, and removes it', async () => {
    const key = `documents/${randomUUID()}`;
    expect(await storage.get(key)).toBeNull();
    const file = new StagingFile(storage.stagingFolder, 100, { hashed: false });
    stagings.push(file);
    file.write(Buffer.from('sealed bytes'));
    await storage.put(key, await file.finish(), 'application/octet-stream');
    expect(await content(storage, key, { start: 7, end: 11 })).toBe('bytes');
    await storage.remove(key);
    expect(await storage.size(key)).toBeNull();
    await storage.remove(key);
  });

  test('takes the same bytes any number of times, also at once, and leaves the staged file to its owner', async () => {
    const bytes = randomBytes(5000);
    const files = await Promise.all(Array.from({ length: 20 }, () => staged(storage, bytes)));
    await Promise.all(files.map((file) => storage.put(file.sha256, file, 'image/png')));
    expect(await storage.size(files[0]!.sha256)).toBe(5000);
    for (const { path } of files) expect((await stat(path)).size).toBe(5000);
  });

  test('has nothing where nothing was put, and nothing to remove there', async () => {
    const key = createHash('sha256').update(randomBytes(8)).digest('hex');
    expect(await storage.get(key)).toBeNull();
    expect(await storage.size(key)).toBeNull();
    await storage.remove(key);
  });

  test('forgets what was removed, and takes it again', async () => {
    const file = await staged(storage);
    const keys = [file.sha256, `${file.sha256}/thumbnail.webp`];
    for (let round = 0; round < 2; round++) {
      for (const key of keys) await storage.put(key, file, 'image/png');
      expect(await storage.size(file.sha256)).toBe(1000);
      for (const key of keys) await storage.remove(key);
      for (const key of keys) expect(await storage.size(key)).toBeNull();
    }
  });

  test('can be written', async () => {
    await expect(storage.check()).resolves.toBeUndefined();
  });

  test('clears what a dead process left half-written, and nothing that may still be in use', async () => {
    const old = await staged(storage);
    const fresh = await staged(storage);
    const twoHoursAgo = new Date(Date.now() - 7_200_000);
    await utimes(old.path, twoHoursAgo, twoHoursAgo);
    await open();
    const left = await readdir(storage.stagingFolder);
    expect(left.map((name) => join(storage.stagingFolder, name))).toContain(fresh.path);
    expect(left.map((name) => join(storage.stagingFolder, name))).not.toContain(old.path);
  });
});

describe('the disk store', () => {
  test('refuses keys that are no hashes, such as paths', async () => {
    const storage = await stores.disk();
    for (const key of ['../../etc/passwd', `${'0'.repeat(64)}/../../../x`, '0'.repeat(63), 'staging'])
      await expect(storage.get(key)).rejects.toBeInstanceOf(StorageError);
  });

  test('has no links of its own', async () => {
    const storage = await stores.disk();
    expect(await storage.link('0'.repeat(64), { mimeType: 'image/png', fileName: null, expiresIn: 60 })).toBeNull();
  });

  test('says so when its folder is gone', async () => {
    const gone = join(folder, 'gone');
    const storage = await openStorage({ driver: 'disk', folder: gone });
    await rm(gone, { recursive: true });
    await expect(storage.check()).rejects.toBeInstanceOf(StorageError);
  });
});

describe('the S3 store', () => {
  test('gives links that work without credentials, with type and name, until they are changed', async () => {
    const storage = await stores.s3();
    const file = await staged(storage, Buffer.from('a picture'));
    await storage.put(file.sha256, file, 'image/png');
    const link = await storage.link(file.sha256, { mimeType: 'image/png', fileName: 'mine.png', expiresIn: 60 });
    const answer = await fetch(link!, { headers: { range: 'bytes=2-4' } });
    expect([answer.status, await answer.text()]).toEqual([206, 'pic']);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="mine.png"');
    const changed = await fetch(link!.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'));
    expect(changed.status).toBe(403);
  });

  test('gives no links where the store cannot be reached by people', async () => {
    const storage = await openStorage({ ...s3.config, presign: false });
    expect(await storage.link('0'.repeat(64), { mimeType: 'image/png', fileName: null, expiresIn: 60 })).toBeNull();
  });

  test.for<[string, Partial<TestS3['config']>]>([
    ['a bucket that does not exist', { bucket: 'nowhere' }],
    ['a wrong secret', { secretAccessKey: 'wrong' }],
  ])('says so of %s', async ([, changes]) => {
    const storage = await openStorage({ ...s3.config, ...changes });
    await expect(storage.check()).rejects.toBeInstanceOf(StorageError);
    await expect(storage.put('0'.repeat(64), await staged(storage), 'image/png')).rejects.toBeInstanceOf(StorageError);
  });

  test('tries again when the store stumbles', async () => {
    let asked = 0;
    const store = await aStore((_req, res) => {
      if (++asked < 3) res.writeHead(503).end();
      else res.writeHead(200, { 'content-length': 12 }).end();
    });
    expect(await store.storage.size('0'.repeat(64))).toBe(12);
    store.close();
  });

  test('says so when the store stays away', async () => {
    let asked = 0;
    const store = await aStore((req) => {
      asked++;
      req.socket.destroy();
    });
    await expect(store.storage.size('0'.repeat(64))).rejects.toBeInstanceOf(StorageError);
    expect(asked).toBe(4);
    store.close();
  });
});

async function aStore(listener: RequestListener): Promise<{ storage: ObjectStorage; close(): void }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    storage: await openStorage({ ...s3.config, endpoint: `http://127.0.0.1:${address.port}` }),
    close: () => server.close(),
  };
}
