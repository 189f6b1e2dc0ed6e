import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import type { SignedHead } from './audit-head.ts';
import type { SignedTail } from './audit-tail.ts';
import { openHeadPlace, readHeads } from './audit-head-place.ts';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Keeps what is put under an address, as a store does; refuses while `broken`. */
const kept = new Map<string, string>();
const asked: Asked[] = [];
let broken = false;
/** What the store makes of a demand to write only where nothing stands. */
let conditions: 'kept' | 'refused' | 'ignored' = 'kept';
/** Stored by somebody else between our look and our writing. */
let meanwhile: string | null = null;
const server = createServer((req, res) => {
  void text(req).then((body) => {
    asked.push({ method: req.method, url: req.url, headers: req.headers, body });
    if (broken) return res.writeHead(403).end();
    if (req.method === 'PUT' && meanwhile !== null) kept.set(req.url!, meanwhile);
    if (req.method === 'PUT' && req.headers['if-none-match'] === '*') {
      if (conditions === 'refused') return res.writeHead(501).end();
      if (conditions === 'kept' && kept.has(req.url!)) return res.writeHead(412).end();
    }
    if (req.method === 'PUT' || req.method === 'POST') kept.set(req.url!, body);
    const found = kept.get(req.url!);
    return found === undefined ? res.writeHead(404).end() : res.writeHead(200).end(found);
  });
});
let url: string;
const folder = aFolder();
const { signal } = new AbortController();

const aHead = (number: number): SignedHead => ({
  number,
  firstPosition: number,
  lastPosition: number,
  hash: 'ab'.repeat(32),
  root: 'cd'.repeat(32),
  at: '2026-11-01T09:00:00.000Z',
  keyVersion: 1,
  signature: 'ef'.repeat(64),
});

const aBucket = (bucket: string) =>
  openHeadPlace({
    driver: 's3',
    endpoint: url,
    region: 'us-east-1',
    bucket,
    accessKeyId: 'id',
    secretAccessKey: 'key',
  });

const aTail = (position: number): SignedTail => ({
  position,
  hash: 'ab'.repeat(32),
  at: '2026-11-01T09:00:00.000Z',
  keyVersion: 1,
  signature: 'ef'.repeat(64),
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});

test('a file keeps one line a head, and nothing is an empty list', async () => {
  const place = openHeadPlace({ driver: 'file', folder: join(folder, 'new') });
  expect(await place.all()).toEqual([]);
  for (const number of [1, 2]) await place.put(aHead(number), signal);
  expect(await place.all()).toEqual([aHead(1), aHead(2)]);
});

test('a file keeps one note of where the chain ends, the newest', async () => {
  const { tails } = openHeadPlace({ driver: 'file', folder: join(folder, 'tails') });
  expect(await tails!.read()).toBeNull();
  for (const position of [7, 9]) await tails!.write(aTail(position));
  expect(await tails!.read()).toEqual(aTail(9));
  expect(await readdir(join(folder, 'tails'))).toEqual(['audit-tail.json']);
});

test('a bucket keeps one object a head, and is read to the first number that is missing', async () => {
  const place = aBucket('heads');
  for (let number = 1; number <= 20; number += 1) await place.put(aHead(number), signal);
  const [put] = asked.filter(({ method }) => method === 'PUT');
  expect(put).toMatchObject({ url: '/heads/audit-heads/0000000001.json', headers: { 'if-none-match': '*' } });
  expect(put!.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 .*SignedHeaders=[^,]*if-none-match/);
  expect((await place.all())!.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));

  expect(await place.tails!.read()).toBeNull();
  for (const position of [7, 9]) await place.tails!.write(aTail(position));
  expect(await place.tails!.read()).toEqual(aTail(9));
  expect((await place.all())!).toHaveLength(20);

  broken = true;
  await expect(place.put(aHead(21), signal)).rejects.toThrow('answered 403');
  await expect(place.all()).rejects.toThrow('answered 403');
  broken = false;
});

test.each(['kept', 'refused', 'ignored'] as const)(
  'a head in a bucket is never written over, whether conditions are %s by the store',
  async (how) => {
    conditions = how;
    const place = aBucket(`heads-${how}`);
    const stored = `/heads-${how}/audit-heads/0000000001.json`;
    await place.put(aHead(1), signal);
    await place.put(aHead(1), signal);
    expect(readHeads(kept.get(stored)!)).toEqual([aHead(1)]);
    const another = { ...aHead(1), hash: '12'.repeat(32) };
    await expect(place.put(another, signal)).rejects.toThrow('another head under number 1');
    expect(readHeads(kept.get(stored)!)).toEqual([aHead(1)]);
    conditions = 'kept';
  },
);

test('a head that came in between stays, and is told from our own', async () => {
  const place = aBucket('heads-between');
  meanwhile = JSON.stringify(aHead(1));
  await place.put(aHead(1), signal);
  meanwhile = JSON.stringify({ ...aHead(2), hash: '12'.repeat(32) });
  await expect(place.put(aHead(2), signal)).rejects.toThrow('another head under number 2');
  meanwhile = null;
  expect((await place.all())!.map(({ hash }) => hash)).toEqual(['ab'.repeat(32), '12'.repeat(32)]);
});

test('a webhook is told of every head with its token, and cannot be read', async () => {
  const token = 'a token of thirty-two characters';
  const place = openHeadPlace({ driver: 'webhook', url: `${url}/hook`, token });
  await place.put(aHead(1), signal);
  const last = asked.at(-1)!;
  expect(last).toMatchObject({ method: 'POST', url: '/hook' });
  expect(last.headers.authorization).toBe(`Bearer ${token}`);
  expect(readHeads(last.body)).toEqual([aHead(1)]);
  expect(await place.all()).toBeNull();
  expect(place.tails).toBeNull();

  broken = true;
  await expect(place.put(aHead(2), signal)).rejects.toThrow('answered 403');
  broken = false;
});

test('a line that is no head is refused', () => {
  expect(() => readHeads('{"number": 1}')).toThrow(/firstPosition/);
});
