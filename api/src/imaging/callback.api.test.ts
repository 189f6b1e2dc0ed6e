import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { aRequest, completed, json, multipart, raw, TestEngine, type CallbackBody } from '../../test/engine.ts';
import { aLargePicture, aPicture } from '../../test/pictures.ts';
import { aWorld, type World } from '../../test/world.ts';
import { ImageDeliveryService } from './image-delivery.service.ts';
import type { ObjectStorage, StagedFile } from '../platform/object-storage.ts';
import { StagingFile } from '../platform/staging.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const secret = 'the secret with which engines sign today';
const nextSecret = 'the secret with which engines sign tomorrow';

let world: World;
let engine: TestEngine;
let person: TestAccount;
let elsewhere: Server;
/** What links lead to, by path. */
const linked = new Map<string, Buffer>();
let link: (bytes: Buffer) => string;

beforeAll(async () => {
  elsewhere = createServer((req, res) => {
    const bytes = linked.get(req.url!);
    res.writeHead(bytes ? 200 : 404).end(bytes);
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const address = elsewhere.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  link = (bytes) => {
    const path = `/${linked.size}.png`;
    linked.set(path, bytes);
    return `http://127.0.0.1:${address.port}${path}`;
  };
  world = await aWorld({
    config: {
      callback: {
        secrets: [secret, nextSecret],
        baseUrl: 'http://127.0.0.1:1',
        linkHosts: [],
        linkAllowLoopback: true,
      },
    },
  });
  engine = new TestEngine(world);
  person = await anInfluencer(world);
});
afterAll(async () => {
  await world.stop();
  elsewhere.closeAllConnections();
  elsewhere.close();
});

interface Left {
  status: string;
  progress: number;
  failure: { code: string; message: string } | null;
  history: { move: string }[];
  images: { position: number; sha256: string; mimeType: string; width: number; height: number; byteSize: number }[];
}

const look = `query ($id: ID!) { imageRequest(id: $id) {
  status progress failure { code message } history { move }
  images { position sha256 mimeType width height byteSize }
} }`;

async function left(id: string): Promise<Left> {
  const { data, errors } = await world.as(person).run<{ imageRequest: Left }>(look, { id });
  expect(errors).toEqual([]);
  return data.imageRequest;
}

async function column<T>(text: string, values: unknown[] = []): Promise<T[]> {
  const { rows } = await world.db.pool.query<{ value: T }>(text, values);
  return rows.map(({ value }) => value);
}

const receipts = (id: string): Promise<string[]> =>
  column(`select event || ' ' || outcome as value from image_callback where request_id = $1 order by received_at`, [
    id,
  ]);
const derivesOf = (bytes: Buffer): Promise<number[]> =>
  column(`select count(*)::int as value from pgboss.job where name = 'image-derive' and data::text like $1`, [
    `%${sha256(bytes)}%`,
  ]);
const used = async (): Promise<number> =>
  (
    await column<number>('select coalesce(sum(used), 0)::int as value from image_quota where account_id = $1', [
      person.id,
    ])
  )[0]!;
const stored = async (bytes: Buffer): Promise<Buffer | null> => {
  const found = await world.app.storage.get(sha256(bytes));
  return found && buffer(found.stream);
};
const staged = (): Promise<string[]> => readdir(world.app.storage.stagingFolder);

const forms: Record<string, (pictures: Buffer[]) => CallbackBody | Promise<CallbackBody>> = {
  'base64 in JSON': (pictures) => completed(...pictures),
  'JSON of another encoder': (pictures) =>
    json(
      completed(...pictures)
        .bytes.toString()
        .replaceAll('/', '\\/')
        .replaceAll('+', '\\u002b'),
    ),
  multipart: (pictures) => multipart(pictures),
  'multipart with its event': (pictures) => multipart(pictures, { event: 'completed' }),
  links: (pictures) => json({ event: 'completed', images: pictures.map((picture) => ({ url: link(picture) })) }),
  'a link beside base64': ([first, ...others]) =>
    json({
      event: 'completed',
      images: [{ url: link(first!) }, ...others.map((picture) => ({ data: picture.toString('base64') }))],
    }),
};

describe.for(Object.entries(forms))('pictures as %s', ([, form]) => {
  test.for([1, 2, 4])('%i of them complete a request for as many', async (count) => {
    const pictures = await Promise.all([aPicture('png'), aPicture('jpeg'), aPicture('webp'), aLargePicture()]);
    const id = await aRequest(world, person, { count });
    const delivered = pictures.slice(0, count);

    expect(await engine.send(id, await form(delivered))).toEqual({ status: 200, outcome: 'applied' });

    const { status, progress, images } = await left(id);
    expect({ status, progress }).toEqual({ status: 'COMPLETED', progress: 100 });
    expect(
      images.map(({ position, sha256: hash, mimeType, byteSize }) => ({ position, hash, mimeType, byteSize })),
    ).toEqual(
      delivered.map((bytes, position) => ({
        position,
        hash: sha256(bytes),
        mimeType: ['image/png', 'image/jpeg', 'image/webp', 'image/png'][position],
        byteSize: bytes.length,
      })),
    );
    for (const bytes of delivered) {
      expect(await stored(bytes)).toEqual(bytes);
      expect(await derivesOf(bytes)).toEqual([1]);
    }
    expect(await receipts(id)).toEqual(['completed APPLIED']);
    await vi.waitFor(async () => expect(await staged()).toEqual([]));
  });
});

describe('a picture as the body itself', () => {
  test('completes a request for one, whatever its type says', async () => {
    const picture = await aPicture('webp', 30, 20);
    const id = await aRequest(world, person);
    expect(await engine.send(id, raw(picture, 'image/png'))).toEqual({ status: 200, outcome: 'applied' });
    expect(await left(id)).toMatchObject({
      status: 'COMPLETED',
      images: [{ position: 0, sha256: sha256(picture), mimeType: 'image/webp', width: 30, height: 20 }],
    });
  });

  test('is one of several: the last completes the request', async () => {
    const pictures = [await aPicture(), await aPicture(), await aPicture()];
    const id = await aRequest(world, person, { count: 3 });
    for (const [index, picture] of pictures.entries()) {
      expect(await engine.send(id, raw(picture))).toEqual({ status: 200, outcome: 'applied' });
      expect(await left(id)).toMatchObject([{ progress: 33 }, { progress: 67 }, { progress: 100 }][index]!);
    }
    const { status, images } = await left(id);
    expect(status).toBe('COMPLETED');
    expect(images.map(({ position, sha256: hash }) => [position, hash])).toEqual(
      pictures.map((picture, position) => [position, sha256(picture)]),
    );
  });

  test('may be followed by the rest in JSON', async () => {
    const id = await aRequest(world, person, { count: 3 });
    await engine.send(id, raw(await aPicture()));
    expect(await engine.send(id, completed(await aPicture(), await aPicture()))).toMatchObject({ outcome: 'applied' });
    expect((await left(id)).images.map(({ position }) => position)).toEqual([0, 1, 2]);
  });
});

test('an engine that makes less than was asked for completes the request, and the rest is given back', async () => {
  const before = await used();
  const id = await aRequest(world, person, { count: 3 });
  expect(await used()).toBe(before + 3);
  await engine.send(id, completed(await aPicture()));
  expect(await left(id)).toMatchObject({ status: 'COMPLETED', images: [{ position: 0 }] });
  expect(await used()).toBe(before + 1);
});

test('progress starts a request and never moves it backwards', async () => {
  const id = await aRequest(world, person);
  const progress = (percent: number) => engine.send(id, json({ event: 'progress', progress: percent }));
  expect(await progress(40)).toEqual({ status: 200, outcome: 'applied' });
  expect(await left(id)).toMatchObject({ status: 'PROCESSING', progress: 40 });
  expect(await progress(20)).toEqual({ status: 200, outcome: 'applied' });
  expect(await left(id)).toMatchObject({ status: 'PROCESSING', progress: 40 });
  await progress(90);
  const { progress: percent, history } = await left(id);
  expect(percent).toBe(90);
  expect(history.map(({ move }) => move)).toEqual(['request', 'start']);
});

test('a failure ends a request with a reason that may be shown, and gives the quota back', async () => {
  const before = await used();
  const id = await aRequest(world, person, { count: 2 });
  const error = { code: 'NSFW_REFUSED', message: 'Refused. Authorization: Bearer abcdef0123456789' };
  expect(await engine.send(id, json({ event: 'failed', error }))).toEqual({ status: 200, outcome: 'applied' });
  const { status, failure } = await left(id);
  expect(status).toBe('FAILED');
  expect(failure!.code).toBe('NSFW_REFUSED');
  expect(failure!.message).toMatch(/^Refused\./);
  expect(failure!.message).not.toContain('abcdef');
  expect(await used()).toBe(before);
});

describe('said twice', () => {
  test('an exact replay is refused, whatever it says and however the request stands', async () => {
    const timestamp = Math.floor(Date.now() / 1000) - 10;
    const id = await aRequest(world, person);
    const started = json({ event: 'progress', progress: 10 });
    const body = completed(await aPicture());
    expect(await engine.send(id, started, { timestamp })).toMatchObject({ status: 200 });
    expect(await engine.send(id, started, { timestamp })).toEqual({ status: 409, code: 'REPLAYED' });
    expect(await engine.send(id, body, { timestamp })).toMatchObject({ status: 200 });
    const before = await left(id);
    expect(await engine.send(id, body, { timestamp })).toEqual({ status: 409, code: 'REPLAYED' });
    expect(await engine.send(id, started, { timestamp })).toEqual({ status: 409, code: 'REPLAYED' });
    expect(await left(id)).toEqual(before);
  });

  test.for<[string, (picture: Buffer) => CallbackBody | Promise<CallbackBody>]>([
    ['JSON', (picture) => completed(picture)],
    ['a raw body', (picture) => raw(picture)],
  ])('%s signed anew is a duplicate and changes nothing', async ([, form]) => {
    const now = Math.floor(Date.now() / 1000);
    const id = await aRequest(world, person);
    const body = await form(await aPicture());
    await engine.send(id, body, { timestamp: now - 2 });
    const before = await left(id);
    expect(await engine.send(id, body, { timestamp: now - 1 })).toEqual({ status: 200, outcome: 'duplicate' });
    expect(await left(id)).toEqual(before);
    expect(await receipts(id)).toEqual(['completed APPLIED', 'completed DUPLICATE']);
  });

  test('the same progress signed anew is a sign of life: the deadline moves on', async () => {
    const now = Math.floor(Date.now() / 1000);
    const id = await aRequest(world, person);
    const standing = json({ event: 'progress', progress: 10 });
    await engine.send(id, standing, { timestamp: now - 2 });
    await world.db.pool.query(`update image_request set deadline_at = now() - make_interval(secs => 1) where id = $1`, [
      id,
    ]);
    expect(await engine.send(id, standing, { timestamp: now - 1 })).toEqual({ status: 200, outcome: 'applied' });
    const { rows } = await world.db.pool.query(
      `select deadline_at > now() + interval '1 minute' as patient, progress from image_request where id = $1`,
      [id],
    );
    expect(rows).toEqual([{ patient: true, progress: 10 }]);
  });

  test('a raw picture of several is not taken for the next one', async () => {
    const now = Math.floor(Date.now() / 1000);
    const id = await aRequest(world, person, { count: 2 });
    const body = raw(await aPicture());
    await engine.send(id, body, { timestamp: now - 2 });
    expect(await engine.send(id, body, { timestamp: now - 1 })).toEqual({ status: 200, outcome: 'duplicate' });
    expect(await left(id)).toMatchObject({ status: 'PROCESSING', images: [{ position: 0 }] });
  });

  test.for(['base64 in JSON', 'multipart', 'a raw body'])(
    'a hundred times at once, as %s, has one effect',
    async (name) => {
      const now = Math.floor(Date.now() / 1000);
      const picture = await aPicture();
      const id = await aRequest(world, person);
      const body = name === 'a raw body' ? raw(picture) : await forms[name]!([picture]);
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => engine.send(id, body, { timestamp: now - (index % 4) })),
      );
      const outcomes = answers.map(({ outcome, code }) => outcome ?? code);
      expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(3);
      expect(outcomes.filter((outcome) => outcome === 'REPLAYED')).toHaveLength(96);
      const { images, history } = await left(id);
      expect(images).toHaveLength(1);
      expect(history.map(({ move }) => move)).toEqual(['request', 'complete']);
      expect(await derivesOf(picture)).toEqual([1]);
      expect(await stored(picture)).toEqual(picture);
      await vi.waitFor(async () => expect(await staged()).toEqual([]));
    },
  );

  test('different callbacks for one request at once do not wait for each other for ever', async () => {
    const pictures = await Promise.all(Array.from({ length: 4 }, () => aPicture()));
    const id = await aRequest(world, person, { count: 4 });
    const answers = await Promise.all([
      ...pictures.map((picture) => engine.send(id, raw(picture))),
      ...[10, 20, 30].map((progress) => engine.send(id, json({ event: 'progress', progress }))),
    ]);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect((await left(id)).images.map(({ position }) => position)).toEqual([0, 1, 2, 3]);
  });
});

