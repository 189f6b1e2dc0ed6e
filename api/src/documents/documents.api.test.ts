import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anInfluencer } from '../../test/builders.ts';
import { aClamd, type Clamd } from '../../test/clamd.ts';
import { aDocument, letEverybodyUpload, lookThrough, upload } from '../../test/documents.ts';
import { jpeg, noise, pdf, png, testVirus } from '../../test/hostile-files.ts';
import { aJobContext } from '../../test/job-context.ts';
import { aSubscriber } from '../../test/subscriber.ts';
import { aWorld, type World } from '../../test/world.ts';
import { AppError } from '../platform/errors.ts';
import { storageKey } from './document-files.ts';
import { documentContent } from './document.entity.ts';
import { handleForget } from './document.jobs.ts';

let world: World;
let clamd: Clamd;
let lena: TestAccount;
let mateo: TestAccount;
let reviewer: TestAccount;
let looker: TestAccount;
/** Until onboarding says more about it: who of the staff may look, and whose documents may not change. */
const mayLook = new Set<string>();
const closed = new Set<string>();
const changes: string[] = [];
beforeAll(async () => {
  clamd = await aClamd();
  world = await aWorld({
    config: { virusScanner: { driver: 'clamd', address: { host: '127.0.0.1', port: clamd.port } } },
  });
  await letEverybodyUpload(world);
  [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
  [reviewer, looker] = [await anAccount(world, 'KYC_REVIEWER'), await anAccount(world, 'KYC_REVIEWER')];
  mayLook.add(looker.id);
  world.app.documentGate.mayView = async (_tx, { accountId }) => mayLook.has(accountId!);
  Object.assign(world.app.documentHooks, {
    demandOpen: async (_tx: unknown, accountId: string) => {
      if (closed.has(accountId)) throw new AppError('CONFLICT', 'Somebody is looking at it');
    },
    onChanged: async (_tx: unknown, accountId: string, { purpose }: { purpose: string }) =>
      void changes.push(`${accountId} ${purpose}`),
  });
});
afterAll(async () => {
  await world.stop();
  await clamd.stop();
});

const list = `{ documents { id purpose status refusal fileName byteSize mimeType pageCount pageUrls originalUrl } }`;
const own = async (account: TestAccount) =>
  (await world.as(account).run<{ documents: { id: string; status: string; refusal: string | null }[] }>(list)).data
    .documents;
const remove = 'mutation ($id: ID!) { removeDocument(id: $id) { __typename ... on Document { id status fileName } } }';

const get = async (
  path: string,
  account: TestAccount | null,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${world.url}${path}`, {
    headers: { ...(account && { authorization: `Bearer ${await world.as(account).token()}` }), ...headers },
  });

const filesOf = async (documentId: string): Promise<string[]> =>
  (
    await world.db.pool.query<{ id: string }>('select id from document_file where document_id = $1', [documentId])
  ).rows.map(({ id }) => id);
const stored = async (fileIds: string[]): Promise<(number | null)[]> =>
  Promise.all(fileIds.map((id) => world.app.storage.size(storageKey(id))));
const forget = (documentId: string): Promise<void> =>
  handleForget({ ...world.app, hooks: world.app.documentHooks })({ documentId }, aJobContext());
const auditOf = async (documentId: string) =>
  (
    await world.db.pool.query<{ action: string; actor: string | null; details: Record<string, unknown> }>(
      'select action, actor_id as actor, details from audit_event where record_id = $1 order by id',
      [documentId],
    )
  ).rows;

test('a photo is looked through, shown to its owner without where it was taken, and told live', async () => {
  const watching = await aSubscriber<{ id: string; status: string }>(
    world,
    lena,
    'subscription { documentChanged { id status } }',
  );
  const bytes = await jpeg(1000, 700);
  const id = await upload(world, lena, { bytes, name: '../../Passport of Lena.jpg\u202E' });
  expect((await own(lena))[0]).toMatchObject({ id, status: 'CHECKING' });
  expect((await get(`/documents/${id}/original`, lena)).status).toBe(404);
  await watching.until({ id, status: 'CHECKING' });
  await lookThrough(world, id);
  await watching.until({ id, status: 'READY' });
  await watching.stop();
  expect((await own(lena))[0]).toEqual({
    id,
    purpose: 'IDENTITY_FRONT',
    status: 'READY',
    refusal: null,
    fileName: 'Passport of Lena.jpg',
    byteSize: bytes.length,
    mimeType: 'image/jpeg',
    pageCount: 1,
    pageUrls: [`/documents/${id}/pages/1`],
    originalUrl: `/documents/${id}/original`,
  });
  const page = await get(`/documents/${id}/pages/1`, lena);
  expect(page.status).toBe(200);
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'image/webp',
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  expect(await sharp(await page.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 1000, height: 700 });
  expect(changes).toContain(`${lena.id} IDENTITY_FRONT`);
});

test('the original comes back as it was, whole or in parts, as a file and never as a page', async () => {
  const bytes = pdf({ pages: 2, drawing: `BT (${'x'.repeat(300_000)}) Tj ET` });
  const { originalUrl } = await aDocument(world, lena, { bytes, purpose: 'BANK_STATEMENT' });
  const whole = await get(originalUrl!, lena);
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="document-[0-9a-f]{8}\.pdf"$/);
  const part = await get(originalUrl!, lena, { range: 'bytes=70000-200000' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 70000-200000/${bytes.length}`);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(70_000, 200_001))).toBe(true);
  expect((await get(originalUrl!, lena, { range: `bytes=${bytes.length}-` })).status).toBe(416);
});

