import { afterEach, beforeEach, expect, test } from 'vitest';
import { anInfluencer } from '../../test/builders.ts';
import { createDatabase, dropDatabase, ownerUrl } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { aWorld, type World } from '../../test/world.ts';
import { readConfig } from '../platform/config.ts';
import { closeDb } from '../platform/db.ts';
import { CannotStart } from '../platform/errors.ts';
import { createLog } from '../platform/log.ts';
import { prepareDatabase } from '../prepare-database.ts';
import { KeyRotation } from './key-rotation.ts';

let databaseUrl: string;
const worlds: World[] = [];

const bytes = (version: number, installation = 'ours') => Buffer.alloc(32, `${installation} ${version}`);

async function aProcess(versions: number[], installation?: string): Promise<World> {
  const keys = versions.map((version) => ({ version, key: bytes(version, installation) }));
  const world = await aWorld({
    databaseUrl,
    config: { masterKeys: { source: 'environment', keys, sealWith: undefined } },
  });
  worlds.push(world);
  return world;
}

async function keysOf({ url, app }: World): Promise<unknown> {
  const { checks } = await app.health.look();
  const ready = (await (await fetch(`${url}/readyz`)).json()) as { checks: Record<string, { status: string }> };
  const found = checks.find(({ name }) => name === 'keys')!;
  expect(ready.checks['keys']).toMatchObject({ status: found.status });
  return [found.status, found.finding, found.value];
}

/** What every process does before it serves anybody. */
async function start(version: number, installation?: string): Promise<void> {
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://localhost',
    DATABASE_OWNER_URL: ownerUrl(databaseUrl),
    DATABASE_URL: databaseUrl,
    MASTER_KEYS: `${version}:${bytes(version, installation).toString('base64')}`,
    AUDIT_KEYS: `1:${bytes(1).toString('base64')}`,
    AUDIT_HEADS_FOLDER: aFolder(),
    MEDIA_LINK_SECRET: 'a secret that signs links to pictures in tests',
    CALLBACK_SECRETS: 'a secret that signs callbacks in tests',
    STORAGE_FOLDER: aFolder(),
  });
  await closeDb(await prepareDatabase(config, createLog(config, 'test')));
}

beforeEach(async () => {
  databaseUrl = await createDatabase();
});
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
  await dropDatabase(databaseUrl);
});

test('without the key that sealed, or with one of another installation, the product says so and does not start', async () => {
  await start(1);
  const ours = await aProcess([1]);
  await anInfluencer(ours);
  expect(await keysOf(ours)).toEqual(['UP', 'SEALING_ANEW', '1']);
  await new KeyRotation(ours.db).run();
  expect(await keysOf(ours)).toEqual(['UP', 'KEY', '1']);

  expect(await keysOf(await aProcess([2]))).toEqual(['DOWN', 'KEY_MISSING', '1']);
  expect(await keysOf(await aProcess([1], 'theirs'))).toEqual(['DOWN', 'KEY_FOREIGN', '1']);

  await start(1);
  await expect(start(2)).rejects.toThrow(CannotStart);
  await expect(start(2)).rejects.toThrow(/master key 1, which is not among/);
  await expect(start(1, 'theirs')).rejects.toThrow(/another master key 1 than/);
});

test('a replacement that has not come to its end needs the former key for as long as something lies under it', async () => {
  const former = await aProcess([1]);
  const lena = await anInfluencer(former);
  await new KeyRotation(former.db).run();
  const both = await aProcess([1, 2]);
  await new KeyRotation(both.db).run();
  const without = await aProcess([2]);
  expect(await keysOf(without)).toEqual(['UP', 'KEY', '2']);

  // As after a crash on the way: one column was not gone through.
  await former.db.pool.query(
    `update key_rotation set finished_at = null where key_version = 2 and table_name = 'account' and column_name = 'name_sealed'`,
  );
  expect(await keysOf(without)).toEqual(['UP', 'SEALING_ANEW', '2']);
  await former.db.pool.query('update account set name_sealed = $2 where id = $1', [
    lena.id,
    former.db.keyring.seal({ table: 'account', column: 'name_sealed', row: lena.id }, 'Lena'),
  ]);
  expect(await keysOf(without)).toEqual(['DOWN', 'KEY_MISSING', '1']);
  expect(await keysOf(both)).toEqual(['UP', 'SEALING_ANEW', '2']);
});