describe('a request that has ended', () => {
  const cancel = 'mutation ($id: ID!) { cancelImageRequest(id: $id) { status } }';

  test('takes note of late pictures and changes nothing', async () => {
    const before = await used();
    const id = await aRequest(world, person, { count: 2 });
    await world.as(person).run(cancel, { id });
    const picture = await aPicture();
    expect(await engine.send(id, completed(picture))).toEqual({ status: 200, outcome: 'late' });
    expect(await engine.send(id, json({ event: 'progress', progress: 50 }))).toEqual({ status: 200, outcome: 'late' });
    expect(await engine.send(id, json({ event: 'failed', error: { message: 'x' } }))).toEqual({
      status: 200,
      outcome: 'late',
    });

    const { status, images, failure } = await left(id);
    expect({ status, images, failure }).toEqual({ status: 'CANCELLED', images: [], failure: null });
    // Notes are for staff.
    expect(
      await column(
        `select concat_ws(' ', move, note) as value from image_request_event where request_id = $1 order by id`,
        [id],
      ),
    ).toEqual(['request', 'cancel', 'late completed', 'late failed']);
    expect(await receipts(id)).toEqual(['completed LATE', 'progress LATE', 'failed LATE']);
    expect(await stored(picture)).toBeNull();
    expect(await derivesOf(picture)).toEqual([0]);
    expect(await used()).toBe(before);
    await vi.waitFor(async () => expect(await staged()).toEqual([]));
  });

  test('does not follow links', async () => {
    const id = await aRequest(world, person);
    await world.as(person).run(cancel, { id });
    const body = json({ event: 'completed', images: [{ url: 'https://10.0.0.1/x' }] });
    expect(await engine.send(id, body)).toEqual({ status: 200, outcome: 'late' });
  });

  test('with all its pictures takes no more, though more were expected a moment ago', async () => {
    const id = await aRequest(world, person, { count: 2 });
    await engine.send(id, raw(await aPicture()));
    const pictures = await Promise.all([aPicture(), aPicture()]);
    const files = await Promise.all(pictures.map(stage));
    const facts = { mimeType: 'image/png', width: 64, height: 48 } as const;
    const refused = world.app.delivery.deliver(
      operator,
      { requestId: id, timestamp: 1, bodySha256: sha256(pictures[0]) },
      { event: 'completed', whole: true, pictures: files.map((file) => ({ file, ...facts })) },
    );
    await expect(refused).rejects.toMatchObject({ status: 422, code: 'TOO_MANY_PICTURES' });
    expect(await left(id)).toMatchObject({ status: 'PROCESSING', images: [{ position: 0 }] });
    expect(await receipts(id)).toEqual(['completed APPLIED']);
    expect(await Promise.all(pictures.map(stored))).toEqual([null, null]);
  });

  test('while its pictures are being stored does not keep what nobody owns', async () => {
    const id = await aRequest(world, person);
    await world.as(person).run(cancel, { id });
    const picture = await aPicture();
    const file = await stage(picture);
    const receipt = { requestId: id, timestamp: 1, bodySha256: sha256(picture) };
    const facts = { mimeType: 'image/png', width: 64, height: 48 } as const;
    const delivery = { event: 'completed', whole: true, pictures: [{ file, ...facts }] } as const;
    expect(await world.app.delivery.deliver(operator, receipt, { ...delivery, pictures: [...delivery.pictures] })).toBe(
      'late',
    );
    expect(await stored(picture)).toBeNull();
  });
});

