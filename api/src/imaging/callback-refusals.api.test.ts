import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import {
  aRequest,
  completed,
  json,
  multipart,
  raw,
  TestEngine,
  type CallbackBody,
  type Sending,
} from '../../test/engine.ts';
import { aLargePicture, aPicture } from '../../test/pictures.ts';
import { aWorld, type World } from '../../test/world.ts';
import { addressList } from '../platform/http-address.ts';
import { allowedOrigins } from '../platform/http-security.ts';
import { createHttpServer } from '../platform/http.ts';
import { createMetrics } from '../platform/metrics.ts';
import { inNobodysName } from '../platform/request-reach.ts';
import { callbackRoute, type CallbackDeps } from './callback-route.ts';
import { maxPictureBytes, maxPicturePixels } from './image.settings.ts';
import { ImageDeliveryService } from './image-delivery.service.ts';
import { StorageError, type ObjectStorage } from '../platform/object-storage.ts';

const secret = 'the secret with which engines sign today';
const nextSecret = 'the secret with which engines sign tomorrow';
const largest = 800_000;

let world: World;
let engine: TestEngine;
let person: TestAccount;
let picture: Buffer;
let id: string;

beforeAll(async () => {
  world = await aWorld({
    config: {
      callback: {
        secrets: [secret, nextSecret],
        baseUrl: 'http://127.0.0.1:1',
        linkHosts: [],
        linkAllowLoopback: false,
      },
    },
  });
  engine = new TestEngine(world);
  person = await anInfluencer(world);
  picture = await aPicture();
  await world.app.settings.change(operator, maxPictureBytes, {}, largest);
  await world.app.settings.change(operator, maxPicturePixels, {}, 1_000_000);
});
beforeEach(async () => {
  id = await aRequest(world, person, { count: 2 });
});
afterAll(() => world.stop());

const now = (): number => Math.floor(Date.now() / 1000);

/** Everything that a callback could change. */
async function traces(): Promise<unknown> {
  const { rows } = await world.db.pool.query<object>(
    `select (select to_jsonb(r) from image_request r where id = $1) as request,
            (select count(*)::int from image) as images,
            (select count(*)::int from image_callback) as receipts,
            (select count(*)::int from image_request_event) as history,
            (select count(*)::int from audit_event where action like 'imaging.%') as audit,
            (select count(*)::int from pgboss.job where name = 'image-derive') as jobs,
            (select sum(used)::int from image_quota) as quota`,
    [id],
  );
  return { ...rows[0], stored: await storedFiles(), staged: await readdir(world.app.storage.stagingFolder) };
}

async function storedFiles(): Promise<number> {
  const { storage } = world.app.config;
  if (storage.driver !== 'disk') throw new Error('a folder was expected');
  const names = await readdir(storage.folder, { recursive: true });
  const kinds = await Promise.all(names.map((name) => stat(`${storage.folder}/${name}`)));
  return kinds.filter((kind) => kind.isFile()).length;
}

async function counted(code: string): Promise<number> {
  const { values } = await world.app.metrics.getSingleMetric('image_callbacks_total')!.get();
  return values.find(({ labels }) => labels.outcome === code)?.value ?? 0;
}

interface Case {
  body?: () => CallbackBody | Promise<CallbackBody>;
  sending?: () => Sending;
  to?: () => string;
}

