import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { asOwner } from '../../test/database.ts';
import { aRequest, completed, TestEngine } from '../../test/engine.ts';
import { aLargePicture, aPhotoWithPlace, aPicture } from '../../test/pictures.ts';
import { aS3, type TestS3 } from '../../test/s3.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { handleDerive } from './image-derivatives.ts';
import type { ImageOrchestrator } from './image-orchestrator.ts';
import { imageRequestChannel } from './image-request.change.ts';
import { derivatives, storageKeys } from './picture-files.ts';
import { MediaLinks, type MediaVariant } from './media-links.ts';
import { sourceLabel } from './source-label.ts';

/** Takes every order and leaves the delivering to the test. */
const silent: ImageOrchestrator = {
  engine: 'EMBEDDED',
  submit: async ({ requestId }) => ({ executionId: requestId }),
  cancel: async () => undefined,
};

interface Links {
  id: string;
  thumbnailUrl: string;
  displayUrl: string;
  downloadUrl: string;
}

let world: World;
let person: TestAccount;
let stranger: TestAccount;
let staff: TestAccount;
let bytes: Buffer;
let links: Links;

beforeAll(async () => {
  world = await aWorld({ worker: true, parts: { orchestrator: silent } });
  [person, stranger, staff] = [await anInfluencer(world), await anInfluencer(world), await anAdministrator(world)];
  bytes = await aLargePicture(1800, 600);
  links = await delivered(world, person, bytes);
});
afterAll(() => world.stop());

const linksOf = async (at: World, viewer: TestAccount, requestId: string): Promise<Links> => {
  const { data } = await at
    .as(viewer)
    .run<{ imageRequest: { images: Links[] } }>(
      'query ($id: ID!) { imageRequest(id: $id) { images { id thumbnailUrl displayUrl downloadUrl } } }',
      { id: requestId },
    );
  return data.imageRequest.images[0]!;
};

/** The picture, once its thumbnails are there. */
async function delivered(at: World, account: TestAccount, picture: Buffer): Promise<Links> {
  const requestId = await aRequest(at, account);
  expect(await new TestEngine(at).send(requestId, completed(picture))).toMatchObject({ outcome: 'applied' });
  return vi.waitFor(
    async () => {
      const found = await linksOf(at, account, requestId);
      expect(found.displayUrl).not.toBeNull();
      return found;
    },
    { timeout: 15_000, interval: 50 },
  );
}

interface Asking {
  as?: TestAccount | null;
  headers?: Record<string, string>;
  method?: string;
}

async function open(
  link: string,
  { as = person, headers = {}, method = 'GET' }: Asking = {},
  at = world,
): Promise<Response> {
  const bearer = as && { authorization: `Bearer ${await at.as(as).token()}` };
  return fetch(new URL(link, at.url), { method, redirect: 'manual', headers: { ...bearer, ...headers } });
}

const content = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

async function recorded(id: string): Promise<string[]> {
  const { rows } = await world.db.pool.query<{ value: string }>(
    `select action || ' ' || actor_id as value from audit_event where record_type = 'image' and record_id = $1 order by id`,
    [id],
  );
  return rows.map(({ value }) => value);
}

const sizeOf = async (link: string): Promise<unknown> => {
  const { format, width, height } = await sharp(await content(await open(link))).metadata();
  return { format, width, height };
};

