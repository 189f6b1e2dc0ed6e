import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { letEverybodyUpload } from '../../test/documents.ts';
import { aWorld, type World } from '../../test/world.ts';
import { systemActor } from '../platform/actor.ts';
import type { DiskStorage } from '../platform/object-storage.disk.ts';
import { documentSilenceSeconds } from './document.settings.ts';
import { readFiles, type DocumentFile } from './document-files.ts';
import { documentKey } from './document.entity.ts';

let world: World;
let lena: TestAccount;
const operator = systemActor({ requestId: 'test', traceparent: '' });
beforeAll(async () => {
  world = await aWorld();
  await letEverybodyUpload(world);
  lena = await anInfluencer(world);
});
afterAll(() => world.stop());

const tus = { 'tus-resumable': '1.0.0' };
const encoded = (text: string): string => Buffer.from(text).toString('base64');
const frontOf = (name: string): string => `purpose ${encoded('IDENTITY_FRONT')},filename ${encoded(name)}`;

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  { as = lena, body }: { as?: TestAccount | null; body?: Buffer | undefined } = {},
): Promise<Response> {
  const token = as && (await world.as(as).token());
  return fetch(`${world.url}${path}`, {
    method,
    headers: { ...tus, ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
}

async function create(byteSize: number, as: TestAccount = lena): Promise<string> {
  const answer = await ask(
    'POST',
    '/documents/uploads',
    { 'upload-length': String(byteSize), 'upload-metadata': frontOf('Passport of Lena.jpg') },
    { as },
  );
  expect(answer.status).toBe(201);
  return answer.headers.get('location')!;
}

const patch = (path: string, offset: number, body: Buffer, as: TestAccount | null = lena): Promise<Response> =>
  ask(
    'PATCH',
    path,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    { as, body },
  );

const offsetOf = async (path: string): Promise<number> =>
  Number((await ask('HEAD', path)).headers.get('upload-offset'));

const idOf = (path: string): string => path.split('/').at(-1)!;

interface DocumentRow {
  status: string;
  reason: string | null;
  key_sealed: Buffer;
}

const rowOf = async (path: string): Promise<DocumentRow | undefined> =>
  (await world.db.pool.query<DocumentRow>(`select * from document where id = $1`, [idOf(path)])).rows[0];

/** Everything on the disk of the file store. */
async function filesOnDisk(): Promise<string[]> {
  const { stagingFolder } = world.app.storage as DiskStorage;
  const root = join(stagingFolder, '..');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function contentOf(path: string): Promise<Buffer> {
  const id = idOf(path);
  const { rows } = await world.db.pool.query<DocumentFile>(
    `select id, part, position, byte_size::int as "byteSize" from document_file
     where document_id = $1 and byte_size is not null order by position`,
    [id],
  );
  const key = world.db.keyring.open(documentKey.at(id), (await rowOf(path))!.key_sealed);
  return buffer(readFiles(world.app.storage, key, id, rows));
}

/** A sender that stops in the middle. */
async function cutOff(path: string, offset: number, bytes: Buffer, announced: number): Promise<void> {
  const token = await world.as(lena).token();
  const sender = request(`${world.url}${path}`, {
    method: 'PATCH',
    headers: {
      ...tus,
      authorization: `Bearer ${token}`,
      'content-type': 'application/offset+octet-stream',
      'content-length': announced,
      'upload-offset': offset,
    },
  });
  sender.on('error', () => undefined);
  await new Promise<void>((resolve) => sender.write(bytes, () => resolve()));
  await vi.waitFor(async () => {
    const { rows } = await world.db.pool.query('select from document where id = $1 and writer is not null', [
      idOf(path),
    ]);
    expect(rows).toHaveLength(1);
  });
  sender.destroy();
}

test('a document arrives in one go or in pieces, whole and unreadable on the disk', async () => {
  const bytes = Buffer.concat([Buffer.alloc(100_000, 'REPUBLIK PASSPORT '), randomBytes(200_000)]);
  for (const cuts of [[], [1], [65_536, 131_072, 131_073], [299_999]]) {
    const path = await create(bytes.length);
    let offset = 0;
    for (const end of [...cuts, bytes.length]) {
      const answer = await patch(path, offset, bytes.subarray(offset, end));
      expect(answer.status).toBe(204);
      expect(answer.headers.get('upload-offset')).toBe(String(end));
      offset = end;
    }
    expect(await contentOf(path)).toEqual(bytes);
    expect(await rowOf(path)).toMatchObject({ status: 'CHECKING', byte_size: '300000', retention: 'IDENTITY' });
    expect(await offsetOf(path)).toBe(bytes.length);
  }
  for (const file of await filesOnDisk()) expect((await readFile(file)).includes('PASSPORT')).toBe(false);
});

test('what came before the line broke is kept, and the upload goes on from there', async () => {
  const bytes = randomBytes(400_000);
  const path = await create(bytes.length);
  await cutOff(path, 0, bytes.subarray(0, 150_000), bytes.length);
  const offset = await vi.waitFor(async () => {
    const found = await offsetOf(path);
    expect(found).toBeGreaterThan(0);
    return found;
  });
  expect(offset).toBeLessThanOrEqual(150_000);
  expect((await patch(path, offset, bytes.subarray(offset))).status).toBe(204);
  expect(await contentOf(path)).toEqual(bytes);
});

test('of two who append at once, only one does', async () => {
  const [first, second] = [randomBytes(3_000_000), randomBytes(3_000_000)];
  const path = await create(first.length);
  const answers = await Promise.all([patch(path, 0, first), patch(path, 0, second)]);
  const won = answers.findIndex(({ status }) => status === 204);
  expect(won).not.toBe(-1);
  expect(answers[1 - won]!.status).toBe(409);
  expect(await contentOf(path)).toEqual([first, second][won]);
});

test('an upload of which nothing is heard is removed with all its bytes', async () => {
  const before = await filesOnDisk();
  const another = await aWorld({ databaseUrl: world.databaseUrl, config: { storage: world.app.config.storage } });
  const { pool } = world.db;
  await another.app.settings.change(operator, documentSilenceSeconds, {}, 5);
  await vi.waitFor(() => expect(world.app.settings.read(documentSilenceSeconds)).toBe(5));
  const path = await create(5_000_000);
  await cutOff(path, 0, randomBytes(1_000_000), 5_000_000);
  await vi.waitFor(async () => expect(await offsetOf(path)).toBeGreaterThan(0));
  expect((await filesOnDisk()).length).toBeGreaterThan(before.length);
  await pool.query(`update document set heard_at = now() - interval '1 minute' where id = $1`, [idOf(path)]);
  await another.app.work();
  await vi.waitFor(
    async () => {
      expect(await filesOnDisk()).toEqual(before);
      expect(await rowOf(path)).toBeUndefined();
    },
    { timeout: 15_000, interval: 100 },
  );
  expect((await ask('HEAD', path)).status).toBe(404);
  expect((await patch(path, 0, randomBytes(10))).status).toBe(404);
  await another.stop();
});