const cases: [string, number, string, Case][] = [
  [
    'without a signature',
    401,
    'SIGNATURE_MISSING',
    { sending: () => ({ headers: { 'x-influencegen-signature': undefined } }) },
  ],
  [
    'without a timestamp',
    401,
    'SIGNATURE_MISSING',
    { sending: () => ({ headers: { 'x-influencegen-timestamp': undefined } }) },
  ],
  [
    'with a signature of another kind',
    401,
    'SIGNATURE_MISSING',
    { sending: () => ({ headers: { 'x-influencegen-signature': 'sha256=00' } }) },
  ],
  ['that is stale', 401, 'TIMESTAMP_OUT_OF_RANGE', { sending: () => ({ timestamp: now() - 310 }) }],
  ['from the future', 401, 'TIMESTAMP_OUT_OF_RANGE', { sending: () => ({ timestamp: now() + 310 }) }],
  [
    'signed with another secret',
    401,
    'SIGNATURE_WRONG',
    { sending: () => ({ secret: 'a secret that nobody has ever agreed on' }) },
  ],
  [
    'with another time than was signed',
    401,
    'SIGNATURE_WRONG',
    { sending: () => ({ headers: { 'x-influencegen-timestamp': String(now() - 1) } }) },
  ],
  [
    'forged, of a request that does not exist',
    401,
    'SIGNATURE_WRONG',
    { to: () => randomUUID(), sending: () => ({ secret: 'x'.repeat(40) }) },
  ],
  [
    'forged, with malformed content',
    401,
    'SIGNATURE_WRONG',
    { body: () => json('{'), sending: () => ({ secret: 'x'.repeat(40) }) },
  ],
  ['of a request that does not exist', 404, 'NOT_FOUND', { to: () => randomUUID() }],
  ['of what cannot be a request', 404, 'NOT_FOUND', { to: () => "x'%20or%201=1" }],
  ['without a content type', 415, 'UNSUPPORTED_MEDIA_TYPE', { sending: () => ({ headers: { 'content-type': '' } }) }],
  [
    'as a form',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    { body: () => ({ type: 'application/x-www-form-urlencoded', bytes: Buffer.from('event=completed') }) },
  ],
  [
    'that is compressed',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    { sending: () => ({ headers: { 'content-encoding': 'gzip' } }) },
  ],
  ['with malformed JSON', 400, 'MALFORMED_BODY', { body: () => json('{"event":"completed"') }],
  [
    'with base64 that is none',
    400,
    'MALFORMED_BODY',
    { body: () => json({ event: 'completed', images: [{ data: 'QUJ!' }] }) },
  ],
  [
    'with base64 after a picture that was fine',
    400,
    'MALFORMED_BODY',
    { body: () => json({ event: 'completed', images: [{ data: picture.toString('base64') }, { data: 'Q' }] }) },
  ],
  ['with an empty body', 400, 'MALFORMED_BODY', { body: () => json('') }],
  [
    'multipart without a boundary',
    400,
    'MALFORMED_BODY',
    { body: () => ({ type: 'multipart/form-data', bytes: Buffer.from('x') }) },
  ],
  [
    'multipart that ends too early',
    400,
    'MALFORMED_BODY',
    {
      body: async () => {
        const whole = await multipart([picture]);
        return { ...whole, bytes: whole.bytes.subarray(0, -20) };
      },
    },
  ],
  [
    'multipart that is not',
    400,
    'MALFORMED_BODY',
    { body: async () => ({ ...(await multipart([picture])), bytes: Buffer.from('hello') }) },
  ],
  ['multipart without a picture', 400, 'INVALID_BODY', { body: () => multipart([], { event: 'completed' }) }],
  ['multipart of another event', 400, 'INVALID_BODY', { body: () => multipart([picture], { event: 'progress' }) }],
  ['of an unknown event', 400, 'INVALID_BODY', { body: () => json({ event: 'exploded' }) }],
  ['without an event', 400, 'INVALID_BODY', { body: () => json({}) }],
  ['that is a list', 400, 'INVALID_BODY', { body: () => json([]) }],
  ['that is null', 400, 'INVALID_BODY', { body: () => json('null') }],
  ['with progress beyond the end', 400, 'INVALID_BODY', { body: () => json({ event: 'progress', progress: 101 }) }],
  ['with half a percent', 400, 'INVALID_BODY', { body: () => json({ event: 'progress', progress: 0.5 }) }],
  ['with endless progress', 400, 'INVALID_BODY', { body: () => json('{"event":"progress","progress":1e999}') }],
  ['with progress as a word', 400, 'INVALID_BODY', { body: () => json({ event: 'progress', progress: '40' }) }],
  ['without pictures', 400, 'INVALID_BODY', { body: () => json({ event: 'completed', images: [] }) }],
  [
    'with a picture that is both',
    400,
    'INVALID_BODY',
    { body: () => json({ event: 'completed', images: [{ data: 'QUJD', url: 'https://x.example' }] }) },
  ],
  ['with a picture that is neither', 400, 'INVALID_BODY', { body: () => json({ event: 'completed', images: [{}] }) }],
  [
    'with data that is a number',
    400,
    'INVALID_BODY',
    { body: () => json({ event: 'completed', images: [{ data: 7 }] }) },
  ],
  [
    'with more than it should say',
    400,
    'INVALID_BODY',
    { body: () => json({ event: 'progress', progress: 1, status: 'COMPLETED' }) },
  ],
  [
    'with a prototype',
    400,
    'INVALID_BODY',
    { body: () => json('{"event":"progress","progress":1,"__proto__":{"x":1}}') },
  ],
  ['that is too large to begin with', 413, 'TOO_LARGE', { body: () => raw(Buffer.alloc(largest + 1)) }],
  ['with a picture that is too large in JSON', 413, 'TOO_LARGE', { body: () => completed(Buffer.alloc(largest + 1)) }],
  [
    'with a picture that is too large in multipart',
    413,
    'TOO_LARGE',
    { body: () => multipart([Buffer.alloc(largest + 1)]) },
  ],
  [
    'with a novel beside its pictures',
    413,
    'TOO_LARGE',
    { body: () => json({ event: 'failed', error: { message: 'x'.repeat(70_000) } }) },
  ],
  ['with a picture too many in JSON', 422, 'TOO_MANY_PICTURES', { body: () => completed(picture, picture, picture) }],
  [
    'with a picture too many in multipart',
    422,
    'TOO_MANY_PICTURES',
    { body: () => multipart([picture, picture, picture]) },
  ],
  [
    'with a page for a picture',
    422,
    'NOT_A_PICTURE',
    { body: () => raw(Buffer.from('<script>alert(1)</script>'.padEnd(100)), 'image/png') },
  ],
  [
    'with a page for a second picture',
    422,
    'NOT_A_PICTURE',
    { body: () => completed(picture, Buffer.from('<script>alert(1)</script>'.padEnd(100))) },
  ],
  ['with nothing for a picture', 422, 'NOT_A_PICTURE', { body: () => raw(Buffer.alloc(0)) }],
  ['with half a picture', 422, 'TRUNCATED_PICTURE', { body: () => raw(picture.subarray(0, picture.length / 2)) }],
  [
    'with a picture that is also an archive',
    422,
    'TRUNCATED_PICTURE',
    { body: () => multipart([Buffer.concat([picture, Buffer.from('PK')])]) },
  ],
  ['with more pixels than fit', 422, 'TOO_MANY_PIXELS', { body: async () => raw(await aPicture('png', 1001, 1000)) }],
  [
    'with a bomb',
    422,
    'TOO_MANY_PIXELS',
    {
      body: () => {
        const bomb = Buffer.from(picture);
        bomb.writeUInt32BE(100_000, 16);
        bomb.writeUInt32BE(100_000, 20);
        return completed(bomb);
      },
    },
  ],
  [
    'with a link into our network',
    422,
    'LINK_REFUSED',
    { body: () => json({ event: 'completed', images: [{ url: 'https://169.254.169.254/latest' }] }) },
  ],
  [
    'with a link to loopback',
    422,
    'LINK_REFUSED',
    { body: () => json({ event: 'completed', images: [{ url: 'http://127.0.0.1/x' }] }) },
  ],
  [
    'with a good picture and a bad link',
    422,
    'LINK_REFUSED',
    {
      body: () =>
        json({ event: 'completed', images: [{ data: picture.toString('base64') }, { url: 'file:///etc/passwd' }] }),
    },
  ],
];

