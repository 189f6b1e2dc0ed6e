import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKeyring } from './key-source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'influencegen-keys-'));
});
afterAll(() => rm(folder, { recursive: true }));

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
