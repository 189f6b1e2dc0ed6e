import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anEdge, type Edge } from '../../test/edge.ts';
import { aFolder } from '../../test/folder.ts';
import { addressList } from './http-address.ts';
import { pagesRoute } from './http-pages.ts';
import { allowedOrigins, pagePolicy } from './http-security.ts';
import { createHttpServer, HttpProblem, readBody, sendJson, type Route } from './http.ts';
import { createLog } from './log.ts';

const route = (name: string, path: RegExp, handle: Route['handle'], methods = ['GET']): Route => ({
  name,
  path,
  methods,
  handle,
});

const folder = aFolder();
let edge: Edge;
const running = Promise.withResolvers<void>();
const mayEnd = Promise.withResolvers<void>();
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), `console.log(${JSON.stringify('x'.repeat(2_000))})`);
  const policy = pagePolicy({ publicUrl: 'https://app.example', imageOrigins: ['https://s3.example'] });
  edge = await anEdge({
    trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
    pages: [
      pagesRoute({ name: 'admin app', base: '/admin/', folder, policy }),
      pagesRoute({ name: 'app', base: '/', folder, policy }),
    ],
    routes: [
      route('thing', /^\/things\/(\d+)$/, async (_req, res, context, match) =>
        sendJson(res, 200, { id: match[1], ip: context.ip, traceparent: context.traceparent }),
      ),
      route('broken', /^\/broken$/, async () => {
        throw new Error('password=hunter2');
      }),
      route('no', /^\/no$/, async () => {
        throw new HttpProblem(422, 'NO_GOOD', 'No');
      }),
      route(
        'upload',
        /^\/upload$/,
        async (req, res) =>
          sendJson(res, 200, { size: (await readBody(req, { bytes: 1_000, milliseconds: 50 })).length }),
        ['POST'],
      ),
      route('slow', /^\/slow$/, async (_req, res) => {
        running.resolve();
        await mayEnd.promise;
        sendJson(res, 200, { done: true });
      }),
    ],
  });
});
afterAll(async () => {
  await edge.stop();
});

/** Bytes as they are, because `fetch` sends only what is well-formed. */
async function raw(bytes: string): Promise<{ head: string; body: { error: { code: string; requestId: string } } }> {
  const socket = connect(edge.port, '127.0.0.1');
  socket.write(bytes);
  const answer = await text(socket);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { head, body: JSON.parse(body) as { error: { code: string; requestId: string } } };
}

test('every answer says who may frame, sniff, refer and share it', async () => {
  for (const path of ['/things/1', '/nothing', '/broken', '/graphql', '/']) {
    const { headers } = await fetch(edge.url + path, { headers: { accept: 'application/json' } });
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
    expect(headers.get('strict-transport-security'), path).toMatch(/^max-age=\d{8}/);
    expect(headers.get('permissions-policy'), path).toContain('camera=()');
    expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
    expect(headers.get('x-request-id'), path).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('cache-control'), path).toBe(path === '/' ? 'no-cache' : 'no-store');
    expect(headers.has('x-powered-by')).toBe(false);
  }
});

test.each([
  ['/nothing', 'GET', 404, 'NOT_FOUND'],
  ['/things/x', 'GET', 404, 'NOT_FOUND'],
  ['/things/1', 'DELETE', 405, 'METHOD_NOT_ALLOWED'],
  ['/broken', 'GET', 500, 'INTERNAL_SERVER_ERROR'],
  ['/no', 'GET', 422, 'NO_GOOD'],
  ['/%E0%A4%A', 'GET', 400, 'MALFORMED_REQUEST'],
])('%s by %s: %i %s, in JSON, with the request id and no word of the cause', async (path, method, status, code) => {
  const response = await fetch(edge.url + path, { method, headers: { accept: '*/*' } });
  const body = (await response.json()) as { error: { code: string; requestId: string } };
  expect([response.status, body.error.code]).toEqual([status, code]);
  expect(body.error.requestId).toBe(response.headers.get('x-request-id'));
  expect(response.headers.get('allow')).toBe(status === 405 ? 'GET' : null);
  expect(JSON.stringify(body)).not.toContain('hunter2');
});

