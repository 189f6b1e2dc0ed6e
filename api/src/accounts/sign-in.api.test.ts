import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { operator } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { aWorld, type World } from '../../test/world.ts';
import { emailIndexes } from './account.personal.ts';
import { signInsPerSecond } from './account.settings.ts';
import { inTurn } from './password.ts';

let world: World;
let now = new Date('2026-03-01T10:00:00Z');
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now } });
  await letEverybodyKnock(world);
});
afterEach(() => world.db.pool.query('delete from sign_in_lock'));
afterAll(() => world.stop());

const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    __typename
    ... on SignIn { expiresAt viewer { id email displayName roles } }
    ... on EmailNotVerified { message }
    ... on AccountDeactivated { message }
  }
}`;

interface Attempt {
  signedIn: Record<string, unknown> | null;
  code: string | undefined;
  message: string | undefined;
  cookies: string[];
}

async function attempt(email: string, password: string, headers: Record<string, string> = {}): Promise<Attempt> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: SIGN_IN, variables: { email, password } }),
  });
  expect([200, 429]).toContain(response.status);
  const { data, errors } = (await response.json()) as {
    data: { signIn: Record<string, unknown> } | null;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return {
    signedIn: data?.signIn ?? null,
    code: errors?.[0]?.extensions.code,
    message: errors?.[0]?.message,
    cookies: response.headers.getSetCookie(),
  };
}

async function auditOf(email: string): Promise<{ outcome: string; ip: string; reason: string | null }[]> {
  const { rows } = await world.db.pool.query<{ outcome: string; ip: string; reason: string | null }>(
    `select outcome, host(ip) as ip, details ->> 'reason' as reason from audit_event
     where action = 'accounts.signIn' and (
       record_id = (select id::text from account where email_index = any($1))
       or actor_id = (select id from account where email_index = any($1))) order by id`,
    [emailIndexes(world.db.keyring, email)],
  );
  return rows;
}

test('the right password signs in, whatever the case of the address, and is audited', async () => {
  const lena = await anInfluencer(world, { displayName: 'Lena' });
  const { signedIn } = await attempt(` ${lena.email.toUpperCase()} `, lena.password);
  expect(signedIn).toEqual({
    __typename: 'SignIn',
    expiresAt: '2026-03-01T10:10:00.000Z',
    viewer: {
      id: lena.id,
      email: lena.email,
      displayName: 'Lena',
      roles: ['INFLUENCER'],
    },
  });
  expect(await auditOf(lena.email)).toEqual([{ outcome: 'DONE', ip: '127.0.0.1', reason: null }]);
});

test('a wrong password and an unknown address cannot be told apart', async () => {
  const lena = await anInfluencer(world);
  const wrong = await attempt(lena.email, 'wrong');
  const unknown = await attempt('nobody@test.example', 'wrong');
  expect(wrong).toMatchObject({ signedIn: null, code: 'UNAUTHENTICATED', cookies: [] });
  expect(unknown).toEqual(wrong);
  expect(await auditOf(lena.email)).toEqual([{ outcome: 'REFUSED', ip: '127.0.0.1', reason: 'WRONG' }]);
});

test.each(['known', 'unknown'])(
  'five failures lock a %s address for a quarter of an hour, right password or not',
  async (kind) => {
    const lena = await anInfluencer(world);
    const email = kind === 'known' ? lena.email : 'nobody@test.example';
    for (let i = 0; i < 5; i++) expect((await attempt(email, 'wrong')).code).toBe('UNAUTHENTICATED');
    expect(await attempt(email, lena.password)).toMatchObject({
      code: 'RATE_LIMITED',
      message: 'Too many attempts: try again in 900 s',
    });
    expect((await attempt((await anInfluencer(world)).email, lena.password)).signedIn).not.toBeNull();

    now = new Date(now.getTime() + 15 * 60_000 - 1);
    expect((await attempt(email, lena.password)).code).toBe('RATE_LIMITED');
    now = new Date(now.getTime() + 1);
    expect((await attempt(email, kind === 'known' ? lena.password : 'wrong')).code).toBe(
      kind === 'known' ? undefined : 'UNAUTHENTICATED',
    );
    if (kind === 'known')
      expect((await auditOf(email)).map(({ reason }) => reason)).toEqual([
        ...Array.from({ length: 5 }, () => 'WRONG'),
        'LOCKED',
        'LOCKED',
        null,
      ]);
  },
);

test('a locked address is told when to come again, in the words of HTTP and of GraphQL, whether it is known or not', async () => {
  const lena = await anInfluencer(world);
  for (const email of [lena.email, 'nobody-locked@test.example']) {
    for (let i = 0; i < 5; i++) await attempt(email, 'wrong');
    now = new Date(now.getTime() + 60_500);
    const answer = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: SIGN_IN, variables: { email, password: 'wrong' } }),
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '840']);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 840 } }] });
  }
});

test('a success forgets the failures before it, and so does a quarter of an hour', async () => {
  const lena = await anInfluencer(world);
  for (let i = 0; i < 4; i++) await attempt(lena.email, 'wrong');
  expect((await attempt(lena.email, lena.password)).signedIn).not.toBeNull();
  for (let i = 0; i < 4; i++) expect((await attempt(lena.email, 'wrong')).code).toBe('UNAUTHENTICATED');
  now = new Date(now.getTime() + 15 * 60_000);
  for (let i = 0; i < 4; i++) expect((await attempt(lena.email, 'wrong')).code).toBe('UNAUTHENTICATED');
  expect((await attempt(lena.email, lena.password)).signedIn).not.toBeNull();
});

test('of a hundred guesses at once, five are looked at', async () => {
  const lena = await anInfluencer(world);
  const guesses = await Promise.all(
    Array.from({ length: 100 }, (_, i) => attempt(lena.email, i === 99 ? lena.password : `guess ${i}`)),
  );
  const looked = guesses.filter(({ code }) => code !== 'RATE_LIMITED');
  expect(looked.length).toBeLessThanOrEqual(5);
  await world.app.refusedAttempts.record();
  const { rows } = await world.db.pool.query<{ count: number }>(
    `select coalesce(sum((details ->> 'count')::int), 0)::int as count from audit_event where action = 'accounts.refuseAttempts'`,
  );
  expect((await auditOf(lena.email)).length + rows[0]!.count).toBe(100);
});

test('aliases, fragments and batches do not multiply guesses', async () => {
  const lena = await anInfluencer(world);
  const guess = (i: number): string => `a${i}: signIn(email: "${lena.email}", password: "guess ${i}") { __typename }`;
  const guesses = (count: number): string[] => Array.from({ length: count }, (_, i) => guess(i));
  const inFragments = (count: number): string =>
    `mutation { ${guesses(count)
      .map((_, i) => `...F${i}`)
      .join(' ')} } ${guesses(count)
      .map((each, i) => `fragment F${i} on Mutation { ${each} }`)
      .join(' ')}`;
  for (const query of [
    `mutation { ${guesses(1_000).join(' ')} }`,
    `mutation { ${guesses(2).join(' ')} }`,
    inFragments(2),
    `mutation { ${guess(0)} ...F } fragment F on Mutation { ...G } fragment G on Mutation { ${guess(1)} }`,
    `mutation { ... on Mutation { ${guess(0)} } ... { ${guess(1)} } }`,
  ]) {
    const { errors } = await world.as(null).run(query);
    expect(new Set(errors.map(({ extensions }) => extensions.code)), query.slice(0, 60)).toEqual(
      new Set(['BAD_USER_INPUT']),
    );
    expect(JSON.stringify(errors)).not.toContain('guess');
  }
  const batch = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(guesses(2).map((each) => ({ query: `mutation { ${each} }` }))),
  });
  expect(batch.status).toBe(400);
  expect(await auditOf(lena.email)).toEqual([]);
});

test('several sign-ins at once, whose hash is to be made anew, all succeed, and each is audited', async () => {
  const lena = await anInfluencer(world);
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => attempt(lena.email, lena.password)));
  expect(outcomes.map(({ signedIn }) => signedIn?.['__typename'])).toEqual(Array(4).fill('SignIn'));
  const done = { outcome: 'DONE', ip: '127.0.0.1', reason: null };
  expect(await auditOf(lena.email)).toEqual(Array.from({ length: 4 }, () => done));
});

describe('an attempt that is refused unseen', () => {
  const recorded = async (): Promise<object[]> => {
    await world.app.refusedAttempts.record();
    const { rows } = await world.db.pool.query<{ details: object }>(
      `select host(ip) as ip, outcome, details from audit_event where action = 'accounts.refuseAttempts' order by id`,
    );
    return rows;
  };
  const send = (email: string, password: string): Promise<Response> =>
    fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: SIGN_IN, variables: { email, password } }),
    });

  test('because of a crowd says when to come again, is recorded with the others of its minute, and is no guess', async () => {
    const lena = await anInfluencer(world);
    const before = (await recorded()).length;
    let disperse = (): void => undefined;
    const crowd = new Promise<void>((resolve) => (disperse = resolve));
    const standing = Array.from({ length: 66 }, () => inTurn(() => crowd));
    for (let i = 0; i < 7; i++) {
      const answer = await send(lena.email, 'guess');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
      expect(answer.headers.get('ratelimit-limit')).toBe('66');
    }
    disperse();
    await Promise.all(standing);
    expect((await world.db.pool.query('select from sign_in_lock')).rowCount).toBe(0);
    expect((await recorded()).slice(before)).toEqual([
      { ip: '127.0.0.1', outcome: 'REFUSED', details: { reason: 'TOO_MANY_AT_ONCE', count: 7 } },
    ]);
    expect((await attempt(lena.email, lena.password)).signedIn).not.toBeNull();
  });

  test('because it came too fast is told by the limit that refused it, and recorded', async () => {
    const before = (await recorded()).length;
    await world.app.settings.change(operator, signInsPerSecond, {}, 1);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => send(`nobody-${i}@test.example`, 'guess')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused)
      expect(['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`))).toEqual(['1', '0', '1']);
    expect((await recorded()).slice(before)).toEqual([
      { ip: '127.0.0.1', outcome: 'REFUSED', details: { reason: 'TOO_FAST', count: refused.length } },
    ]);

    // One account from many networks, with the right password.
    const lena = await anInfluencer(world);
    const spread = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        world.app.signIns.signIn({ ...operator, ip: `198.51.${i}.1` }, lena.email, lena.password, null),
      ),
    );
    expect(spread.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(6);
    expect(spread.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { retryAfter: 1 } });
    await letEverybodyKnock(world);
  });
});