test.for(cases)(
  'a callback %s is answered with %i %s, counted, and changes nothing',
  async ([, status, code, { body, sending, to }]) => {
    const [before, countedBefore] = [await traces(), await counted(code)];
    const answer = await engine.send(to?.() ?? id, (await body?.()) ?? completed(picture), sending?.());
    expect(answer).toEqual({ status, code });
    expect(await counted(code)).toBe(countedBefore + 1);
    expect(await traces()).toEqual(before);
  },
);

test('a signature is good for one request only', async () => {
  const other = await aRequest(world, person);
  const body = completed(picture);
  const answer = await engine.send(id, body, { headers: engine.headers(other, body) });
  expect(answer).toEqual({ status: 401, code: 'SIGNATURE_WRONG' });
});

test('every live secret is accepted, and a header with one good signature among several', async () => {
  expect(await engine.send(id, json({ event: 'progress', progress: 1 }), { secret: nextSecret })).toMatchObject({
    status: 200,
  });
  const body = json({ event: 'progress', progress: 2 });
  const { 'x-influencegen-signature': good } = engine.headers(id, body);
  const header = { 'x-influencegen-signature': `v1=${'0'.repeat(64)}, ${good}` };
  expect(await engine.send(id, body, { headers: header })).toEqual({ status: 200, outcome: 'applied' });
});

