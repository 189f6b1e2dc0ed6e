import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { anImage, anImageRequest, type ImageDetails } from '../../test/imaging.ts';
import { aJobContext } from '../../test/job-context.ts';
import { aWorld, type World } from '../../test/world.ts';
import { handlePurge } from './image-purge.jobs.ts';
import { storageKeys } from './picture-files.ts';
import { StagingFile } from '../platform/staging.ts';

const DELETE = 'mutation ($id: ID!) { deleteImage(id: $id) { id } }';
const RESTORE = 'mutation ($id: ID!) { restoreImage(id: $id) { id thumbnailUrl request { id } } }';
const GALLERY = `query ($first: Int = 24, $after: String) { images(first: $first, after: $after) {
  nodes { id width request { prompt } thumbnailUrl } pageInfo { endCursor hasNextPage } } }`;
const IMAGE = 'query ($id: ID!) { image(id: $id) { id } }';

interface Gallery {
  images: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
}

let world: World;
let lena: TestAccount;
let mateo: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  lena = await anInfluencer(world);
  mateo = await anInfluencer(world);
});
afterAll(() => world.stop());

const run = async (account: TestAccount | null, document: string, variables: object) => {
  const { data, errors } = await world.as(account).run(document, variables);
  return { data, codes: errors.map((e) => e.extensions.code) };
};
const galleryOf = async (account: TestAccount, variables: object = {}) =>
  (await world.as(account).run<Gallery>(GALLERY, variables)).data.images;
const aPictureOf = async (account: TestAccount, details: ImageDetails = {}) =>
  anImage(world, await anImageRequest(world, account, { status: 'COMPLETED', prompt: 'a fox' }), details);
const auditOf = async (id: string): Promise<string[]> =>
  (
    await world.db.pool.query<{ action: string }>(
      `select action from audit_event where record_type = 'image' and record_id = $1 order by id`,
      [id],
    )
  ).rows.map(({ action }) => action);

const purge = () =>
  handlePurge({ db: world.db, settings: world.app.settings, storage: world.app.storage })({}, aJobContext());
const isPurged = async (id: string): Promise<boolean> =>
  (await world.db.pool.query('select from image where id = $1 and purged_at is not null', [id])).rowCount === 1;
const keysLeft = async (sha256: string): Promise<number> => {
  const sizes = await Promise.all(storageKeys(sha256).map((key) => world.app.storage.size(key)));
  return sizes.filter((size) => size !== null).length;
};
/** With its bytes, and what was made of them, in the store. */
async function aStoredPictureOf(account: TestAccount, details: ImageDetails) {
  const image = await aPictureOf(account, details);
  const staged = new StagingFile(world.app.storage.stagingFolder, 100);
  staged.write(Buffer.from('bytes'));
  const file = await staged.finish();
  for (const key of storageKeys(image.sha256)) await world.app.storage.put(key, file, 'image/png');
  await staged.discard();
  return image;
}

