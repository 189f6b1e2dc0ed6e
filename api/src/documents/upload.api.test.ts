import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAccount, anInfluencer } from '../../test/builders.ts';
import { letEverybodyUpload } from '../../test/documents.ts';
import { aJobContext } from '../../test/job-context.ts';
import { aWorld, type World } from '../../test/world.ts';
import type { DiskStorage } from '../platform/object-storage.disk.ts';
import { documentOpenUploads, documentSilenceSeconds } from './document.settings.ts';
import { readFiles, type DocumentFile } from './document-files.ts';
import { documentKey, DocumentPurpose } from './document.entity.ts';
import { handleUnfinished } from './document.jobs.ts';

let world: World;
let lena: TestAccount;
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
  const worker = await aWorld({ databaseUrl: world.databaseUrl, config: { storage: world.app.config.storage } });
  await worker.app.settings.change(operator, documentSilenceSeconds, {}, 5);
  await vi.waitFor(() => expect(world.app.settings.read(documentSilenceSeconds)).toBe(5));
  const path = await create(5_000_000);
  await cutOff(path, 0, randomBytes(1_000_000), 5_000_000);
  await vi.waitFor(async () => expect(await offsetOf(path)).toBeGreaterThan(0));
  const { rows: files } = await world.db.pool.query<{ id: string }>(
    'select id from document_file where document_id = $1',
    [idOf(path)],
  );
  const onDisk = async (): Promise<string[]> =>
    (await filesOnDisk()).filter((name) => files.some(({ id }) => name.endsWith(id)));
  expect(await onDisk()).toHaveLength(1);
  await world.db.pool.query(`update document set heard_at = now() - interval '1 minute' where id = $1`, [idOf(path)]);
  await worker.app.work();
  await vi.waitFor(
    async () => {
      expect(await onDisk()).toEqual([]);
      expect(await rowOf(path)).toBeUndefined();
    },
    { timeout: 30_000, interval: 100 },
  );
  expect((await ask('HEAD', path)).status).toBe(404);
  expect((await patch(path, 0, randomBytes(10))).status).toBe(404);
  await worker.stop();
});

test('who goes on sending keeps the upload alive, in as many requests as it takes', async () => {
  const path = await create(1_000_000);
  const { rows } = await world.db.pool.query<{ count: number }>(
    `select count(*)::int as count from pgboss.job where name = 'document-unfinished' and data->'payload'->>'documentId' = $1`,
    [idOf(path)],
  );
  expect(rows).toEqual([{ count: 1 }]);
  await handleUnfinished({ ...world.app, hooks: world.app.documentHooks })({ documentId: idOf(path) }, aJobContext());
  expect(await rowOf(path)).toMatchObject({ status: 'UPLOADING' });
});

test('the former writer of an upload learns that another one goes on, and leaves nothing behind', async () => {
  const path = await create(300_000);
  const { documentUploads: uploads, storage } = world.app;
  const { rows } = await world.db.pool.query('select from document_file where document_id = $1', [idOf(path)]);
  expect(rows).toEqual([]);
  const actor = { ...operator, accountId: lena.id, permissions: new Map([['documents.own', 'OWN'] as const]) };
  const former = await uploads.claim(actor, idOf(path), 0);
  const bytes = randomBytes(300_000);
  expect((await patch(path, 0, bytes)).status).toBe(204);
  expect(await uploads.store(actor, former, 300_000, 'PAUSE')).toEqual({ lost: true, next: null });
  expect(await contentOf(path)).toEqual(bytes);
  expect(await storage.size(`documents/${former.fileId}`)).toBeNull();
});

test('what is too large, empty, or without a purpose is refused before a byte is sent', async () => {
  const tell = (headers: Record<string, string>) => ask('POST', '/documents/uploads', headers);
  const metadata = { 'upload-metadata': frontOf('a') };
  const refusals: [Record<string, string>, number][] = [
    [{ 'upload-length': String(2 ** 31), ...metadata }, 413],
    [{ 'upload-length': '20000001', ...metadata }, 413],
    [{ 'upload-length': '99999999999999999999', ...metadata }, 400],
    [{ 'upload-length': '0', ...metadata }, 400],
    [{ 'upload-length': '-1', ...metadata }, 400],
    [{ 'upload-length': '1e3', ...metadata }, 400],
    [{ 'upload-defer-length': '1', ...metadata }, 400],
    [{ 'upload-length': '10' }, 400],
    [{ 'upload-length': '10', 'upload-metadata': `purpose ${encoded('SELFIE')}` }, 400],
    [{ 'upload-length': '10', 'upload-metadata': ',,, =,purpose' }, 400],
    [{ 'upload-length': '10', ...metadata, 'tus-resumable': '0.2.2' }, 412],
  ];
  for (const [headers, status] of refusals) {
    const answer = await tell(headers);
    expect([headers, answer.status]).toEqual([headers, status]);
    expect(Object.keys(((await answer.json()) as { error: object }).error)).toEqual(['code', 'message', 'requestId']);
  }
});

