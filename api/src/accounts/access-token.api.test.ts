import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, createLocalJWKSet, jwtVerify, SignJWT, type JSONWebKeySet } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { aWorld, type World } from '../../test/world.ts';
import { systemActor } from '../platform/actor.ts';
import { transaction } from '../platform/db.ts';

let world: World;
let other: World;
let lena: TestAccount;
let now: Date | null = null;
const clock = { now: () => now ?? new Date() };
beforeAll(async () => {
  world = await aWorld({ parts: clock });
  other = await aWorld({ parts: clock, databaseUrl: world.databaseUrl });
  lena = await anInfluencer(world);
});
afterEach(() => void (now = null));
afterAll(async () => {
  await other.stop();
  await world.stop();
});

const begin = async (at = world): Promise<string> =>
  (
    await transaction(at.db, (tx) =>
      at.app.sessions.begin(tx, { accountId: lena.id, userAgent: null, ip: null, verified: true }),
    )
  ).accessToken;

async function ask(token: string, at = world): Promise<{ status: number; code?: string; viewer?: { id: string } }> {
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { id } }' }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { viewer: { id: string } };
    errors?: { extensions: { code: string } }[];
  };
  return {
    status: response.status,
    ...(errors && { code: errors[0]!.extensions.code }),
    ...(data && { viewer: data.viewer }),
  };
}