describe('the gallery', () => {
  test('holds one’s own pictures, newest first, page by page, without the deleted ones', async () => {
    const vera = await anInfluencer(world);
    const pictures = [];
    for (const madeAgo of [5, 4, 3, 2, 1]) pictures.push(await aPictureOf(vera, { madeAgo }));
    await aPictureOf(vera, { deletedAgo: 1 });
    await aPictureOf(mateo);

    const first = await galleryOf(vera, { first: 2 });
    const rest = await galleryOf(vera, { after: first.pageInfo.endCursor });
    expect(first.nodes[0]).toMatchObject({ width: 1024, request: { prompt: 'a fox' } });
    expect([...first.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(pictures.map(({ id }) => id).toReversed());
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });
});

describe('deleting', () => {
  test('hides a picture, once, and can be taken back, once', async () => {
    const { id } = await aPictureOf(lena);
    const isThere = async () => (await galleryOf(lena)).nodes.some((node) => node.id === id);

    for (let i = 0; i < 2; i++) expect((await run(lena, DELETE, { id })).data).toEqual({ deleteImage: { id } });
    expect(await isThere()).toBe(false);
    expect((await run(lena, IMAGE, { id })).codes).toEqual(['NOT_FOUND']);

    for (let i = 0; i < 2; i++) expect((await run(lena, RESTORE, { id })).data).toMatchObject({ restoreImage: { id } });
    expect(await isThere()).toBe(true);
    expect(await auditOf(id)).toEqual(['imaging.deleteImage', 'imaging.restoreImage']);
  });

  test.each([DELETE, RESTORE, IMAGE])('is for the owner: %s', async (document) => {
    const { id } = await aPictureOf(lena);
    expect((await run(null, document, { id })).codes).toEqual(['UNAUTHENTICATED']);
    expect((await run(mateo, document, { id })).codes).toEqual(['NOT_FOUND']);
    expect((await run(lena, document, { id: 'no-id' })).codes).toEqual(['NOT_FOUND']);
    expect((await run(lena, document, { id: '00000000-0000-4000-8000-000000000000' })).codes).toEqual(['NOT_FOUND']);
    expect(await auditOf(id)).toEqual([]);
  });

  test('is final once the time to take it back is over', async () => {
    const [kept, gone] = [await aPictureOf(lena, { deletedAgo: 29 }), await aPictureOf(lena, { deletedAgo: 31 })];
    expect((await run(lena, RESTORE, { id: gone.id })).codes).toEqual(['NOT_FOUND']);
    expect((await run(lena, RESTORE, { id: kept.id })).codes).toEqual([]);
  });
});

describe('the purge', () => {
  test('removes the bytes that nobody can get back, with what was made of them', async () => {
    const old = await aStoredPictureOf(lena, { deletedAgo: 31 });
    const young = await aStoredPictureOf(lena, { deletedAgo: 29 });
    const shared = await aStoredPictureOf(lena, { deletedAgo: 40 });
    const twin = await aPictureOf(mateo, { sha256: shared.sha256 });

    for (let i = 0; i < 2; i++) {
      await purge();
      expect(await keysLeft(old.sha256)).toBe(0);
      expect(await keysLeft(young.sha256)).toBe(storageKeys('').length);
      expect(await keysLeft(shared.sha256)).toBe(storageKeys('').length);
      expect([await isPurged(old.id), await isPurged(young.id)]).toEqual([true, false]);
      expect([await isPurged(shared.id), await isPurged(twin.id)]).toEqual([true, false]);
    }
  });

  test('of two deleted twins removes the bytes with the last', async () => {
    const one = await aStoredPictureOf(lena, { deletedAgo: 50 });
    const other = await aPictureOf(mateo, { sha256: one.sha256, deletedAgo: 31 });
    await purge();
    expect([await isPurged(one.id), await isPurged(other.id)]).toEqual([true, true]);
    expect(await keysLeft(one.sha256)).toBe(0);
  });
});

test('receipts go a while after their request has ended, and never before', async () => {
  const owner = await anInfluencer(world);
  const withReceipts = async (status: 'COMPLETED' | 'PROCESSING', finishedDaysAgo: number | null): Promise<string> => {
    const { id } = await anImageRequest(world, owner, { status });
    await world.db.pool.query(
      'update image_request set finished_at = now() - make_interval(days => $2) where id = $1',
      [id, finishedDaysAgo],
    );
    await world.db.pool.query(
      `insert into image_callback (request_id, sent_at, body_sha256, event, outcome, received_at)
       values ($1, now(), '\\x00', 'progress', 'APPLIED', now() - interval '40 days')`,
      [id],
    );
    return id;
  };
  const over = await withReceipts('COMPLETED', 40);
  const kept = [await withReceipts('COMPLETED', 29), await withReceipts('PROCESSING', null)];
  await purge();
  const { rows } = await world.db.pool.query<{ id: string }>(
    'select request_id as id from image_callback where request_id = any($1)',
    [[over, ...kept]],
  );
  expect(rows.map(({ id }) => id).sort()).toEqual(kept.sort());
});