test('errors say nothing of what was sent', async () => {
  const body = json({ event: 'progress', progress: 'SECRET-IN-THE-BODY', 'SECRET-KEY': 1 });
  const response = await fetch(engine.address(id), {
    method: 'POST',
    headers: engine.headers(id, body),
    body: body.bytes,
  });
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await response.text()).not.toContain('SECRET');
});

test('only POST is understood', async () => {
  const answers = await Promise.all(['GET', 'PUT', 'DELETE'].map((method) => fetch(engine.address(id), { method })));
  expect(answers.map(({ status }) => status)).toEqual([405, 405, 405]);
});

describe('before a byte of the body is read', () => {
  test('a body that announces too much is refused', async () => {
    const headers = { ...engine.headers(id, raw(picture)), 'content-length': 10_000_000_000 };
    expect(await engine.sendPieces(id, headers, [], false)).toEqual({ status: 413, code: 'TOO_LARGE' });
  });

  test('an unsigned body is refused', async () => {
    const headers = { 'content-type': 'image/png', 'content-length': 1000 };
    expect(await engine.sendPieces(id, headers, [], false)).toEqual({ status: 401, code: 'SIGNATURE_MISSING' });
  });
});

test('a body of unknown length is refused when it becomes too large', async () => {
  const pieces = Array.from({ length: 50 }, () => Buffer.alloc(20_000));
  const before = await traces();
  expect(await engine.sendPieces(id, engine.headers(id, raw(picture)), pieces, false)).toEqual({
    status: 413,
    code: 'TOO_LARGE',
  });
  expect(await traces()).toEqual(before);
});

test('a refusal in the middle of a body leaves the connection in order', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = ({ bytes, type }: CallbackBody): Promise<[number | undefined, number | undefined]> =>
    new Promise((resolve, reject) => {
      const headers = { ...engine.headers(id, { bytes, type }), 'content-length': bytes.length };
      const sent = request(engine.address(id), { method: 'POST', agent, headers }, (res) => {
        res.resume().on('end', () => resolve([res.statusCode, sent.socket?.localPort]));
      });
      sent.on('error', reject).end(bytes);
    });
  const [refused, port] = await post(json({ event: 'failed', error: { message: 'x'.repeat(1_000_000) } }));
  const [taken, samePort] = await post(json({ event: 'progress', progress: 1 }));
  agent.destroy();
  expect([refused, taken]).toEqual([413, 200]);
  expect(samePort).toBe(port);
});

test('a body without an end is refused also after it turned out to be no JSON', async () => {
  const pieces = Array.from({ length: 80 }, () => Buffer.alloc(20_000, '}'));
  const answer = await engine.sendPieces(id, engine.headers(id, json('}')), pieces, false);
  expect(answer).toEqual({ status: 413, code: 'TOO_LARGE' });
});

