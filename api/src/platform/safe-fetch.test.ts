import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { HttpProblem } from './http.ts';
import { fetchLink, type LinkRules } from './safe-fetch.ts';
import { Staging } from './staging.ts';

const folder = aFolder();
let server: Server;
let port: number;
let answer: RequestListener;
let hosts: (string | undefined)[];

beforeAll(async () => {
  server = createServer((req, res) => {
    hosts.push(req.headers.host);
    answer(req, res);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
});
beforeEach(() => {
  hosts = [];
  answer = (_req, res) => res.end('a picture');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});

const strict: LinkRules = {
  hosts: [],
  allowLoopback: false,
  milliseconds: 2000,
  resolve: (host) => Promise.reject(new Error(`nobody may ask for ${host}`)),
};
const local: LinkRules = { ...strict, allowLoopback: true };
const resolvingTo =
  (...addresses: string[]): LinkRules['resolve'] =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

async function follow(link: string, rules: LinkRules): Promise<string> {
  const staging = new Staging(folder, 100);
  try {
    const { path } = await fetchLink(link, rules, staging.begin());
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof HttpProblem) return `${error.status} ${error.code}`;
    throw error;
  } finally {
    await staging.discard();
    expect(await readdir(folder)).toEqual([]);
  }
}

const page = (path = ''): string => `http://127.0.0.1:${port}/${path}`;

test('what a link leads to is fetched', async () => {
  expect(await follow(page(), local)).toBe('a picture');
});

test.for([
  'http://1.1.1.1/',
  'ftp://1.1.1.1/',
  'file:///etc/passwd',
  'data:image/png;base64,QUJD',
  'javascript:1',
  'no address',
  '//1.1.1.1/x',
  'https://',
  'https://user:password@1.1.1.1/',
  'https://user@1.1.1.1/',
])('%s is refused', async (link) => {
  expect(await follow(link, strict)).toBe('422 LINK_REFUSED');
});

/** All the ways to write an address that lead into our own network. */
test.for([
  '127.0.0.1',
  '127.1',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '１２７.0.0.1',
  '0',
  '10.0.0.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '192.168.0.1',
  '100.64.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:8.8.8.8]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[fe80::1]',
  '[fd00::1]',
  '[ff02::1]',
])('https to the literal address %s is refused', async (host) => {
  expect(await follow(`https://${host}/x`, strict)).toBe('422 LINK_REFUSED');
});

test.for([['127.0.0.1'], ['::1'], ['::ffff:10.0.0.1'], ['10.1.2.3'], ['169.254.169.254'], ['1.1.1.1', '10.0.0.1'], []])(
  'a name that resolves to %j is refused',
  async (addresses) => {
    const rules = { ...strict, resolve: resolvingTo(...addresses) };
    expect(await follow('https://pictures.example/x', rules)).toBe('422 LINK_REFUSED');
    expect(hosts).toEqual([]);
  },
);

test('a name without an address fails', async () => {
  expect(await follow('https://nowhere.example/', strict)).toBe('422 LINK_FAILED');
});

test('a name is resolved once and the connection goes to what was judged', async () => {
  let asked = 0;
  const resolve: LinkRules['resolve'] = async () => {
    asked++;
    return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
  };
  expect(await follow(`http://pictures.example:${port}/x`, { ...local, resolve })).toBe('a picture');
  expect(asked).toBe(1);
  expect(hosts).toEqual([`pictures.example:${port}`]);
});

test('loopback is open only when the configuration says so, and http goes nowhere else', async () => {
  expect(await follow(page(), strict)).toBe('422 LINK_REFUSED');
  expect(await follow('http://1.1.1.1/', local)).toBe('422 LINK_REFUSED');
  expect(await follow('http://10.0.0.1/', local)).toBe('422 LINK_REFUSED');
});

describe('with a list of hosts', () => {
  const listed = { ...local, hosts: ['pictures.example', '*.delivery.example'], resolve: resolvingTo('127.0.0.1') };

  test.for(['pictures.example', 'PICTURES.example', 'a.delivery.example', 'a.b.delivery.example'])(
    '%s is on it',
    async (host) => {
      expect(await follow(`http://${host}:${port}/`, listed)).toBe('a picture');
    },
  );

  test.for(['other.example', 'pictures.example.evil.example', 'evilpictures.example', 'delivery.example', '127.0.0.1'])(
    '%s is not',
    async (host) => {
      expect(await follow(`http://${host}:${port}/`, listed)).toBe('422 LINK_REFUSED');
    },
  );
});

const leadingTo =
  (location: string, times: number): RequestListener =>
  (_req, res) => {
    if (hosts.length > times) res.end('a picture');
    else res.writeHead(302, { location }).end();
  };

describe('a redirect', () => {
  test('is followed three times at most', async () => {
    answer = leadingTo('/next', 3);
    expect(await follow(page(), local)).toBe('a picture');
    hosts = [];
    answer = leadingTo('/next', 4);
    expect(await follow(page(), local)).toBe('422 LINK_REFUSED');
    expect(hosts).toHaveLength(4);
  });

  test.for([
    'http://10.0.0.1/',
    'https://169.254.169.254/',
    'file:///etc/passwd',
    'http://[::ffff:127.0.0.1]/',
    '//10.0.0.1/',
  ])('to %s is judged like the first link', async (location) => {
    answer = leadingTo(location, 1);
    expect(await follow(page(), local)).toBe('422 LINK_REFUSED');
  });
});

test.for<[string, RequestListener]>([
  ['404', (_req, res) => res.writeHead(404).end()],
  ['a part', (_req, res) => res.writeHead(206).end('a pic')],
  ['a redirect to nowhere', (_req, res) => res.writeHead(302).end()],
  ['compressed bytes', (_req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
  ['more than a picture may have', (_req, res) => res.end('x'.repeat(101))],
  [
    'less than it promised',
    (_req, res) => res.writeHead(200, { 'content-length': 50 }).write('x', () => res.destroy()),
  ],
  ['a broken line', (req) => req.socket.destroy()],
])('%s is a failure', async ([, listener]) => {
  answer = listener;
  expect(await follow(page(), local)).toBe('422 LINK_FAILED');
});

test('a link that never answers, or never ends, is given up in time', async () => {
  const hurried = { ...local, milliseconds: 100 };
  answer = () => undefined;
  expect(await follow(page(), hurried)).toBe('422 LINK_FAILED');
  answer = (_req, res) => res.write('x');
  expect(await follow(page(), hurried)).toBe('422 LINK_FAILED');
});
