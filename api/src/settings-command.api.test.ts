import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { anInfluencer } from '../test/builders.ts';
import { aDatabase, type TestDatabase } from '../test/database.ts';
import type { EventBus } from './platform/events.ts';
import { PostgresEvents } from './platform/events.postgres.ts';
import { createLog } from './platform/log.ts';
import { setting } from './platform/setting.ts';
import { StoredSettings } from './platform/settings.store.ts';
import { settingsCommand } from './settings-command.ts';

const log = createLog({ logLevel: 'silent' }, 'test');
const plates = setting('test.plates', z.number().int().min(1).max(9), 3, 'Plates on the table', ['role', 'account']);

let home: TestDatabase;
let events: EventBus;
let settings: StoredSettings;
const run = (...args: string[]): Promise<string> => settingsCommand(args, home.db, settings);

beforeAll(async () => {
  home = await aDatabase();
  events = await PostgresEvents.open({ databaseUrl: home.url, log });
  settings = await StoredSettings.open(home.db, events, log);
});
afterAll(async () => {
  settings.close();
  await events.close();
  await home.drop();
});

test('sets, lists and unsets', async () => {
  const { id: accountId } = await anInfluencer(home, { email: 'lena@example.com' });
  expect(await run('set', 'test.plates', '8')).toBe('test.plates is set.');
  await run('set', 'test.plates', '9', '--role', 'influencer');
  await run('set', 'test.plates', '7', '--account', 'Lena@example.com');
  expect(settings.read(plates, { accountId, role: 'INFLUENCER' })).toBe(7);
  expect(await run('list')).toContain(
    `test.plates = 8\n  Plates on the table\n  role:INFLUENCER: 9\n  account:${accountId}: 7`,
  );
  await run('unset', 'test.plates', '--account', 'lena@example.com');
  await run('unset', 'test.plates', '--role', 'INFLUENCER');
  expect(await run('unset', 'test.plates')).toBe('test.plates is unset.');
  expect(settings.read(plates, { accountId, role: 'INFLUENCER' })).toBe(3);
});

test.for([
  [['set', 'test.plates', '10'], 'test.plates cannot be this'],
  [['set', 'test.plates', 'many'], 'many is not JSON'],
  [['set', 'test.spoons', '1'], 'There is no setting test.spoons'],
  [['set', 'test.plates', '4', '--role', 'guest'], 'There is no role guest'],
  [['set', 'test.plates', '4', '--account', 'nobody@example.com'], 'Nobody signs in as nobody@example.com'],
  [['set', 'test.plates', '4', '--role', 'INFLUENCER', '--account', 'x@example.com'], 'not both'],
  [['set', 'test.plates'], 'npm run settings -- set'],
  [['list', '--all'], "Unknown option '--all'"],
  [[], 'npm run settings -- list'],
] as const)('%j is refused with a sentence', async ([args, sentence]) => {
  await expect(run(...args)).rejects.toThrow(sentence);
  expect(settings.read(plates)).toBe(3);
});