describe('what is shown', () => {
  test('is at most 1600 and 480 pixels wide, and never larger than the original', async () => {
    expect(await sizeOf(links.displayUrl)).toEqual({ format: 'webp', width: 1600, height: 533 });
    expect(await sizeOf(links.thumbnailUrl)).toEqual({ format: 'webp', width: 480, height: 160 });
    const small = await delivered(world, person, await aPicture('png', 40, 30));
    expect(await sizeOf(small.displayUrl)).toEqual({ format: 'webp', width: 40, height: 30 });
    expect(await sizeOf(small.thumbnailUrl)).toEqual({ format: 'webp', width: 40, height: 30 });
  });

  test.each([
    [10, 70_000, { width: 1, height: 1920 }],
    [70_000, 10, { width: 480, height: 1 }],
  ])('is no larger than its formats can hold: %i × %i', async (width, height, thumbnail) => {
    const made = await delivered(world, person, await aPicture('png', width, height));
    expect(await sizeOf(made.thumbnailUrl)).toEqual({ format: 'webp', ...thumbnail });
  });

  test('is a thumbnail in AVIF for who understands it', async () => {
    const answer = await open(links.thumbnailUrl, { headers: { accept: 'image/avif,image/webp,*/*' } });
    expect(answer.headers.get('content-type')).toBe('image/avif');
    expect(answer.headers.get('vary')).toMatch(/accept/i);
    expect((await sharp(await content(answer)).metadata()).width).toBe(480);
    expect((await open(links.thumbnailUrl)).headers.get('content-type')).toBe('image/webp');
  });

  test('stands upright and does not tell place or camera; the original does', async () => {
    const photo = await aPhotoWithPlace();
    const { exif } = await sharp(photo).metadata();
    expect(exif!.includes('Camera Works')).toBe(true);
    const made = await delivered(world, person, photo);
    for (const accept of ['image/avif', 'image/webp'])
      for (const link of [made.thumbnailUrl, made.displayUrl]) {
        const shown = await content(await open(link, { headers: { accept } }));
        expect(await sharp(shown).metadata()).toMatchObject({ width: 48, height: 64 });
        expect((await sharp(shown).metadata()).exif).toBeUndefined();
        expect(shown.includes('Camera Works')).toBe(false);
      }
    expect(await content(await open(made.downloadUrl))).toEqual(photo);
  });

  test('says of itself that a machine made it, as far as its original tells which', async () => {
    const drawn = await sharp(await aPicture())
      .withXmp(sourceLabel('algorithmicMedia', 'a formula'))
      .png()
      .toBuffer();
    const told = async (link: string, accept: string): Promise<string> => {
      const { xmp } = await sharp(await content(await open(link, { headers: { accept } }))).metadata();
      return /digitalsourcetype\/(\w+)/.exec(xmp?.toString() ?? '')?.[1] ?? 'nothing';
    };
    for (const [original, type] of [
      [await aPicture(), 'trainedAlgorithmicMedia'],
      [drawn, 'algorithmicMedia'],
    ] as const) {
      const made = await delivered(world, person, original);
      for (const accept of ['image/avif', 'image/webp'])
        for (const link of [made.thumbnailUrl, made.displayUrl]) expect(await told(link, accept)).toBe(type);
    }
  });

  test('is a sign when a picture turns out to be broken inside; its bytes can still be had', async () => {
    const broken = await aLargePicture(100, 100);
    broken.fill(0xaa, 100, broken.length - 100);
    const made = await delivered(world, person, broken);
    expect(await sharp(await content(await open(made.displayUrl))).metadata()).toMatchObject({
      width: 480,
      height: 480,
    });
    expect(await content(await open(made.downloadUrl))).toEqual(broken);
  });

  test('is announced to who is watching', async () => {
    const picture = await aPicture();
    await delivered(world, person, picture);
    const { db, events } = world.app;
    const heard: string[] = [];
    const stops = ['marker', imageRequestChannel].map((name) => events.subscribe(name, () => void heard.push(name)));
    // Events keep their order: with this one, all earlier ones are through.
    await transaction(db, (tx) => events.publish(tx, 'marker', {}));
    await vi.waitFor(() => expect(heard).toContain('marker'));
    heard.length = 0;
    const sha256 = createHash('sha256').update(picture).digest('hex');
    await forget(sha256);
    await derive(sha256);
    await vi.waitFor(() => expect(heard).toEqual([imageRequestChannel]));
    for (const stop of stops) stop();
  });
});