test('nobody sees a document but its owner and who may, and each look of the staff is recorded', async () => {
  const { id, pageUrls, originalUrl } = await aDocument(world, lena, { bytes: pdf({ pages: 2 }), purpose: 'TAX_FORM' });
  for (const path of [...pageUrls, originalUrl!])
    for (const stranger of [null, mateo, reviewer]) {
      const answer = await get(path, stranger);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ error: { message: 'There is nothing at this address' } });
    }
  for (const nowhere of [`/documents/${id}/pages/3`, `/documents/${id}/pages/0`, '/documents/x/original'])
    expect((await get(nowhere, lena)).status).toBe(404);
  expect((await get(pageUrls[1]!, lena)).status).toBe(200);
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(['documents.finish', 'documents.accept']);

  expect((await get(pageUrls[1]!, looker)).status).toBe(200);
  expect((await get(originalUrl!, looker)).status).toBe(200);
  expect((await auditOf(id)).slice(2)).toEqual([
    { action: 'documents.view', actor: looker.id, details: { accountId: lena.id, purpose: 'TAX_FORM', page: 2 } },
    { action: 'documents.download', actor: looker.id, details: { accountId: lena.id, purpose: 'TAX_FORM' } },
  ]);
});

test('staff who look through somebody’s eyes do not see their documents', async () => {
  const { pageUrls } = await aDocument(world, mateo);
  const token = await world.as(mateo).token();
  const support = await anAccount(world, 'SUPPORT');
  await world.db.pool.query('update session set impersonator_id = $2 where account_id = $1', [mateo.id, support.id]);
  try {
    world.app.liveSessions.forget(
      (await world.db.pool.query<{ id: string }>('select id from session')).rows.map(({ id }) => id),
    );
    const answer = await fetch(`${world.url}${pageUrls[0]}`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(404);
    // Of everything else they see what he sees.
    expect((await own(mateo)).length).toBeGreaterThan(0);
  } finally {
    await world.db.pool.query('update session set impersonator_id = null where account_id = $1', [mateo.id]);
    world.app.liveSessions.forget(
      (await world.db.pool.query<{ id: string }>('select id from session')).rows.map(({ id }) => id),
    );
  }
  expect((await get(pageUrls[0]!, mateo)).status).toBe(200);
});

test('a hostile file is refused with a reason, and nothing of it is kept', async () => {
  const id = await upload(world, mateo, { bytes: pdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' }) });
  const files = await filesOf(id);
  await lookThrough(world, id);
  expect((await own(mateo)).find((document) => document.id === id)).toMatchObject({
    status: 'REFUSED',
    refusal: 'PDF_SCRIPT',
  });
  await forget(id);
  expect(await stored(files)).toEqual([null]);
  expect(await filesOf(id)).toEqual([]);
  const { rows } = await world.db.pool.query('select key_sealed from document where id = $1', [id]);
  expect(rows).toEqual([{ key_sealed: null }]);
  // Handing in another one clears the answer away.
  const better = await aDocument(world, mateo);
  expect((await own(mateo)).map((document) => document.id)).toContain(better.id);
  expect((await own(mateo)).map((document) => document.id)).not.toContain(id);
});

test('what the virus scanner finds is refused; while it is away, nothing is taken unseen', async () => {
  const sick = await upload(world, mateo, { bytes: Buffer.concat([await png(), testVirus]), purpose: 'TAX_FORM' });
  await lookThrough(world, sick);
  expect((await own(mateo)).find(({ id }) => id === sick)).toMatchObject({ status: 'REFUSED', refusal: 'INFECTED' });

  const waiting = await upload(world, mateo, { bytes: await png(), purpose: 'TAX_FORM' });
  const { port } = clamd;
  await clamd.stop();
  await expect(lookThrough(world, waiting)).rejects.toThrow('ECONNREFUSED');
  expect((await own(mateo)).find(({ id }) => id === waiting)).toMatchObject({ status: 'CHECKING', refusal: null });
  clamd = await aClamd(port);
  const { asked } = clamd;
  await lookThrough(world, waiting);
  expect(clamd.asked).toBe(asked + 1);
  expect((await own(mateo)).find(({ id }) => id === waiting)).toMatchObject({ status: 'READY' });
});

test('the last one handed in for a purpose replaces the others, whichever is looked through first', async () => {
  const first = await aDocument(world, lena, { purpose: 'PROOF_OF_ADDRESS' });
  const firstFiles = await filesOf(first.id);
  const second = await upload(world, lena, { bytes: await png(), purpose: 'PROOF_OF_ADDRESS' });
  const third = await upload(world, lena, { bytes: await jpeg(), purpose: 'PROOF_OF_ADDRESS' });
  expect((await get(first.pageUrls[0]!, lena)).status).toBe(200);
  await Promise.all([third, second].map((id) => lookThrough(world, id)));
  const left = (await own(lena)).filter(({ id }) => [first.id, second, third].includes(id));
  expect(left).toMatchObject([{ id: third, status: 'READY' }]);
  expect((await get(first.pageUrls[0]!, lena)).status).toBe(404);
  await forget(first.id);
  expect(await stored(firstFiles)).toEqual([null, null]);
});

test('a document is taken back by its owner alone, once, and its bytes go', async () => {
  const { id, pageUrls } = await aDocument(world, lena, { purpose: 'IDENTITY_BACK', name: 'back.jpg' });
  const files = await filesOf(id);
  const tried = await world.as(mateo).run(remove, { id });
  expect(tried.errors[0]!.extensions.code).toBe('NOT_FOUND');
  for (let round = 0; round < 2; round++) {
    const { data } = await world.as(lena).run(remove, { id });
    expect(data).toMatchObject({ removeDocument: { id, status: 'REMOVED' } });
  }
  expect((await get(pageUrls[0]!, lena)).status).toBe(404);
  await forget(id);
  await forget(id);
  expect(await stored(files)).toEqual([null, null]);
  expect((await auditOf(id)).map(({ action }) => action)).toEqual([
    'documents.finish',
    'documents.accept',
    'documents.remove',
  ]);
  const { rows } = await world.db.pool.query('select key_sealed, name_sealed from document where id = $1', [id]);
  expect(rows).toEqual([{ key_sealed: null, name_sealed: null }]);
});

test('while somebody relies on the documents, none is replaced or taken back', async () => {
  const { id, pageUrls } = await aDocument(world, lena, { purpose: 'IDENTITY_BACK' });
  const late = await upload(world, lena, { bytes: await png(), purpose: 'IDENTITY_BACK' });
  closed.add(lena.id);
  try {
    await expect(upload(world, lena, { bytes: await png(), purpose: 'IDENTITY_BACK' })).rejects.toThrow('409');
    expect((await world.as(lena).run(remove, { id })).errors[0]!.extensions.code).toBe('CONFLICT');
    await lookThrough(world, late);
    expect((await own(lena)).find((document) => document.id === late)).toMatchObject({
      status: 'REFUSED',
      refusal: 'NOT_NOW',
    });
    expect((await get(pageUrls[0]!, lena)).status).toBe(200);
  } finally {
    closed.delete(lena.id);
  }
});

test('a document that is taken back while it is looked through leaves nothing', async () => {
  const id = await upload(world, lena, { bytes: pdf({ pages: 5 }), purpose: 'BANK_STATEMENT' });
  const looking = lookThrough(world, id);
  await vi.waitFor(async () => expect((await filesOf(id)).length).toBeGreaterThan(1), 10_000);
  await world.as(lena).run(remove, { id });
  await looking;
  const files = await filesOf(id);
  await forget(id);
  expect(await filesOf(id)).toEqual([]);
  expect((await stored(files)).every((size) => size === null)).toBe(true);
});

test('of several who look through it at once one comes to an outcome, and its pages are all there is', async () => {
  for (const bytes of [pdf({ pages: 2 }), await png(), Buffer.from('no document')]) {
    const person = await anInfluencer(world);
    const id = await upload(world, person, { bytes });
    await Promise.all(Array.from({ length: 3 }, () => lookThrough(world, id)));
    const found = (await world.app.documents.find(id))!;
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      'documents.finish',
      found.status === 'READY' ? 'documents.accept' : 'documents.refuse',
    ]);
    const { rows: pages } = await world.db.pool.query<{ id: string; whole: boolean }>(
      `select id, byte_size is not null as whole from document_file where document_id = $1 and part = 'PAGE'`,
      [id],
    );
    expect(pages.map(({ whole }) => whole)).toEqual(Array(found.pageCount ?? 0).fill(true));
    expect((await stored(pages.map((page) => page.id))).every((size) => size! > 0)).toBe(true);
    for (const url of found.pageUrls) expect((await get(url, person)).status).toBe(200);
    if (found.status === 'READY') continue;
    await forget(id);
    expect(await filesOf(id)).toEqual([]);
  }
});

test('looking through it twice, or after it was cut off, makes the same document', async () => {
  const id = await upload(world, mateo, { bytes: pdf({ pages: 3 }), purpose: 'BANK_STATEMENT' });
  const stop = new AbortController();
  const { handleCheck } = await import('./document-check.ts');
  const first = handleCheck({ ...world.app, hooks: world.app.documentHooks })(
    { documentId: id },
    aJobContext({ signal: stop.signal }),
  );
  await vi.waitFor(async () => expect((await filesOf(id)).length).toBeGreaterThan(1), 10_000);
  stop.abort(new Error('the worker stops'));
  await expect(first).rejects.toThrow('the worker stops');
  await lookThrough(world, id);
  await lookThrough(world, id);
  expect(await filesOf(id)).toHaveLength(4);
  expect((await own(mateo)).find((document) => document.id === id)).toMatchObject({ status: 'READY', pageCount: 3 });
});

test('the same file of two people has the same index, which says nothing about it', async () => {
  const bytes = await jpeg(640, 480);
  const [one, other] = [await aDocument(world, lena, { bytes }), await aDocument(world, mateo, { bytes })];
  const { rows } = await world.db.pool.query<{ content_index: Buffer; content_sealed: Buffer; id: string }>(
    'select id, content_index, content_sealed from document where id = any($1)',
    [[one.id, other.id]],
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]!.content_index.equals(rows[1]!.content_index)).toBe(true);
  expect(rows[0]!.content_index.includes(createHash('sha256').update(bytes).digest())).toBe(false);
  expect(world.db.keyring.openText(documentContent.at(rows[0]!.id), rows[0]!.content_sealed)).toBe(
    createHash('sha256').update(bytes).digest('hex'),
  );
});

