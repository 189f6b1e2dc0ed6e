import { afterEach, beforeEach, expect, test } from 'vitest';
import { operator } from '../../test/actors.ts';
import { createDatabase, dropDatabase } from '../../test/database.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { aWorld, type World } from '../../test/world.ts';
import { addAccount } from '../accounts/add-account.ts';
import { accountByEmail } from '../accounts/account-by-email.ts';
import { keysCommand } from '../keys-command.ts';
import { transaction } from '../platform/db.ts';
import { KeyRotation } from './key-rotation.ts';
import { sealPlainValues } from './sealing.ts';

const key = (version: number) => ({ version, key: Buffer.alloc(32, `key ${version}`) });
const people = 1_203;

let databaseUrl: string;
const worlds: World[] = [];
/** A process of its own on the same database. */
async function aProcess(versions: number[], sealWith?: number, worker = false): Promise<World> {
  const masterKeys = { source: 'environment', keys: versions.map(key), sealWith } as const;
  const world = await aWorld({ databaseUrl, worker, config: { masterKeys } });
  worlds.push(world);
  return world;
}

beforeEach(async () => {
  databaseUrl = await createDatabase();
});
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
  await dropDatabase(databaseUrl);
});

async function populate({ db }: World): Promise<void> {
  await db.pool.query(
    `insert into account (email, display_name) select 'person-' || n || '@test.example', 'Person Number' || n
     from generate_series(1, $1::int) n`,
    [people],
  );
  await sealPlainValues(db);
}

test('while everything is sealed anew, people read, search, register, change and sign in without one failure', async () => {
  const old = await aProcess([1]);
  await populate(old);
  const lena = await anInfluencer(old, { displayName: 'Lena Lens' });
  const mia = await anInfluencer(old);
  const ada = await anAdministrator(old);

  // The new key is handed out first, so that every process can open what one of them will seal with it.
  const waiting = await aProcess([1, 2], 1);
  const rotating = await aProcess([1, 2]);
  await letEverybodyKnock(rotating);
  const SIGN_IN = `mutation ($email: String!, $password: String!) {
    signIn(email: $email, password: $password) { __typename ... on SignIn { viewer { id } } } }`;
  const REGISTER = `mutation ($email: String!) {
    register(input: { displayName: "New Here", email: $email, password: "a long Password 4 me" }) { __typename } }`;
  const PROFILE = `mutation ($phone: String!) { updateProfile(input: { displayName: "Lena Lens", phone: $phone }) { phone } }`;
  let done = false;
  let reads = 0;
  let writes = 0;
  const reading = [waiting, rotating].map(async (world) => {
    while (!done) {
      const [viewer, found, account] = await Promise.all([
        world.as(lena).run('{ viewer { displayName email } }'),
        world.as(ada).run('{ people(search: "person numb", first: 50) { displayName } }'),
        accountByEmail(world.db.source.manager, world.db.keyring, 'PERSON-600@test.example'),
      ]);
      expect(viewer).toEqual({ data: { viewer: { displayName: 'Lena Lens', email: lena.email } }, errors: [] });
      expect(found.errors).toEqual([]);
      expect((found.data['people'] as unknown[]).length).toBe(50);
      expect(account?.displayName).toBe('Person Number600');
      reads += 3;
    }
  });
  const writing = (async () => {
    while (!done) {
      const world = [waiting, rotating][++writes % 2]!;
      const phone = `+49170123456${String(writes % 90).padStart(2, '0')}`;
      const [signedIn, registered, changed] = await Promise.all([
        world.as(null).run(SIGN_IN, { email: ` ${mia.email.toUpperCase()}`, password: mia.password }),
        world.as(null).run(REGISTER, { email: `new-${writes}@test.example` }),
        world.as(lena).run(PROFILE, { phone }),
      ]);
      expect(signedIn).toEqual({ data: { signIn: { __typename: 'SignIn', viewer: { id: mia.id } } }, errors: [] });
      expect(registered.errors).toEqual([]);
      expect(changed).toEqual({ data: { updateProfile: { phone } }, errors: [] });
    }
  })();
  const other = new KeyRotation(rotating.db);
  expect(await other.isDue()).toBe(true);
  const [first, second] = await Promise.all([rotating.app.rotation.run(), other.run()]);
  done = true;
  await Promise.all([...reading, writing]);

  // Once more, for what the process with the old key has written meanwhile.
  await other.startOver();
  await other.run();
  // Each value once, though two workers shared the work: a name and an address for everybody.
  expect(first + second).toBeGreaterThanOrEqual((people + 2) * 2);
  expect(reads).toBeGreaterThan(10);
  expect(writes).toBeGreaterThan(2);
  expect(await other.isDue()).toBe(false);
  expect(new Set((await other.uses()).map(({ version }) => version))).toEqual(new Set([2]));

  const later = await aProcess([2]);
  expect(await later.as(lena).run('{ viewer { displayName email } }')).toEqual({
    data: { viewer: { displayName: 'Lena Lens', email: lena.email } },
    errors: [],
  });
  expect(
    (await accountByEmail(later.db.source.manager, later.db.keyring, 'person-1203@test.example'))?.displayName,
  ).toBe('Person Number1203');
  expect((await later.as(ada).run('{ people(search: "number1203") { displayName } }')).data).toEqual({
    people: [{ displayName: 'Person Number1203' }],
  });
}, 60_000);

