import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer, TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { anImageRequest } from '../../test/imaging.ts';
import { Peer } from '../../test/peer.ts';
import { aWorld, type World } from '../../test/world.ts';
import { accountMoves } from './account.lifecycle.ts';
import { announceAccessChange } from './access.ts';
import { transaction } from '../platform/db.ts';

let world: World;
let ada: TestAccount;
let clock = Date.now();
const day = 86_400_000;
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => new Date(clock) } });
});
afterAll(() => world.stop());
beforeEach(async () => {
  clock = Date.now();
  ada = await anAdministrator(world);
});

interface Key {
  id: string;
  prefix: string;
  status: string;
  lastUsedAt: string | null;
  previousValidUntil: string | null;
  owner: { id: string; displayName: string };
}
const fields =
  'id name prefix status permissions addresses createdAt expiresAt lastUsedAt previousValidUntil owner { id displayName }';
const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { ${fields} } } }`;
const ROTATE = `mutation ($id: ID!) { rotateApiKey(id: $id) { secret apiKey { ${fields} } } }`;
const REVOKE = `mutation ($id: ID!) { revokeApiKey(id: $id) { ${fields} } }`;
const LIST = `query ($first: Int, $after: String) { apiKeys(first: $first, after: $after) { nodes { ${fields} } pageInfo { endCursor hasNextPage } } }`;

const wish = (changes: object = {}) => ({
  input: {
    name: 'Nightly report',
    permissions: ['accounts.find', 'imaging.monitor'],
    expiresAt: new Date(clock + 30 * day).toISOString(),
    ...changes,
  },
});
const create = async (changes: object = {}, owner = ada): Promise<{ secret: string; apiKey: Key }> => {
  const { data, errors } = await world
    .as(owner)
    .run<{ createApiKey: { secret: string; apiKey: Key } }>(CREATE, wish(changes));
  expect(errors).toEqual([]);
  return data.createApiKey;
};
const list = async (who: TestAccount): Promise<Key[]> =>
  (await world.as(who).run<{ apiKeys: { nodes: Key[] } }>(LIST)).data.apiKeys.nodes;
const codes = ({ errors }: Answer<object>): string[] => errors.map(({ extensions }) => extensions.code);

/** Asks as a program that has nothing but this token. */
async function ask(
  token: string,
  query = '{ viewer { id permissions } }',
): Promise<{ status: number; data?: unknown; errors?: { extensions: { code: string } }[] }> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

test('a key acts for its owner with its own permissions, is shown once and noted in the audit trail', async () => {
  const { secret, apiKey } = await create();
  expect(secret).toMatch(/^igk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
  expect(secret.startsWith(`${apiKey.prefix}_`)).toBe(true);
  expect(apiKey).toMatchObject({
    name: 'Nightly report',
    status: 'ACTIVE',
    lastUsedAt: null,
    owner: { id: ada.id, displayName: ada.displayName },
  });
  expect(await ask(secret)).toEqual({
    status: 200,
    data: { viewer: { id: ada.id, permissions: ['accounts.find', 'imaging.monitor'] } },
  });
  expect((await ask(secret, '{ jobQueues { name } }')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');

  const { rows } = await world.db.pool.query('select action, details, actor_id from audit_event where record_id = $1', [
    apiKey.id,
  ]);
  expect(rows).toEqual([
    {
      action: 'apiKeys.create',
      actor_id: ada.id,
      details: { prefix: apiKey.prefix, permissions: ['accounts.find', 'imaging.monitor'], addresses: [] },
    },
  ]);
  const stored = await world.db.pool.query<{ all: string }>('select k::text as all from api_key k where id = $1', [
    apiKey.id,
  ]);
  expect(stored.rows[0]?.all).not.toContain(secret.slice(-43));
});

describe('a key that is not accepted', () => {
  const refused = [401, 'UNAUTHENTICATED'];
  const answered = async (token: string): Promise<unknown[]> => {
    const { status, errors } = await ask(token);
    return [status, errors?.[0]?.extensions.code];
  };

  test.each([
    ['of nobody', () => `igk_${'0'.repeat(12)}_${'x'.repeat(43)}`],
    ['with a wrong secret', (secret: string) => `${secret.slice(0, -3)}AAA`],
    ['cut short', (secret: string) => secret.slice(0, -1)],
    ['in capitals', (secret: string) => secret.toUpperCase()],
  ])('one %s', async (_what, change) => {
    expect(await answered(change((await create()).secret))).toEqual(refused);
  });

  test('one that has expired, also while it is remembered', async () => {
    const { secret, apiKey } = await create();
    expect((await ask(secret)).status).toBe(200);
    clock += 30 * day;
    expect(await answered(secret)).toEqual(refused);
    expect((await list(await anAdministrator(world))).find(({ id }) => id === apiKey.id)?.status).toBe('EXPIRED');
  });

  test('one that was revoked, at once and on every process', async () => {
    const other = await aWorld({ databaseUrl: world.databaseUrl, parts: { now: () => new Date(clock) } });
    const { secret, apiKey } = await create();
    const from = { ip: '192.0.2.1', requestId: 'r', traceparent: 't' };
    expect(await other.app.apiKeyIdentities.identify(secret, from)).toMatchObject({ accountId: ada.id });
    const revoked = await world.as(ada).run<{ revokeApiKey: Key }>(REVOKE, { id: apiKey.id });
    expect(revoked.data.revokeApiKey.status).toBe('REVOKED');
    expect(await answered(secret)).toEqual(refused);
    await expect.poll(() => other.app.apiKeyIdentities.identify(secret, from), { timeout: 1_000 }).toBeNull();
    await other.stop();

    // Again is no mistake and leaves no second record.
    expect((await world.as(ada).run(REVOKE, { id: apiKey.id })).errors).toEqual([]);
    const { rows } = await world.db.pool.query(
      `select from audit_event where record_id = $1 and action = 'apiKeys.revoke'`,
      [apiKey.id],
    );
    expect(rows).toHaveLength(1);
  });

  test('one of an account that was deactivated', async () => {
    const { secret } = await create();
    expect((await ask(secret)).status).toBe(200);
    await transaction(world.db, async (tx) => {
      await tx.query('update account set status = $2 where id = $1', [ada.id, accountMoves.deactivate.to]);
      await announceAccessChange(world.app.events, tx, ada.id);
    });
    await expect.poll(async () => (await ask(secret)).status, { timeout: 1_000 }).toBe(401);
  });

  test('one from a wrong address, which is noted once a minute', async () => {
    const { secret, apiKey } = await create({ addresses: ['198.51.100.0/24', '2001:db8::/32'] });
    expect(await answered(secret)).toEqual(refused);
    expect(await answered(secret)).toEqual(refused);
    const { rows } = await world.db.pool.query(
      `select outcome, ip, details from audit_event where record_id = $1 and action = 'apiKeys.use'`,
      [apiKey.id],
    );
    expect(rows).toEqual([{ outcome: 'REFUSED', ip: '127.0.0.1', details: { reason: 'ADDRESS' } }]);
    expect((await create({ addresses: ['127.0.0.0/8'] }).then((made) => ask(made.secret))).status).toBe(200);
  });
});

test('a key never may more than its owner may at that moment', async () => {
  const support = await anAccount(world, 'WORKSPACE_OPERATOR');
  const { secret } = await create({ permissions: ['operations.health', 'operations.deadLetters'] }, support);
  await transaction(world.db, async (tx) => {
    await tx.query(
      `insert into account_permission (account_id, permission, effect) values ($1, 'operations.deadLetters', 'DENY')`,
      [support.id],
    );
    await announceAccessChange(world.app.events, tx, support.id);
  });
  await expect
    .poll(async () => (await ask(secret)).data, { timeout: 1_000 })
    .toEqual({ viewer: { id: support.id, permissions: ['operations.health'] } });
});

test('rotated, the new secret works, and the former one until its hours are over', async () => {
  const { secret, apiKey } = await create();
  const { data } = await world
    .as(ada)
    .run<{ rotateApiKey: { secret: string; apiKey: Key } }>(ROTATE, { id: apiKey.id });
  const renewed = data.rotateApiKey;
  expect(renewed.apiKey).toMatchObject({ id: apiKey.id, prefix: apiKey.prefix });
  expect(new Date(renewed.apiKey.previousValidUntil!).getTime()).toBe(clock + day);
  expect([(await ask(secret)).status, (await ask(renewed.secret)).status]).toEqual([200, 200]);
  clock += day;
  expect([(await ask(secret)).status, (await ask(renewed.secret)).status]).toEqual([401, 200]);
});

test('nobody is given a secret that acts in somebody else’s name: staff revoke such a key, and cannot rotate it', async () => {
  const owner = await anAccount(world, 'WORKSPACE_OWNER');
  const { secret, apiKey } = await create({}, owner);
  expect(codes(await world.as(ada).run(ROTATE, { id: apiKey.id }))).toEqual(['FORBIDDEN']);
  expect((await ask(secret)).status).toBe(200);
  expect(codes(await world.as(ada).run(REVOKE, { id: apiKey.id }))).toEqual([]);
  await expect.poll(async () => (await ask(secret)).status, { timeout: 1_000 }).toBe(401);
});

test('its last use is noted, to the minute', async () => {
  const { secret, apiKey } = await create();
  await ask(secret);
  await expect
    .poll(async () => (await list(ada)).find(({ id }) => id === apiKey.id)?.lastUsedAt)
    .toBe(new Date(clock).toISOString());
});

test.each([
  ['name', { name: ' ' }, 'REQUIRED'],
  ['name', { name: 'n'.repeat(101) }, 'TOO_LONG'],
  ['permissions', { permissions: [] }, 'REQUIRED'],
  ['permissions', { permissions: ['imaging.request'] }, 'NOT_ALLOWED'],
  ['permissions', { permissions: ['no.such'] }, 'NOT_ALLOWED'],
  ['addresses', { addresses: ['everywhere'] }, 'MALFORMED'],
  ['addresses', { addresses: ['10.0.0.0/33'] }, 'MALFORMED'],
  ['addresses', { addresses: Array.from({ length: 51 }, (_, i) => `10.0.0.${i}`) }, 'TOO_LONG'],
  ['expiresAt', { expiresAt: new Date(0).toISOString() }, 'TOO_SMALL'],
  ['expiresAt', { expiresAt: new Date(Date.now() + 400 * day).toISOString() }, 'TOO_LARGE'],
])('a wrong %s is named: %j', async (path, changes, code) => {
  const answer = await world.as(ada).run(CREATE, wish(changes));
  expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path, code }] });
});

test('who sees only their own keys cannot tell whether another exists', async () => {
  const [one, other] = [await anAccount(world, 'WORKSPACE_OPERATOR'), await anAccount(world, 'WORKSPACE_OPERATOR')];
  const mine = await create({ permissions: ['operations.health'] }, one);
  expect((await list(one)).map(({ id }) => id)).toEqual([mine.apiKey.id]);
  expect(await list(other)).toEqual([]);
  expect((await list(ada)).map(({ id }) => id)).toContain(mine.apiKey.id);
  for (const id of [mine.apiKey.id, '00000000-0000-4000-8000-000000000000', 'no id'])
    expect([
      codes(await world.as(other).run(ROTATE, { id })),
      codes(await world.as(other).run(REVOKE, { id })),
    ]).toEqual([['NOT_FOUND'], ['NOT_FOUND']]);
  const influencer = world.as(await anInfluencer(world));
  expect([codes(await influencer.run(LIST)), codes(await influencer.run(CREATE, wish()))]).toEqual([
    ['FORBIDDEN'],
    ['FORBIDDEN'],
  ]);
});

test('a key cannot make or rotate keys, whatever it may: that needs a person who has just shown who they are', async () => {
  const { secret, apiKey } = await create({ permissions: ['accounts.apiKeys'] });
  const answer = await ask(secret, `mutation { rotateApiKey(id: "${apiKey.id}") { secret } }`);
  expect(answer.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', stepUp: true });
});

test('keys are listed page by page, newest first', async () => {
  const owner = await anAccount(world, 'WORKSPACE_OPERATOR');
  const made: string[] = [];
  for (let n = 0; n < 5; n++) {
    clock += 1;
    made.unshift((await create({ permissions: ['operations.health'] }, owner)).apiKey.id);
  }
  interface KeyPage {
    apiKeys: { nodes: Key[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
  }
  const pageAfter = async (after: string | null): Promise<KeyPage['apiKeys']> =>
    (await world.as(owner).run<KeyPage>(LIST, { first: 2, after })).data.apiKeys;
  const found: Key[] = [];
  for (let page = await pageAfter(null); ; page = await pageAfter(page.pageInfo.endCursor)) {
    found.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(found.map(({ id }) => id)).toEqual(made);
});

test('a key hears what it may see, not what a window of its owner with the same subscription is told', async () => {
  const { secret } = await create({ permissions: ['imaging.monitor'] });
  const address = `${world.url.replace('http', 'ws')}/graphql`;
  const [hers, program] = [
    await Peer.ready(address, { token: await world.as(ada).token() }),
    await Peer.ready(address, { token: secret }),
  ];
  const { id } = await anImageRequest(world, await anInfluencer(world), { status: 'QUEUED' });
  for (const [i, peer] of [hers, program].entries()) {
    peer.subscribe('moves', 'subscription { imageRequestUpdated { viewerMoves } }');
    await vi.waitUntil(() => world.app.live.subscriptions === i + 1);
  }
  await world.as(ada).run('mutation ($id: ID!) { cancelImageRequest(id: $id) { id } }', { id });
  const moves = (viewerMoves: string[]) => ({ payload: { data: { imageRequestUpdated: { viewerMoves } } } });
  expect(await hers.of('moves')).toMatchObject(moves(['RETRY']));
  expect(await program.of('moves')).toMatchObject(moves([]));
  for (const { socket } of [hers, program]) socket.close();
});