test('bytes are taken where the upload stands, as what they are, and no more than were announced', async () => {
  const path = await create(1_000);
  expect((await patch(path, 10, randomBytes(10))).status).toBe(409);
  expect((await patch(path, 0, randomBytes(1_001))).status).toBe(413);
  const form = await ask(
    'PATCH',
    path,
    { 'upload-offset': '0', 'content-type': 'image/jpeg' },
    { body: randomBytes(10) },
  );
  expect(form.status).toBe(415);
  const nowhere = await ask('PATCH', path, { 'content-type': 'application/offset+octet-stream' });
  expect(nowhere.status).toBe(400);
  expect(await offsetOf(path)).toBe(0);
  const { rows } = await world.db.pool.query('select from document_file where document_id = $1', [idOf(path)]);
  expect(rows).toEqual([]);
  expect((await patch(path, 0, randomBytes(1_000))).status).toBe(204);
  expect((await patch(path, 1_000, randomBytes(1))).status).toBe(404);
});

test('nobody touches an upload but its owner, who may cancel it', async () => {
  const path = await create(1_000);
  const mateo = await anInfluencer(world);
  const reviewer = await anAccount(world, 'KYC_REVIEWER');
  for (const [as, status] of [
    [null, 401],
    [mateo, 404],
    [reviewer, 403],
  ] as const) {
    expect((await patch(path, 0, randomBytes(10), as)).status).toBe(status);
    expect((await ask('DELETE', path, {}, { as })).status).toBe(status);
    expect((await ask('HEAD', path, {}, { as })).status).toBe(status);
  }
  expect((await ask('HEAD', '/documents/uploads/not-an-id')).status).toBe(404);
  expect((await ask('DELETE', path)).status).toBe(204);
  expect((await ask('HEAD', path)).status).toBe(404);
  expect((await patch(path, 0, randomBytes(10))).status).toBe(404);
  expect((await ask('DELETE', path)).status).toBe(404);
});

test('staff who look through somebody’s eyes send nothing in their name and take nothing away, whether they may change things or not', async () => {
  const looking = {
    ...operator,
    accountId: lena.id,
    impersonatorId: operator.requestId,
    readOnly: false,
    permissions: new Map([['documents.own', 'OWN'] as const]),
  };
  const upload = { purpose: DocumentPurpose.TAX_FORM, requestId: null, byteSize: 10, fileName: null };
  await expect(world.app.documentUploads.begin(looking, upload)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const path = await create(10);
  await expect(world.app.documentUploads.claim(looking, idOf(path), 0)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(world.app.documentUploads.cancel(looking, idOf(path))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(world.app.documents.remove(looking, idOf(path))).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('one person has only so many uploads open at once', async () => {
  const eager = await anInfluencer(world);
  await world.app.settings.change(operator, documentOpenUploads, {}, 3);
  try {
    const begin = () =>
      ask('POST', '/documents/uploads', { 'upload-length': '10', 'upload-metadata': frontOf('a') }, { as: eager });
    const answers = await Promise.all(Array.from({ length: 8 }, begin));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
  } finally {
    await world.app.settings.change(operator, documentOpenUploads, {}, 50);
  }
});

test('a program may ask what the server can', async () => {
  const answer = await fetch(`${world.url}/documents/uploads`, { method: 'OPTIONS' });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'tus-resumable': '1.0.0',
    'tus-version': '1.0.0',
    'tus-extension': 'creation,termination,expiration',
    'tus-max-size': '20000000',
  });
});

test('a page of another origin of ours may upload, and one of somebody else may not', async () => {
  const preflight = (origin: string) =>
    fetch(`${world.url}/documents/uploads/x`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PATCH' },
    });
  const ours = await preflight('http://localhost');
  expect(ours.headers.get('access-control-allow-methods')).toContain('PATCH');
  expect(ours.headers.get('access-control-allow-headers')).toContain('upload-offset');
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});