const headersOf = ({ headers }: Response): object => {
  const all: Record<string, string> = Object.fromEntries(headers);
  for (const name of ['x-request-id', 'date', 'cache-control', 'connection', 'keep-alive']) delete all[name];
  return all;
};

describe('the answer', () => {
  test('has the original bytes, as a file to keep, for exactly as long as the link lives', async () => {
    const asked = Date.now() / 1000;
    const answer = await open(links.downloadUrl);
    const answered = Date.now() / 1000;
    expect(answer.status).toBe(200);
    expect(await content(answer)).toEqual(bytes);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="influencegen-${links.id.slice(0, 8)}.png"`,
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${createHash('sha256').update(bytes).digest('hex')}-original"`,
    });
    const expires = Number(new URL(links.downloadUrl, world.url).searchParams.get('expires'));
    const [, seconds] = /^private, max-age=(\d+), immutable$/.exec(answer.headers.get('cache-control')!)!;
    expect(Number(seconds)).toBeGreaterThan(expires - answered - 1);
    expect(Number(seconds)).toBeLessThan(expires - asked + 1);
  });

  test('to HEAD is the same without the bytes', async () => {
    for (const link of [links.thumbnailUrl, links.displayUrl, links.downloadUrl]) {
      const [get, head] = [await open(link), await open(link, { method: 'HEAD' })];
      expect(headersOf(head)).toEqual(headersOf(get));
      expect(Number(head.headers.get('content-length'))).toBe((await content(get)).length);
      expect(await head.text()).toBe('');
    }
  });

  test.for([
    ['bytes=0-9', 206, [0, 10]],
    ['bytes=100-', 206, [100, undefined]],
    ['bytes=-10', 206, [-10, undefined]],
    ['bytes=0-1,5-6', 200, [0, undefined]],
    ['lines=0-1', 200, [0, undefined]],
  ] as const)('to the range %s is %i', async ([range, status, [start, end]]) => {
    const answer = await open(links.downloadUrl, { headers: { range } });
    expect(answer.status).toBe(status);
    expect(await content(answer)).toEqual(bytes.subarray(start, end));
  });

  test('to a part says which part of how much', async () => {
    const answer = await open(links.downloadUrl, { headers: { range: 'bytes=10-19' } });
    expect(answer.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
    expect(answer.headers.get('content-length')).toBe('10');
  });

  test('to a range outside is 416 in JSON', async () => {
    const answer = await open(links.downloadUrl, { headers: { range: `bytes=${bytes.length}-` } });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
    expect(await answer.json()).toMatchObject({ error: { code: 'RANGE_NOT_SATISFIABLE' } });
  });

  test('to somebody who has it already is 304', async () => {
    const etag = (await open(links.displayUrl)).headers.get('etag')!;
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await open(links.displayUrl, { headers: { 'if-none-match': tag } });
      expect(answer.status).toBe(304);
      expect(answer.headers.get('etag')).toBe(etag);
    }
    expect((await open(links.displayUrl, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });
});

const changed = (link: string, change: (url: URL) => void): string => {
  const url = new URL(link, world.url);
  change(url);
  return url.href;
};

/** By somebody who knows the secret but not the time or the right. */
const forged = (imageId: string, viewerId: string, now = Date.now(), variant: MediaVariant = 'display'): string =>
  new MediaLinks({ ...world.app, now: () => now }).url({ id: imageId }, variant, viewerId);

describe('who may see', () => {
  test('a member of staff sees the picture by a link of their own', async () => {
    const { rows } = await world.db.pool.query<{ request_id: string }>('select request_id from image where id = $1', [
      links.id,
    ]);
    const own = await linksOf(world, staff, rows[0]!.request_id);
    expect((await open(own.displayUrl, { as: staff })).status).toBe(200);
    expect((await open(own.displayUrl, { as: person })).status).toBe(404);
    expect((await open(links.displayUrl, { as: staff })).status).toBe(404);
  });

  test('views and downloads are recorded with who and which, thumbnails and what only was asked about are not', async () => {
    const made = await delivered(world, person, await aPicture());
    await open(made.thumbnailUrl);
    await open(made.displayUrl, { method: 'HEAD' });
    const { headers } = await open(made.displayUrl);
    await open(made.displayUrl, { headers: { 'if-none-match': headers.get('etag')! } });
    await open(made.downloadUrl, { headers: { range: 'bytes=1-' } });
    await open(made.downloadUrl, { as: stranger });
    expect(await recorded(made.id)).toEqual([`imaging.view ${person.id}`, `imaging.download ${person.id}`]);
  });

  test('what cannot be recorded is not shown', async () => {
    const made = await delivered(world, person, await aPicture());
    await asOwner(
      world.databaseUrl,
      `alter table audit_event add constraint no_views check (action <> 'imaging.view') not valid`,
    );
    const answer = await open(made.displayUrl);
    await asOwner(world.databaseUrl, 'alter table audit_event drop constraint no_views');
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toMatch(/json/);
  });

  const cases: [string, () => string, (() => Asking)?][] = [
    ['without a session', () => links.displayUrl, () => ({ as: null })],
    [
      'with a session that is none',
      () => links.displayUrl,
      () => ({ as: null, headers: { authorization: 'Bearer x' } }),
    ],
    ['with the session of another person', () => links.displayUrl, () => ({ as: stranger })],
    ['with a link for another person', () => forged(links.id, stranger.id), () => ({ as: stranger })],
    [
      'with a link that names another viewer',
      () => changed(links.displayUrl, (url) => url.searchParams.set('viewer', stranger.id)),
      () => ({ as: stranger }),
    ],
    [
      'with a link that lives longer',
      () => changed(links.displayUrl, (url) => url.searchParams.set('expires', '9999999999')),
    ],
    [
      'with a link to another variant',
      () => changed(links.displayUrl, (url) => (url.pathname = url.pathname.replace('display', 'original'))),
    ],
    ['with a link without a signature', () => changed(links.displayUrl, (url) => url.searchParams.delete('signature'))],
    ['with a link without anything', () => `/media/${links.id}/display`],
    ['with an expired link', () => forged(links.id, person.id, Date.now() - 2 * 3_600_000)],
    ['of a picture that does not exist', () => forged(person.id, person.id)],
    ['of a picture that cannot exist', () => forged('..', person.id)],
    ['of a variant that does not exist', () => links.displayUrl.replace('display', 'huge')],
  ];

  test.for(cases)('nothing is there %s', async ([, link, asking]) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await open(link(), { ...asking?.(), method });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('etag')).toBeNull();
      const told = JSON.stringify({ error: { code: 'NOT_FOUND', message: 'There is nothing at this address' } });
      expect((await answer.text()).replace(/,"requestId":"[^"]+"/, '')).toBe(method === 'GET' ? told : '');
    }
  });

  test('nothing is there a moment after signing out', async () => {
    const visitor = await anInfluencer(world);
    const made = await delivered(world, visitor, await aPicture());
    expect((await open(made.displayUrl, { as: visitor })).status).toBe(200);
    await world.as(visitor).run('mutation { signOut }');
    await vi.waitFor(async () => expect((await open(made.displayUrl, { as: visitor })).status).toBe(404), 1000);
  });

  test('a cookie of either app opens a link as the token does', async () => {
    for (const app of ['influencer', 'admin'] as const) {
      const { refreshToken } = await world.as(person).tokens();
      const cookie = world.app.liveSessions.cookie(app, refreshToken, new Date(Date.now() + 60_000));
      const answer = await open(links.displayUrl, { as: null, headers: { cookie: cookie.split(';')[0]! } });
      expect(answer.status).toBe(200);
    }
  });
});