test('what nobody would type is refused like any wrong password, or as no text at all', async () => {
  const lena = await anInfluencer(world);
  for (const password of ['', ' ', 'x'.repeat(200_000), '👩‍👩‍👧‍👦'.repeat(100), '‮', "' or 1=1 --", '${7*7}']) {
    await world.db.pool.query('delete from sign_in_lock');
    expect((await attempt(lena.email, password)).code, password.slice(0, 20)).toBe('UNAUTHENTICATED');
  }
  for (const email of ['', '@', 'x'.repeat(200_000), "' or 1=1 --", 'ß@İ.example', '\u202e'])
    expect((await attempt(email, 'wrong')).code, email.slice(0, 20)).toBe('UNAUTHENTICATED');
  for (const text of ['\0', 'a\0b', '\ud800']) {
    const { errors } = await world.as(null).run(SIGN_IN, { email: text, password: text });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  }
});

test('a megabyte is refused before anybody hashes it, and is no attempt', async () => {
  const lena = await anInfluencer(world);
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: SIGN_IN, variables: { email: lena.email, password: 'x'.repeat(1_000_000) } }),
  });
  expect(response.status).toBe(413);
  expect(await auditOf(lena.email)).toEqual([]);
});

test('a clock that is set back opens no lock', async () => {
  const lena = await anInfluencer(world);
  for (let i = 0; i < 5; i++) await attempt(lena.email, 'wrong');
  const before = now;
  now = new Date(now.getTime() - 3_600_000);
  expect((await attempt(lena.email, lena.password)).code).toBe('RATE_LIMITED');
  now = before;
  expect((await attempt(lena.email, lena.password)).code).toBe('RATE_LIMITED');
});

test('counts that matter no more are forgotten', async () => {
  await attempt('old@test.example', 'wrong');
  now = new Date(now.getTime() + 15 * 60_000);
  await attempt('new@test.example', 'wrong');
  await world.app.attempts.forgetOld();
  const { rows } = await world.db.pool.query('select failures from sign_in_lock');
  expect(rows).toEqual([{ failures: 1 }]);
});
