import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { freePort } from '../../test/free-port.ts';
import { readConfig } from './config.ts';
import { openKeyring } from './key-source.ts';

const folder = aFolder();

const text = (version: number): string => `${version}:${Buffer.alloc(32, version).toString('base64')}`;
async function aFile(content: string): Promise<string> {
  const path = join(folder, `${Math.random()}`);
  await writeFile(path, content);
  return path;
}

test('keys of a file are one a line or by comma; the newest seals unless another is named', async () => {
  const path = await aFile(`${text(1)}\n${text(2)},${text(3)}\n`);
  expect((await openKeyring({ source: 'file', path, sealWith: undefined })).newest).toBe(3);
  const keyring = await openKeyring({ source: 'file', path, sealWith: 2 });
  expect([keyring.newest, keyring.versions]).toEqual([2, [3, 2, 1]]);
});

test('a file that is missing or malformed, and a version that is not there, are told without a key', async () => {
  await expect(openKeyring({ source: 'file', path: join(folder, 'none'), sealWith: undefined })).rejects.toThrow(
    'MASTER_KEYS_FILE: cannot be read (ENOENT)',
  );
  const path = await aFile('1:hidden');
  await expect(openKeyring({ source: 'file', path, sealWith: undefined })).rejects.toThrow(
    /^(?!.*hidden)[^]*MASTER_KEYS_FILE: must be a version/,
  );
  await expect(openKeyring({ source: 'file', path: await aFile(text(1)), sealWith: 2 })).rejects.toThrow(
    'MASTER_KEY_VERSION: is not among the master keys',
  );
});

describe('a key service', () => {
  /** Never leaves the service. */
  const rootKey = randomBytes(32);
  const token = 'a token of the service';
  const asked: string[] = [];
  let mood: 'well' | 'confused' = 'well';
  const service = createServer((req, res) => {
    void json(req).then((body) => {
      asked.push(req.url!);
      if (req.headers['x-vault-token'] !== token) return res.writeHead(403).end('{}');
      const sealed = Buffer.from((body as { ciphertext: string }).ciphertext.slice('vault:v1:'.length), 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', rootKey, sealed.subarray(0, 12)).setAuthTag(
          sealed.subarray(-16),
        );
        const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
        const plaintext = mood === 'well' ? plain.toString('base64') : 'c2hvcnQ=';
        return res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { plaintext } }));
      } catch {
        return res.writeHead(400).end('{}');
      }
    });
  });
  /** As the service hands out a new key: nobody has seen it. */
  const wrapped = (): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', rootKey, nonce);
    const sealed = Buffer.concat([nonce, cipher.update(randomBytes(32)), cipher.final(), cipher.getAuthTag()]);
    return `vault:v1:${sealed.toString('base64')}`;
  };
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/v1/transit/decrypt/influencegen`;
  });
  afterAll(() => {
    service.closeAllConnections();
    service.close();
  });
  const configured = (keys: string, more: Record<string, string> = {}) =>
    readConfig({
      DATABASE_URL: 'postgres://localhost/x',
      AUDIT_KEYS: text(1),
      AUDIT_HEADS_FOLDER: folder,
      STORAGE_FOLDER: folder,
      MEDIA_LINK_SECRET: 'x'.repeat(32),
      CALLBACK_SECRETS: 'x'.repeat(32),
      KEY_SERVICE_URL: url,
      KEY_SERVICE_TOKEN: token,
      KEY_SERVICE_KEYS: keys,
      ...more,
    }).masterKeys;
  const place = { table: 't', column: 'c', row: 'r' };

  test('unwraps the master keys at the start, each once, and is not asked for what is read', async () => {
    const [first, second] = [wrapped(), wrapped()];
    const sealed = (await openKeyring(configured(`1:${first}`))).seal(place, 'Léna');
    asked.length = 0;
    const keyring = await openKeyring(configured(`1:${first},2:${second}`));
    expect(keyring.versions).toEqual([2, 1]);
    for (let time = 0; time < 100; time += 1) expect(keyring.openText(place, sealed)).toBe('Léna');
    expect(keyring.openText(place, keyring.rewrap(place, sealed))).toBe('Léna');
    expect(asked).toEqual(Array(2).fill('/v1/transit/decrypt/influencegen'));
    expect((await openKeyring(configured(`1:${first},2:${second}`, { MASTER_KEY_VERSION: '1' }))).newest).toBe(1);
  });

  test('that refuses, is away or answers nonsense stops the start with a sentence without a secret', async () => {
    const key = wrapped();
    const start = (more: Record<string, string>) => openKeyring(configured(`1:${key}`, more));
    await expect(start({ KEY_SERVICE_TOKEN: 'another token' })).rejects.toThrow(
      /^(?!.*another token)[^]*KEY_SERVICE_URL: the key service answered 403$/,
    );
    await expect(openKeyring(configured(`1:${key.slice(0, -6)}AAAA==`))).rejects.toThrow(
      'the key service answered 400',
    );
    const closed = `http://127.0.0.1:${await freePort()}/`;
    await expect(start({ KEY_SERVICE_URL: closed })).rejects.toThrow(
      'the key service cannot be reached (ECONNREFUSED)',
    );
    mood = 'confused';
    await expect(start({})).rejects.toThrow('answered something else than a key of 32 bytes');
    mood = 'well';
  });

  test('that is named without a token or keys is told so', () => {
    expect(() => configured('', { KEY_SERVICE_TOKEN: '' })).toThrow(
      /KEY_SERVICE_TOKEN: is required, because KEY_SERVICE_URL is given\n +KEY_SERVICE_KEYS: is required/,
    );
  });
});