test('of equal bytes of two people, deleting the one leaves the other', async () => {
  const picture = await aPicture();
  const [mine, theirs] = [await delivered(world, person, picture), await delivered(world, stranger, picture)];
  await world.as(person).run('mutation ($id: ID!) { deleteImage(id: $id) { id } }', { id: mine.id });
  expect((await open(mine.displayUrl)).status).toBe(404);
  expect((await open(mine.downloadUrl)).status).toBe(404);
  expect(await content(await open(theirs.downloadUrl, { as: stranger }))).toEqual(picture);
  expect((await open(theirs.displayUrl, { as: stranger })).status).toBe(200);
});

async function derive(sha256: string): Promise<void> {
  const { log } = world.app;
  const signal = new AbortController().signal;
  await handleDerive(world.app)(
    { sha256 },
    { id: 'test', attempt: 1, lastAttempt: false, actor: operator, log, signal },
  );
}

/** As when it was killed after it had stored them. */
const forget = (sha256: string) =>
  world.db.pool.query('update image set derived_at = null where sha256 = $1', [sha256]);

describe('making what is shown', () => {
  test('twice is no harm', async () => {
    const picture = await aPicture();
    const made = await delivered(world, person, picture);
    const before = await content(await open(made.displayUrl));
    const sha256 = createHash('sha256').update(picture).digest('hex');
    await forget(sha256);
    await derive(sha256);
    expect(await content(await open(made.displayUrl))).toEqual(before);
  });

  test('is not done again for equal bytes', async () => {
    const picture = await aPicture();
    const sha256 = createHash('sha256').update(picture).digest('hex');
    await delivered(world, person, picture);
    const read = vi.spyOn(world.app.storage, 'get');
    await derive(sha256);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  test('of a picture that is purged meanwhile leaves nothing behind', async () => {
    const picture = await aPicture();
    const sha256 = createHash('sha256').update(picture).digest('hex');
    await delivered(world, person, picture);
    await forget(sha256);
    const { storage } = world.app;
    const original = await storage.get(sha256);
    const read = vi.spyOn(storage, 'get').mockImplementationOnce(async () => {
      await world.db.pool.query('update image set deleted_at = now(), purged_at = now() where sha256 = $1', [sha256]);
      return original;
    });
    await derive(sha256);
    expect(read).toHaveBeenCalled();
    read.mockRestore();
    for (const name of derivatives) expect(await storage.size(`${sha256}/${name}`)).toBeNull();
  });

  test('of a picture that is gone is no work', async () => {
    await expect(derive('0'.repeat(64))).resolves.toBeUndefined();
  });
});

test('GET is all there is', async () => {
  expect((await open(links.displayUrl, { method: 'POST' })).status).toBe(405);
});

describe('with a store that speaks S3', () => {
  let s3: TestS3;
  let other: World;
  let owner: TestAccount;

  beforeAll(async () => {
    s3 = await aS3();
    other = await aWorld({ worker: true, parts: { orchestrator: silent }, config: { storage: s3.config } });
    owner = await anInfluencer(other);
  });
  afterAll(async () => {
    await other.stop();
    await s3.stop();
  });

  test('pictures come straight from there, by links that live for minutes', async () => {
    const picture = await aPicture();
    const made = await delivered(other, owner, picture);
    const answer = await open(made.downloadUrl, { as: owner }, other);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=60');
    const direct = await fetch(answer.headers.get('location')!);
    expect(await content(direct)).toEqual(picture);
    expect(direct.headers.get('content-type')).toBe('image/png');
    expect(direct.headers.get('content-disposition')).toMatch(/^attachment/);

    const shown = await fetch((await open(made.displayUrl, { as: owner }, other)).headers.get('location')!);
    expect((await sharp(await content(shown)).metadata()).format).toBe('webp');
    expect((await open(made.displayUrl, { as: null }, other)).status).toBe(404);
    expect((await open(made.displayUrl, { as: owner, method: 'HEAD' }, other)).status).toBe(200);

    for (const key of storageKeys(createHash('sha256').update(picture).digest('hex')))
      expect(await other.app.storage.size(key)).toBeGreaterThan(0);
  });
});