const upgrade = 'GET /graphql HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n';

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a header that is none', 'GET / HTTP/1.1\r\nhost: a\r\n: x\r\n\r\n', 400],
  ['two lengths', 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 400],
  [
    'a length and chunks',
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['headers without end', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['the address of another server', 'GET http://evil.example/ HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 400],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 400],
  ['an expectation', 'POST /upload HTTP/1.1\r\nhost: a\r\nexpect: miracles\r\nconnection: close\r\n\r\n', 417],
  [
    'a WebSocket elsewhere',
    'GET /things/1 HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    404,
  ],
  ['a WebSocket of an old version', `${upgrade}sec-websocket-version: 9\r\n\r\n`, 400],
  ['a WebSocket without a key', `${upgrade}sec-websocket-version: 13\r\n\r\n`, 400],
  ['no host', 'GET /things/1 HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
])('a malformed request is answered in JSON: %s', async (_, bytes, status) => {
  const { head, body } = await raw(bytes);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head.toLowerCase()).toContain('content-type: application/json');
  expect(body.error.code).toMatch(/^[A-Z_]+$/);
});

test('a body that is too large, too slow or cut off is refused', async () => {
  const upload = (body: string) => fetch(`${edge.url}/upload`, { method: 'POST', body });
  expect(await (await upload('x'.repeat(1_000))).json()).toEqual({ size: 1_000 });
  const large = await upload('x'.repeat(2_000_000));
  expect([large.status, await large.json()]).toMatchObject([413, { error: { code: 'TOO_LARGE' } }]);

  const head = 'POST /upload HTTP/1.1\r\nhost: a\r\nconnection: close\r\n';
  expect((await raw(`${head}content-length: 10\r\n\r\nabc`)).body.error.code).toBe('TOO_SLOW');
  const chunked = await raw(`${head}transfer-encoding: chunked\r\n\r\n7d0\r\n${'x'.repeat(2_000)}\r\n0\r\n\r\n`);
  expect(chunked.body.error.code).toBe('TOO_LARGE');
});

test('an offer to switch to another protocol is answered in this one', async () => {
  const { head } = await raw('GET /things/1 HTTP/1.1\r\nhost: a\r\nconnection: upgrade, close\r\nupgrade: h2c\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1.1 200 /);
});

test("the client's address is the nearest that is no proxy of ours", async () => {
  const seen = async (forwarded?: string): Promise<string> => {
    const response = await fetch(`${edge.url}/things/1`, {
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    });
    return ((await response.json()) as { ip: string }).ip;
  };
  expect(await seen()).toBe('127.0.0.1');
  expect(await seen('203.0.113.9')).toBe('203.0.113.9');
  expect(await seen('198.51.100.1, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
  expect(await seen('203.0.113.9, nonsense')).toBe('127.0.0.1');
  expect(await seen('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(() => addressList(['example.org'])).toThrow('example.org is neither an address nor a range');
});

test('an id and a trace are continued when they are sane, and begun when not', async () => {
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${edge.url}/things/1`, { headers });
    const { traceparent } = (await response.json()) as { traceparent: string };
    return { id: response.headers.get('x-request-id'), traceparent };
  };
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const continued = await ask({ 'x-request-id': 'abc-12345', traceparent: `00-${trace}-b7ad6b7169203331-00` });
  expect(continued.id).toBe('abc-12345');
  expect(continued.traceparent).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-00$`));

  const begun = await ask({ 'x-request-id': 'a"b<c', traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` });
  expect(begun.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(begun.traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

test('a request leaves one line and figures: how it went, not what was in it', async () => {
  const id = 'logged-request-1';
  await fetch(`${edge.url}/things/7700077?secret=hunter2`, { headers: { 'x-request-id': id } });
  const lines = edge.lines.filter(({ requestId }) => requestId === id);
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'info',
      method: 'GET',
      route: 'thing',
      status: 200,
      ms: expect.any(Number) as number,
    }),
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/hunter2|7700077/);
  expect(await edge.metrics.metrics()).toMatch(/http_requests_total\{route="thing",status="200"\} \d+/);
});

test('browsers of our origins may call with cookies, others are told nothing', async () => {
  const preflight = async (origin: string) =>
    fetch(`${edge.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-influencegen-app',
      },
    });
  const ours = await preflight('https://app.example');
  expect(ours.status).toBe(204);
  expect(ours.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(ours.headers.get('access-control-allow-credentials')).toBe('true');
  expect(ours.headers.get('access-control-allow-headers')).toContain('x-influencegen-app');
  const foreign = await preflight('https://evil.example');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  expect(foreign.headers.get('vary')).toContain('origin');
  expect(allowedOrigins([]).allow({ headers: { origin: 'null', host: 'a' } } as never)).toBe(false);
});

test('the apps: hashed files for ever, the page itself never, every other address inside the app', async () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(edge.url + path, { headers, redirect: 'manual' });
  const page = await get('/', { accept: 'text/html' });
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'; style-src 'self';/);
  expect(page.headers.get('content-security-policy')).toContain("img-src 'self' blob: data: https://s3.example");
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self' wss://app.example");

  const etag = page.headers.get('etag') ?? '';
  for (const had of [etag, `W/${etag}`, `"another", ${etag}`, '*']) {
    const same = await get('/', { 'if-none-match': had });
    expect([same.status, same.headers.get('etag')]).toEqual([304, etag]);
  }
  for (const had of ['', '"another"', etag.slice(1, -1)])
    expect((await get('/', { 'if-none-match': had })).status).toBe(200);
  expect((await get('/gallery/7', { accept: 'text/html' })).status).toBe(200);
  expect((await get('/gallery/7', { accept: '*/*' })).status).toBe(404);
  expect((await get('/assets/gone.js')).status).toBe(404);
  expect((await get('/../package.json')).status).toBe(404);
  expect((await get('/..%2f..%2fpackage.json')).status).toBe(404);

  const admin = await get('/admin');
  expect([admin.status, admin.headers.get('location')]).toEqual([308, '/admin/']);
  expect(await (await get('/admin/people', { accept: 'text/html' })).text()).toContain('<title>app</title>');

  const script = await get('/admin/assets/app-1a2b.js', { 'accept-encoding': 'identity' });
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const plain = await script.text();
  for (const [encoding, unpack] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const { head, bytes } = await rawBytes('/assets/app-1a2b.js', encoding);
    expect(head).toContain(`content-encoding: ${encoding}`);
    expect(unpack(bytes).toString()).toBe(plain);
  }
});

async function rawBytes(path: string, encoding: string): Promise<{ head: string; bytes: Buffer }> {
  const socket = connect(edge.port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\naccept-encoding: ${encoding}\r\n\r\n`);
  const all = Buffer.concat((await socket.toArray()) as Buffer[]);
  const end = all.indexOf('\r\n\r\n');
  return { head: all.subarray(0, end).toString(), bytes: all.subarray(end + 4) };
}

test('a taken port is an error, not a wait', async () => {
  const other = createHttpServer({
    routes: [],
    pages: [],
    log: createLog({ logLevel: 'silent' }, 'other'),
    metrics: new Registry(),
    origins: allowedOrigins([]),
    trustedProxies: addressList([]),
    https: false,
  });
  await expect(other.listen(edge.port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('stopping lets a running request end and takes no new one', async () => {
  const answer = fetch(`${edge.url}/slow`);
  await running.promise;
  const stopped = edge.stop();
  mayEnd.resolve();
  expect(await (await answer).json()).toEqual({ done: true });
  await stopped;
  await expect(fetch(`${edge.url}/things/1`)).rejects.toThrow('fetch failed');
});