test('guesses are counted together by processes that seal with different keys, and after the old key is gone', async () => {
  const processes = [await aProcess([1]), await aProcess([1, 2], 1), await aProcess([1, 2])];
  await letEverybodyKnock(processes[0]!);
  const lena = await anInfluencer(processes[0]!);
  const guess = async (world: World, email: string): Promise<string | undefined> => {
    const run = world
      .as(null)
      .run('mutation ($email: String!) { signIn(email: $email, password: "wrong") { __typename } }', { email });
    return (await run).errors[0]?.extensions.code;
  };
  for (const email of [lena.email, 'nobody@test.example']) {
    for (let i = 0; i < 5; i++) expect(await guess(processes[i % 3]!, email)).toBe('UNAUTHENTICATED');
    for (const world of processes) expect(await guess(world, email)).toBe('RATE_LIMITED');
    expect(await guess(await aProcess([2]), email)).toBe('RATE_LIMITED');
  }
});

test('mails to one address are counted together in the same way', async () => {
  const processes = [await aProcess([1]), await aProcess([1, 2], 1), await aProcess([1, 2])];
  for (const world of processes) await world.app.limits.mailTo('mails@test.example');
  for (const world of processes)
    await expect(world.app.limits.mailTo('Mails@Test.example')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
});

test('stopped after a batch, it goes on there', async () => {
  const old = await aProcess([1]);
  await populate(old);
  const { db } = await aProcess([1, 2]);
  const stop = new AbortController();
  const rotation = new KeyRotation(db);
  const stopped = rotation.run(stop.signal);
  await expect
    .poll(async () => (await db.pool.query('select from key_rotation where rewrapped > 0')).rowCount, { interval: 2 })
    .toBeGreaterThan(0);
  stop.abort();
  await expect(stopped).rejects.toThrow('aborted');
  const { rows } = await db.pool.query<{ sealed: number }>(
    'select sum(rewrapped)::int as sealed from key_rotation where key_version = 2',
  );
  expect(rows[0]!.sealed).toBeGreaterThanOrEqual(500);
  expect(rows[0]!.sealed).toBeLessThan(people * 2);

  const rest = await rotation.run();
  expect(rows[0]!.sealed + rest).toBeGreaterThanOrEqual(people * 2);
  expect(new Set((await rotation.uses()).map(({ version }) => version))).toEqual(new Set([2]));
});

test('a worker that starts with a new key seals everything anew by itself', async () => {
  const old = await aProcess([1]);
  await populate(old);
  const world = await aProcess([1, 2], undefined, true);
  const versions = async () => [...new Set((await world.app.rotation.uses()).map(({ version }) => version))];
  await expect.poll(versions, { timeout: 20_000 }).toEqual([2]);
});

test('one address has one account, also while processes seal with different keys', async () => {
  const processes = [await aProcess([1, 2], 1), await aProcess([1, 2])];
  const add = ({ db }: World, email: string): Promise<string | null> =>
    transaction(db, (tx) =>
      addAccount(tx, db.keyring, operator, { email, displayName: 'Lena', role: 'INFLUENCER', passwordHash: '-' }),
    );
  for (let round = 0; round < 10; round++) {
    const added = await Promise.all(
      [...processes, ...processes].map((world) => add(world, `lena-${round}@test.example`)),
    );
    expect(added.filter((id) => id !== null)).toHaveLength(1);
    expect(await add(processes[0]!, `LENA-${round}@test.example`)).toBeNull();
  }
});

test('the command says what each key is needed for, also one that is missing', async () => {
  const old = await aProcess([1]);
  await anInfluencer(old);
  const { db } = await aProcess([1, 2]);
  expect(await keysCommand(['status'], db)).toMatch(/^Key 2: 0 values \(seals\)\nKey 1: \d+ values\n {2}account/);
  expect(await keysCommand(['status'], (await aProcess([2])).db)).toContain('MISSING');
  // Handed out, while the former one still seals: whoever took it out now would begin again.
  expect(await keysCommand(['status'], (await aProcess([1, 2], 1)).db)).toMatch(
    /^Key 2: 0 values \(will seal once MASTER_KEY_VERSION no longer holds it back\)\nKey 1: \d+ values \(seals\)/,
  );
  const said = await keysCommand(['rotate'], db);
  expect(said).toMatch(/^\d+ values are sealed anew under key 2\./);
  expect(said).toContain('Key 1: 0 values (no longer needed: take it out of MASTER_KEYS)');
  await expect(keysCommand(['forge'], db)).rejects.toThrow('npm run keys -- status');
});