describe('equal bytes', () => {
  test('are stored once for two people, and each has a picture of their own', async () => {
    const picture = await aPicture();
    const other = await anInfluencer(world);
    const [mine, theirs] = [await aRequest(world, person), await aRequest(world, other)];
    await engine.send(mine, completed(picture));
    await engine.send(theirs, completed(picture));
    expect(
      await column('select account_id as value from image where sha256 = $1 order by created_at', [sha256(picture)]),
    ).toEqual([person.id, other.id]);
    expect(await derivesOf(picture)).toEqual([1]);
  });

  test('whose thumbnails exist have them at once', async () => {
    const picture = await aPicture();
    await engine.send(await aRequest(world, person), completed(picture));
    await world.db.pool.query('update image set derived_at = now() where sha256 = $1', [sha256(picture)]);
    await engine.send(await aRequest(world, person), completed(picture));
    expect(
      await column('select (derived_at is not null) as value from image where sha256 = $1', [sha256(picture)]),
    ).toEqual([true, true]);
  });

  test('twice in one delivery are two pictures', async () => {
    const picture = await aPicture();
    const id = await aRequest(world, person, { count: 2 });
    expect(await engine.send(id, completed(picture, picture))).toMatchObject({ outcome: 'applied' });
    expect((await left(id)).images.map(({ position, sha256: hash }) => [position, hash])).toEqual([
      [0, sha256(picture)],
      [1, sha256(picture)],
    ]);
  });

  test('that a purge removes while they arrive again are kept', async () => {
    const picture = await aPicture();
    await engine.send(await aRequest(world, person), completed(picture));
    await world.db.pool.query('update image set deleted_at = now(), purged_at = now() where sha256 = $1', [
      sha256(picture),
    ]);
    const { storage } = world.app;
    const racing = new ImageDeliveryService({
      ...world.app,
      storage: {
        ...storageOf(storage),
        // The purge comes between the storing and the transaction.
        put: async (key, file, mimeType) => {
          await storage.put(key, file, mimeType);
          if (purges-- > 0) await storage.remove(key);
        },
      },
    });
    let purges = 1;
    const id = await aRequest(world, person);
    const file = await stage(picture);
    const outcome = await racing.deliver(
      operator,
      { requestId: id, timestamp: 1, bodySha256: sha256(picture) },
      { event: 'completed', whole: true, pictures: [{ file, mimeType: 'image/png', width: 64, height: 48 }] },
    );
    expect(outcome).toBe('applied');
    expect(await stored(picture)).toEqual(picture);
  });
});

const stagings: StagingFile[] = [];
afterEach(async () => {
  await Promise.all(stagings.splice(0).map((file) => file.discard()));
});

async function stage(bytes: Buffer): Promise<StagedFile> {
  const file = new StagingFile(world.app.storage.stagingFolder, bytes.length);
  stagings.push(file);
  file.write(Buffer.from(bytes));
  return file.finish();
}

/** A class keeps its methods on the prototype, which spreading leaves behind. */
const storageOf = (storage: ObjectStorage): ObjectStorage => ({
  stagingFolder: storage.stagingFolder,
  put: (key, file, mimeType) => storage.put(key, file, mimeType),
  size: (key) => storage.size(key),
  get: (key, range) => storage.get(key, range),
  link: (key, options) => storage.link(key, options),
  remove: (key) => storage.remove(key),
  check: () => storage.check(),
});