test('what was changed in the store is not shown', async () => {
  const { id, pageUrls } = await aDocument(world, mateo, { purpose: 'IDENTITY_BACK' });
  const other = await aDocument(world, mateo, { purpose: 'PROOF_OF_ADDRESS' });
  const page = 'select id from document_file where document_id = $1 and part = $2';
  const [mine] = (await world.db.pool.query<{ id: string }>(page, [id, 'PAGE'])).rows;
  // The other document's page has the same size and lies in its place.
  await world.db.pool.query('update document_file set document_id = $2, position = 9 where id = $1', [
    mine!.id,
    other.id,
  ]);
  const moved = (await world.db.pool.query<{ id: string }>(page, [other.id, 'PAGE'])).rows.find(
    (row) => row.id !== mine!.id,
  );
  await world.db.pool.query('update document_file set document_id = $2 where id = $1', [moved!.id, id]);
  expect((await get(pageUrls[0]!, mateo)).status).toBe(404);
});

test('noise of every size is refused and breaks nothing', async () => {
  for (const size of [1, 2, 3, 7, 11, 12, 100, 5_000]) {
    const id = await upload(world, mateo, { bytes: noise(size), purpose: 'IDENTITY_FRONT' });
    await lookThrough(world, id);
    expect((await own(mateo)).find((document) => document.id === id)).toMatchObject({ status: 'REFUSED' });
  }
});