const jwks = async (at = world): Promise<JSONWebKeySet> =>
  (await (await fetch(`${at.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;

const rotate = (at = world): Promise<void> =>
  at.app.signingKeys.rotate(systemActor({ requestId: 'rotation', traceparent: '' }));

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

test('an access token says who, for whom, in which session, for how long, and anybody can check that with the public keys', async () => {
  const token = await begin();
  const response = await fetch(`${world.url}/.well-known/jwks.json`);
  expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  const keys = (await response.json()) as JSONWebKeySet;
  expect(keys.keys).toEqual([
    {
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.any(String) as string,
      kid: expect.any(String) as string,
      alg: 'EdDSA',
      use: 'sig',
    },
  ]);

  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer: world.app.config.publicUrl,
    audience: 'influencegen-api',
  });
  expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.keys[0]!.kid });
  expect(payload).toEqual({
    sub: lena.id,
    org: null,
    roles: ['INFLUENCER'],
    sid: expect.any(String) as string,
    iss: world.app.config.publicUrl,
    aud: 'influencegen-api',
    iat: expect.any(Number) as number,
    exp: payload.iat! + 600,
    jti: expect.any(String) as string,
  });
  expect(JSON.stringify(payload)).not.toContain(lena.email);
  expect(await ask(token)).toEqual({ status: 200, viewer: { id: lena.id } });
  expect(await ask(token, other)).toEqual({ status: 200, viewer: { id: lena.id } });
});

test('no forged token gets in', async () => {
  const token = await begin();
  const [header, claims, signature] = token.split('.') as [string, string, string];
  const { kid } = decodeProtectedHeader(token);
  const payload = decodeJwt(token);
  const publicKey = (await jwks()).keys[0]!;
  const own = generateKeyPairSync('ed25519');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const head = { alg: 'EdDSA', typ: 'at+jwt', kid };
  const signed = (protectedHeader: object, changes: object = {}, key: KeyObject = own.privateKey): string => {
    const input = `${encode(protectedHeader)}.${encode({ ...payload, ...changes })}`;
    return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
  };
  const hmac = (secret: string | Buffer): string => {
    const input = `${encode({ ...head, alg: 'HS256' })}.${claims}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const { privateKey } = world.app.signingKeys.signer();
  const forged: [string, string][] = [
    ['no algorithm', `${encode({ ...head, alg: 'none' })}.${claims}.`],
    ['no algorithm, in capitals', `${encode({ ...head, alg: 'NONE' })}.${claims}.`],
    ['no algorithm, with the old signature', `${encode({ ...head, alg: 'none' })}.${claims}.${signature}`],
    ['no signature', `${header}.${claims}.`],
    ['our public key taken for a shared secret', hmac(publicKey.x!)],
    ['our public key as JSON taken for a shared secret', hmac(JSON.stringify(publicKey))],
    ['an empty shared secret', hmac('')],
    ['a key of their own under our name', signed(head)],
    [
      'a key of their own that the token brings along',
      signed({ ...head, jwk: own.publicKey.export({ format: 'jwk' }) }),
    ],
    ['a key of their own under its own name', signed({ ...head, kid: randomUUID() })],
    ['a key to be fetched from elsewhere', signed({ ...head, jku: 'https://evil.example/jwks.json', kid: 'evil' })],
    ['a certificate of their own', signed({ ...head, x5c: ['MIIB'] })],
    ['a key named by a path', signed({ ...head, kid: '../../../dev/null' })],
    ['a key named by SQL', signed({ ...head, kid: "' union select private_key from signing_key --" })],
    ['no key named', signed({ alg: 'EdDSA', typ: 'at+jwt' }, {}, privateKey)],
    [
      'another kind of key',
      await new SignJWT(payload).setProtectedHeader({ ...head, alg: 'RS256', kid: kid! }).sign(rsa.privateKey),
    ],
    ['another person in it', `${header}.${encode({ ...payload, sub: randomUUID() })}.${signature}`],
    ['a later end in it', `${header}.${encode({ ...payload, exp: payload.exp! + 1e6 })}.${signature}`],
    ['another kind of token of ours', signed({ ...head, typ: 'JWT' }, {}, privateKey)],
    ['no kind', signed({ alg: 'EdDSA', kid }, {}, privateKey)],
    ['an extension that must be understood', signed({ ...head, crit: ['b64'], b64: false }, {}, privateKey)],
    ['another issuer', signed(head, { iss: 'https://evil.example' }, privateKey)],
    ['another audience', signed(head, { aud: 'somebody-else' }, privateKey)],
    ['no end', signed(head, { exp: undefined }, privateKey)],
    ['an end that is text', signed(head, { exp: '9999999999' }, privateKey)],
    ['an end long ago', signed(head, { exp: 1 }, privateKey)],
    ['no session', signed(head, { sid: undefined }, privateKey)],
    ['a session that is no id', signed(head, { sid: "' or 1=1 --" }, privateKey)],
    ['a session that is no text', signed(head, { sid: { id: payload.sid } }, privateKey)],
    ['a session that never was', signed(head, { sid: randomUUID() }, privateKey)],
    [
      'the session of one person and the name of another',
      signed(head, { sub: (await anInfluencer(world)).id }, privateKey),
    ],
    ['a person that is no text', signed(head, { sub: 7 }, privateKey)],
    [
      'a signature with a changed letter',
      `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    ],
    ['a signature in another spelling', `${token}=`],
    ['two tokens', `${token}.${token}`],
    ['an encrypted token', [encode({ alg: 'dir', enc: 'A256GCM' }), '', claims, claims, signature].join('.')],
    ['dots', '...'],
    ['a token that is much too long', `${header}.${'A'.repeat(7_000)}.${signature}`],
  ];
  for (const [what, forgery] of forged)
    expect([what, await ask(forgery)]).toEqual([what, { status: 401, code: 'UNAUTHENTICATED' }]);
  expect((await ask(token)).status).toBe(200);
  // The test itself signs as the product does.
  expect((await ask(signed(head, { jti: 'of the test' }, privateKey))).status).toBe(200);
});

test('a token of another installation opens nothing here', async () => {
  const elsewhere = await aWorld();
  const { id } = await anInfluencer(elsewhere);
  const token = await elsewhere.as({ ...lena, id }).token();
  expect(await ask(token)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  expect((await ask(token, elsewhere)).status).toBe(200);
  await elsewhere.stop();
});

test('a new key is published before it signs, the old one is believed as long as its tokens live, then it goes', async () => {
  const first = (await jwks()).keys[0]!.kid;
  const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
  now = days(29);
  await rotate();
  expect((await jwks()).keys).toHaveLength(1);

  now = days(31);
  const before = now.getTime();
  const token = await begin();
  // Two processes at once add one key.
  await Promise.all([rotate(), rotate(other)]);
  // The one that came second hears of it.
  for (const at of [world, other]) await vi.waitFor(async () => expect((await jwks(at)).keys).toHaveLength(2));
  const second = (await jwks()).keys.map(({ kid }) => kid).find((kid) => kid !== first);
  expect(decodeProtectedHeader(await begin()).kid).toBe(first);

  now = new Date(before + 9 * 60_000);
  expect((await ask(token, other)).status).toBe(200);
  now = new Date(before + 10 * 60_000);
  const newer = await begin(other);
  expect(decodeProtectedHeader(newer).kid).toBe(second);
  expect((await ask(newer)).status).toBe(200);
  await rotate();
  expect((await jwks()).keys).toHaveLength(2);

  now = new Date(before + 3 * 3_600_000);
  await rotate();
  expect((await jwks()).keys.map(({ kid }) => kid)).toEqual([second]);
  await vi.waitFor(async () => expect((await jwks(other)).keys).toHaveLength(1));
  now = new Date(before + 5 * 60_000);
  expect(await ask(token, other)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
});

test('the private keys are sealed, and the log and the audit trail know their names only', async () => {
  const { rows } = await world.db.pool.query<{ private_key: Buffer }>('select private_key from signing_key');
  const plain = world.app.signingKeys.signer().privateKey.export({ format: 'der', type: 'pkcs8' });
  for (const { private_key } of rows) expect(private_key.includes(plain.subarray(16))).toBe(false);
  const { rows: events } = await world.db.pool.query<{ details: object }>(
    `select details from audit_event where action = 'accounts.rotateSigningKey'`,
  );
  expect(events.length).toBeGreaterThan(0);
});

test('processes that start together on a new database agree on one key', async () => {
  const fresh = await aWorld();
  await fresh.db.pool.query('delete from signing_key');
  const twins = await Promise.all([1, 2, 3].map(() => aWorld({ databaseUrl: fresh.databaseUrl })));
  const kids = await Promise.all(twins.map(async (twin) => (await jwks(twin)).keys.map(({ kid }) => kid)));
  expect(new Set(kids.flat()).size).toBe(1);
  await Promise.all(twins.map((twin) => twin.stop()));
  await fresh.stop();
});