test('a body of unknown length in small pieces is taken', async () => {
  const body = completed(picture);
  const pieces = Array.from({ length: Math.ceil(body.bytes.length / 7) }, (_, i) =>
    body.bytes.subarray(i * 7, i * 7 + 7),
  );
  expect(await engine.sendPieces(id, engine.headers(id, body), pieces)).toEqual({ status: 200, outcome: 'applied' });
});

test('a sender that goes away in the middle leaves nothing behind', async () => {
  const body = completed(await aLargePicture(450, 450));
  const before = await traces();
  const failures = await counted('BODY_CUT_OFF');
  const sent = request(engine.address(id), {
    method: 'POST',
    headers: { ...engine.headers(id, body), 'content-length': body.bytes.length },
  });
  const closed = new Promise((resolve) => sent.once('close', resolve));
  sent.on('error', () => undefined);
  sent.write(body.bytes.subarray(0, -20));
  await vi.waitFor(async () => expect(await readdir(world.app.storage.stagingFolder)).toHaveLength(1));
  sent.destroy();
  await closed;
  await vi.waitFor(async () => expect(await counted('BODY_CUT_OFF')).toBe(failures + 1));
  expect(await traces()).toEqual(before);
});

/** The same route on a server of its own, with parts that fail. */
async function aServer(deps: Partial<CallbackDeps>): Promise<{ engine: TestEngine; stop(): Promise<void> }> {
  const { config, settings, storage, delivery, log } = world.app;
  const metrics = createMetrics();
  const route = callbackRoute({ config: config.callback, settings, storage, delivery, metrics, ...deps });
  const server = createHttpServer({
    routes: [{ ...route, handle: (...request) => inNobodysName(() => route.handle(...request)) }],
    pages: [],
    log,
    metrics,
    origins: allowedOrigins([]),
    trustedProxies: addressList([]),
    https: false,
  });
  const port = await server.listen(0, '127.0.0.1');
  return { engine: new TestEngine(world, `http://127.0.0.1:${port}`), stop: () => server.stop() };
}

test('a body that stops arriving is given up', async () => {
  const server = await aServer({ silenceMs: 50 });
  const body = completed(picture);
  const headers = { ...engine.headers(id, body), 'content-length': body.bytes.length };
  const before = await traces();
  expect(await server.engine.sendPieces(id, headers, [body.bytes.subarray(0, 30)], false)).toEqual({
    status: 408,
    code: 'TOO_SLOW',
  });
  expect(await traces()).toEqual(before);
  await server.stop();
});

const failing =
  (code: string): ObjectStorage['put'] =>
  async () => {
    throw StorageError.from(Object.assign(new Error('from the disk'), { code }));
  };

describe('when pictures cannot be stored', () => {
  test.for([
    ['ENOSPC', 'STORAGE_FULL'],
    ['EDQUOT', 'STORAGE_FULL'],
    ['EIO', 'STORAGE_UNAVAILABLE'],
  ])('because of %s, the sender is asked to come again, and then nothing is lost', async ([code, told]) => {
    const { storage } = world.app;
    const put = vi.spyOn(storage, 'put').mockImplementation(failing(code!));
    const server = await aServer({ delivery: new ImageDeliveryService(world.app) });
    const body = completed(await aPicture(), await aPicture());
    const before = await traces();

    const refused = await fetch(server.engine.address(id), {
      method: 'POST',
      headers: engine.headers(id, body),
      body: body.bytes,
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '15']);
    expect(await refused.json()).toMatchObject({ error: { code: told } });
    expect(await traces()).toEqual(before);

    put.mockRestore();
    expect(await server.engine.send(id, body)).toEqual({ status: 200, outcome: 'applied' });
    await server.stop();
  });

  test('not even for a moment, the sender is asked to come again', async () => {
    const gone = { ...world.app.storage, stagingFolder: '/nowhere/at/all' };
    const server = await aServer({ storage: gone });
    const before = await traces();
    for (const body of [raw(picture), completed(picture), await multipart([picture])])
      expect(await server.engine.send(id, body)).toEqual({ status: 503, code: 'STORAGE_UNAVAILABLE' });
    expect(await traces()).toEqual(before);
    await server.stop();
  });
});
