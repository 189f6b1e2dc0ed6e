import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { aJobContext } from '../../test/job-context.ts';
import { hangUp, Peer } from '../../test/peer.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { aRedis } from '../../test/redis.ts';
import { aWorld, type World } from '../../test/world.ts';
import { nobody, SignInStep, type Actor } from '../platform/actor.ts';
import { transaction } from '../platform/db.ts';
import { handleForgetEndedAccess } from './account.jobs.ts';
import { readRefreshToken } from './refresh-token.ts';
import type { NewSession, SessionTokens } from './session.service.ts';

let world: World;
let other: World;
let now: Date | null = null;
const clock = { now: () => now ?? new Date() };
beforeAll(async () => {
  world = await aWorld({ parts: clock });
  await letEverybodyKnock(world);
  other = await aWorld({ parts: clock, databaseUrl: world.databaseUrl });
});
afterEach(() => {
  hangUp();
  now = null;
});
afterAll(async () => {
  await other.stop();
  await world.stop();
});

const VIEWER = '{ viewer { email } }';
const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename ... on SignIn { accessToken refreshToken viewer { id } } }
}`;
const SIGN_OUT = 'mutation { signOut }';
const REFRESH = `mutation ($retryKey: String!, $refreshToken: String) {
  refreshSession(retryKey: $retryKey, refreshToken: $refreshToken) { accessToken refreshToken expiresAt viewer { email } }
}`;
const SESSIONS = '{ sessions { id browser system ip createdAt lastUsedAt current } }';

const anActor = (more: Partial<Actor> = {}): Actor => ({
  ...nobody,
  ip: '203.0.113.7',
  requestId: 'request-of-the-test',
  traceparent: '',
  ...more,
});

/** A browser with one of the apps open: keeps its cookies, and the access token in the memory of the page. */
class Browser {
  private readonly cookies = new Map<string, string>();
  accessToken: string | null = null;

  constructor(
    private readonly app: string | null,
    private readonly at = world,
    private readonly userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  ) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get refreshToken(): string {
    return this.cookies.get(`influencegen-${this.app}`)!;
  }

  /** As another app or another tab on the same origin: the same cookies, a memory of its own. */
  openedIn(app: string | null, at = this.at): Browser {
    const browser = new Browser(app, at, this.userAgent);
    for (const [name, value] of this.cookies) browser.cookies.set(name, value);
    return browser;
  }

  async run(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.at.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': this.userAgent,
        cookie: this.cookie,
        ...(this.app !== null && { 'x-influencegen-app': this.app }),
        ...(this.accessToken !== null && { authorization: `Bearer ${this.accessToken}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const setCookies = response.headers.getSetCookie();
    for (const cookie of setCookies) {
      const [, name, value, expires] = /^([^=]+)=([^;]*);.*Expires=([^;]+)/.exec(cookie)!;
      if (new Date(expires!).getTime() === 0) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    const { data = null, errors = [] } = (await response.json()) as Partial<Pick<Answer, 'data' | 'errors'>>;
    return { status: response.status, setCookies, data, errors, code: errors[0]?.extensions.code ?? null };
  }

  async signIn({ email, password }: TestAccount): Promise<Answer> {
    const answer = await this.run(SIGN_IN, { email, password });
    this.accessToken = (answer.data?.signIn as SessionTokens | undefined)?.accessToken ?? null;
    return answer;
  }

  async refresh(retryKey: string = randomUUID()): Promise<Answer> {
    this.accessToken = null;
    const answer = await this.run(REFRESH, { retryKey });
    this.accessToken = (answer.data?.refreshSession as SessionTokens | undefined)?.accessToken ?? null;
    return answer;
  }

  async viewer(): Promise<string | null> {
    const { data, code } = await this.run(VIEWER);
    return (data as { viewer: { email: string } | null } | null)?.viewer?.email ?? code;
  }
}

interface Answer {
  status: number;
  setCookies: string[];
  data: Record<string, unknown> | null;
  errors: { extensions: { code: string } }[];
  code: string | null;
}

const begin = (account: TestAccount, at = world): Promise<SessionTokens> =>
  transaction(at.db, (tx) =>
    at.app.sessions.begin(tx, { accountId: account.id, userAgent: null, ip: null, verified: false }),
  );

/** A program that renews its session. */
const trade = (refreshToken: string, retryKey: string = randomUUID(), at = world): Promise<Answer> =>
  new Browser(null, at).run(REFRESH, { refreshToken, retryKey });
const traded = async (refreshToken: string, retryKey?: string, at = world): Promise<SessionTokens> =>
  (await trade(refreshToken, retryKey, at)).data!.refreshSession as SessionTokens;

const withToken = async (accessToken: string, at = world): Promise<string | null> => {
  const program = new Browser(null, at);
  program.accessToken = accessToken;
  return program.viewer();
};

const liveSessions = async ({ id }: TestAccount): Promise<number> =>
  (await world.db.pool.query('select from session where account_id = $1 and ended_at is null', [id])).rows.length;

const auditOf = async (action: string, { id }: TestAccount): Promise<object[]> =>
  (
    await world.db.pool.query<object>(
      `select outcome, record_type, details from audit_event where action = $1 and actor_id = $2 order by id`,
      [action, id],
    )
  ).rows;

const aSocket = (at: World, payload: { app?: string; token?: string }, cookie?: string): Promise<Peer> =>
  Peer.ready(`${at.url.replace('http', 'ws')}/graphql`, payload, cookie === undefined ? {} : { cookie });

async function viewerOn(peer: Peer): Promise<string | null> {
  const id = `${peer.messages.length}`;
  peer.subscribe(id, VIEWER);
  const { payload } = (await peer.of(id)) as { payload: { data: { viewer: { email: string } | null } } };
  return payload.data.viewer?.email ?? null;
}

test('each app has a session of its own, renewed by a cookie that no script reads and no other site sends', async () => {
  const lena = await anInfluencer(world);
  const ada = await anAdministrator(world);
  const studio = new Browser('influencer');
  const { setCookies, data } = await studio.signIn(lena);
  expect(setCookies).toEqual([
    expect.stringMatching(/^influencegen-influencer=igr_[\w-]{70}; Path=\/; HttpOnly; SameSite=Strict; Expires=[^;]+$/),
  ]);
  expect(data).toMatchObject({ signIn: { refreshToken: null } });
  expect(await studio.viewer()).toBe(lena.email);

  const desk = studio.openedIn('admin');
  expect((await desk.refresh()).code).toBe('UNAUTHENTICATED');
  await desk.signIn(ada);
  expect(await desk.viewer()).toBe(ada.email);
  const tab = desk.openedIn('influencer');
  await tab.refresh();
  expect(await tab.viewer()).toBe(lena.email);
});

test('a cookie alone says nothing about who asks: not to GraphQL, not to a socket', async () => {
  const browser = new Browser('influencer');
  await browser.signIn(await anInfluencer(world));
  const { cookie } = browser;
  for (const app of ['influencer', 'admin', 'another', null]) expect(await browser.openedIn(app).viewer()).toBeNull();
  // Without the header, which other sites cannot send, the cookie is not even looked at.
  expect((await browser.openedIn(null).refresh()).code).toBe('UNAUTHENTICATED');
  expect(await viewerOn(await aSocket(world, { app: 'influencer' }, cookie))).toBeNull();
});

test('over https the cookie belongs to this very host', async () => {
  const secure = await aWorld({ databaseUrl: world.databaseUrl, config: { publicUrl: 'https://app.example' } });
  const { setCookies } = await new Browser('admin', secure).signIn(await anAdministrator(world));
  expect(setCookies).toEqual([expect.stringMatching(/^__Host-influencegen-admin=.*; Path=\/; .*; Secure$/)]);
  await secure.stop();
});

test('a program gets both tokens in the answer and no cookie', async () => {
  const lena = await anInfluencer(world);
  const program = new Browser(null);
  const { setCookies, data } = await program.signIn(lena);
  expect(setCookies).toEqual([]);
  expect(await program.viewer()).toBe(lena.email);
  const { refreshToken } = data!.signIn as SessionTokens;
  const renewed = await traded(refreshToken);
  expect(await withToken(renewed.accessToken)).toBe(lena.email);
  expect((await program.run(REFRESH, { retryKey: randomUUID() })).code).toBe('UNAUTHENTICATED');
});

test('a page of another origin gets nothing, though the browser holds a cookie', async () => {
  const browser = new Browser('influencer');
  await browser.signIn(await anInfluencer(world));
  const foreign = await browser.run(REFRESH, { retryKey: randomUUID() }, { origin: 'https://evil.example' });
  expect([foreign.status, foreign.code, foreign.setCookies]).toEqual([403, 'FORBIDDEN', []]);
});

test('a token that is no good is told so, and nothing is done in nobody’s name', async () => {
  const lena = await anInfluencer(world);
  const { accessToken, refreshToken } = await begin(lena);
  for (const wrong of [`${accessToken}x`, accessToken.slice(1), 'null', refreshToken, 'x'.repeat(10_000)]) {
    const program = new Browser(null);
    program.accessToken = wrong;
    const { status, code, data } = await program.run('mutation { signOut }');
    expect([status, code, data]).toEqual([401, 'UNAUTHENTICATED', null]);
  }
  expect(await withToken(accessToken)).toBe(lena.email);
});

test('a refresh token works once and gives the next one; an access token lives for minutes', async () => {
  now = new Date('2026-03-01T10:00:00.500Z');
  const lena = await anInfluencer(world);
  const first = await begin(lena);
  expect(first.expiresAt).toEqual(new Date('2026-03-01T10:10:00Z'));
  expect(first.refreshExpiresAt).toEqual(new Date('2026-03-31T10:00:00.500Z'));
  now = new Date('2026-03-01T10:09:59Z');
  expect(await withToken(first.accessToken)).toBe(lena.email);
  now = new Date('2026-03-01T10:10:00Z');
  expect(await withToken(first.accessToken)).toBe('UNAUTHENTICATED');

  const second = await traded(first.refreshToken);
  expect(await withToken(second.accessToken)).toBe(lena.email);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  // Thirty days count from the last use.
  now = new Date('2026-03-31T10:09:59Z');
  const third = await traded(second.refreshToken);
  now = new Date('2026-05-01T10:09:59Z');
  expect((await trade(third.refreshToken)).code).toBe('UNAUTHENTICATED');
});

test('an old refresh token ends the session: somebody has stolen it', async () => {
  const lena = await anInfluencer(world);
  const bystander = await begin(lena);
  const first = await begin(lena);
  const socket = await aSocket(other, { token: first.accessToken });
  const second = await traded(first.refreshToken);
  const third = await traded(second.refreshToken);

  expect((await trade(second.refreshToken)).code).toBe('UNAUTHENTICATED');
  expect((await socket.closed).code).toBe(4401);
  expect(await withToken(third.accessToken)).toBe('UNAUTHENTICATED');
  expect((await trade(third.refreshToken)).code).toBe('UNAUTHENTICATED');
  expect(await withToken(bystander.accessToken)).toBe(lena.email);
  expect(await auditOf('accounts.reuseRefreshToken', lena)).toEqual([
    { outcome: 'REFUSED', record_type: 'session', details: { generation: 2, current: 3 } },
  ]);
});

test('when the answer was lost, asking again with the same key gets the same token, until it is used', async () => {
  const lena = await anInfluencer(world);
  const { refreshToken } = await begin(lena);
  const [one, two] = [
    await traded(refreshToken, 'the key of one trade'),
    await traded(refreshToken, 'the key of one trade', other),
  ];
  expect(two.refreshToken).toBe(one.refreshToken);
  expect(await withToken(two.accessToken)).toBe(lena.email);

  await traded(one.refreshToken);
  expect((await trade(refreshToken, 'the key of one trade')).code).toBe('UNAUTHENTICATED');
  expect(await liveSessions(lena)).toBe(0);
});

test('of two trades at once with different keys one wins, and then the session is over; with one key both get the same', async () => {
  const lena = await anInfluencer(world);
  const stolen = await begin(lena);
  const race = await Promise.allSettled(
    [world, other, world].map(({ app }) => app.sessions.refresh(anActor(), stolen.refreshToken, randomUUID())),
  );
  expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await liveSessions(lena)).toBe(0);

  const { refreshToken } = await begin(lena);
  const same = await Promise.all(
    [world, other, world].map((at) => traded(refreshToken, 'one key for all of them', at)),
  );
  expect(new Set(same.map((tokens) => tokens.refreshToken)).size).toBe(1);
  expect(await liveSessions(lena)).toBe(1);
});

test('a forged refresh token ends nobody’s session', async () => {
  const lena = await anInfluencer(world);
  const [mine, theirs] = [await begin(lena), await begin(lena)];
  const bytes = Buffer.from(mine.refreshToken.slice(4), 'base64url');
  const changed = (change: (token: Buffer) => void): string => {
    const copy = Buffer.from(bytes);
    change(copy);
    return `igr_${copy.toString('base64url')}`;
  };
  const forged = [
    changed((token) => token.writeUInt32BE(0, 16)),
    changed((token) => token.writeUInt32BE(2, 16)),
    changed((token) => (token[51]! ^= 1)),
    changed((token) => Buffer.from(theirs.refreshToken.slice(4), 'base64url').copy(token, 0, 0, 16)),
    changed((token) => token.fill(0)),
    mine.refreshToken.slice(0, -1),
    `${mine.refreshToken}A`,
    mine.refreshToken.replace('igr_', 'IGR_'),
    'igr_',
    '',
    '\ud83d\ude00'.repeat(50),
  ];
  for (const token of forged) expect((await trade(token)).code, token).toBe('UNAUTHENTICATED');
  expect(await liveSessions(lena)).toBe(2);
  for (const retryKey of ['', 'too short', 'x'.repeat(201)])
    expect((await trade(mine.refreshToken, retryKey)).code).toBe('BAD_USER_INPUT');
  expect(readRefreshToken((await traded(mine.refreshToken)).refreshToken)?.generation).toBe(2);
});

test('a database without the master key makes no refresh token', async () => {
  const { sessionId, refreshToken } = await begin(await anInfluencer(world));
  const { rows } = await world.db.pool.query<{ refresh_secret: Buffer }>(
    'select refresh_secret from session where id = $1',
    [sessionId],
  );
  const { sealed, mac } = { sealed: rows[0]!.refresh_secret, mac: readRefreshToken(refreshToken)!.mac };
  expect(sealed.includes(mac)).toBe(false);
  expect(sealed.length).toBeGreaterThan(32 + 64);
});

test('signing out ends the session everywhere at once, sockets and other processes included', async () => {
  const lena = await anInfluencer(world);
  const here = new Browser('influencer');
  await here.signIn(lena);
  const token = here.accessToken!;
  expect(await withToken(token, other)).toBe(lena.email);
  const sockets = await Promise.all([aSocket(world, { token }), aSocket(other, { token })]);
  expect(await viewerOn(sockets[1])).toBe(lena.email);
  const bystander = await aSocket(other, { token: await world.as(lena).token() });

  const began = performance.now();
  const answered = await here.run(SIGN_OUT);
  expect(answered.data).toEqual({ signOut: true });
  expect(answered.setCookies).toEqual([expect.stringMatching(/^influencegen-influencer=;.*1970/)]);
  expect((await Promise.all(sockets.map(({ closed }) => closed))).map(({ code }) => code)).toEqual([4401, 4401]);
  await vi.waitFor(async () => expect(await withToken(token, other)).toBe('UNAUTHENTICATED'));
  expect(performance.now() - began).toBeLessThan(1_000);

  expect(await here.viewer()).toBe('UNAUTHENTICATED');
  here.accessToken = null;
  expect((await here.run(SIGN_OUT)).data).toEqual({ signOut: false });
  expect(await viewerOn(bystander)).toBe(lena.email);
  expect(await auditOf('accounts.signOut', lena)).toEqual([{ outcome: 'DONE', record_type: 'session', details: {} }]);
});

test('a page whose access token has expired still signs out, by its cookie', async () => {
  const lena = await anInfluencer(world);
  const browser = new Browser('influencer');
  await browser.signIn(lena);
  browser.accessToken = null;
  expect((await browser.run(SIGN_OUT)).data).toEqual({ signOut: true });
  expect(await liveSessions(lena)).toBe(0);
});

test('signing in again in the same app ends the session whose cookie is replaced', async () => {
  const lena = await anInfluencer(world);
  const browser = new Browser('influencer');
  await browser.signIn(lena);
  const before = browser.accessToken!;
  await browser.signIn(lena);
  expect(await withToken(before)).toBe('UNAUTHENTICATED');
  expect(await browser.viewer()).toBe(lena.email);
});

test('a person is signed in on five devices at most, also when they sign in on many at once', async () => {
  const lena = await anInfluencer(world);
  const first = await begin(lena);
  const socket = await aSocket(world, { token: first.accessToken });
  for (let i = 0; i < 4; i++) await begin(lena);
  expect(await withToken(first.accessToken)).toBe(lena.email);
  await begin(lena);
  expect((await socket.closed).code).toBe(4401);
  expect(await withToken(first.accessToken)).toBe('UNAUTHENTICATED');

  // The phone for joining and support are devices too; but the phone does not push out whoever shows it the code.
  const sofia = await anAccount(world, 'SUPPORT');
  const noa = await anInfluencer(world);
  const own = [];
  for (let i = 0; i < 5; i++) own.push(await begin(noa));
  const endsAt = new Date((now ?? new Date()).getTime() + 600_000);
  const more = (session: Pick<NewSession, 'handOff' | 'impersonation'>) =>
    transaction(world.db, (tx) =>
      world.app.sessions.begin(tx, { accountId: noa.id, userAgent: null, ip: null, verified: false, ...session }),
    );
  const phone = await more({ handOff: { handedBy: own[0]!.sessionId, endsAt } });
  expect(await liveSessions(noa)).toBe(5);
  const live = async (tokens: SessionTokens[]) =>
    Promise.all(tokens.map(async ({ accessToken }) => (await world.app.liveSessions.identify(accessToken)) !== null));
  expect(await live([...own, phone])).toEqual([true, false, true, true, true, true]);
  const looking = await more({ impersonation: { impersonatorId: sofia.id, readOnly: true, endsAt } });
  // The oldest one is out, and its phone with it.
  expect(await liveSessions(noa)).toBe(4);
  const back = [await begin(noa), await begin(noa)];
  expect(await liveSessions(noa)).toBe(5);
  expect(await live([looking, ...back])).toEqual([false, true, true]);

  const mateo = await anInfluencer(world);
  const crowd = await Promise.all(Array.from({ length: 12 }, (_, i) => begin(mateo, i % 2 ? world : other)));
  const alive = await Promise.all(crowd.map(async ({ accessToken }) => (await withToken(accessToken)) === mateo.email));
  expect(alive.filter(Boolean)).toHaveLength(5);
  expect(await liveSessions(mateo)).toBe(5);
});

test('nobody begins a session for an account that is not active', async () => {
  for (const status of ['UNVERIFIED', 'INVITED', 'DEACTIVATED']) {
    const lena = await anInfluencer(world);
    await world.db.pool.query('update account set status = $2 where id = $1', [lena.id, status]);
    await expect(begin(lena)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await liveSessions(lena)).toBe(0);
  }
});

test('devices are listed with browser, system, address and time, for their owner only', async () => {
  now = new Date('2026-04-01T08:00:00Z');
  const lena = await anInfluencer(world);
  const phone = new Browser(
    'influencer',
    world,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  );
  await phone.signIn(lena);
  now = new Date('2026-04-01T09:00:00Z');
  const laptop = new Browser('influencer');
  await laptop.signIn(lena);
  now = new Date('2026-04-01T09:05:00Z');
  await laptop.refresh();
  const { data } = await laptop.run(SESSIONS);
  expect(data).toEqual({
    sessions: [
      {
        id: expect.any(String) as string,
        browser: 'Firefox',
        system: 'Linux',
        ip: '127.0.0.1',
        createdAt: '2026-04-01T09:00:00.000Z',
        lastUsedAt: '2026-04-01T09:05:00.000Z',
        current: true,
      },
      expect.objectContaining({ browser: 'Safari', system: 'iPhone', current: false }),
    ],
  });
  expect((await new Browser('influencer').run(SESSIONS)).code).toBe('UNAUTHENTICATED');

  const stranger = new Browser('influencer');
  await stranger.signIn(await anInfluencer(world));
  const { id } = (data!.sessions as { id: string }[])[1]!;
  const END = 'mutation ($id: ID!) { endSession(id: $id) }';
  for (const unknown of [id, randomUUID(), 'no id', "'; drop table session"])
    expect((await stranger.run(END, { id: unknown })).code).toBe('NOT_FOUND');
  expect((await laptop.run(END, { id })).data).toEqual({ endSession: true });
  expect((await laptop.run(END, { id })).data).toEqual({ endSession: true });
  await vi.waitFor(async () => expect(await phone.viewer()).toBe('UNAUTHENTICATED'));
  expect(await auditOf('accounts.endSession', lena)).toHaveLength(1);
});

test('all other devices are signed out by one click, or all of them', async () => {
  const lena = await anInfluencer(world);
  const here = new Browser('influencer');
  const devices = await Promise.all([begin(lena), begin(lena), begin(lena, other)]);
  await here.signIn(lena);
  expect((await here.run('mutation { endOtherSessions }')).data).toEqual({ endOtherSessions: 3 });
  for (const { accessToken } of devices)
    await vi.waitFor(async () => expect(await withToken(accessToken, other)).toBe('UNAUTHENTICATED'));
  expect(await here.viewer()).toBe(lena.email);
  expect((await here.run('mutation { endOtherSessions }')).data).toEqual({ endOtherSessions: 0 });

  const everywhere = await here.run('mutation { signOutEverywhere }');
  expect(everywhere.data).toEqual({ signOutEverywhere: 1 });
  expect(everywhere.setCookies).toHaveLength(1);
  expect(await here.viewer()).toBe('UNAUTHENTICATED');
  expect(await auditOf('accounts.endSessions', lena)).toEqual([
    { outcome: 'DONE', record_type: 'account', details: { sessions: 3 } },
    { outcome: 'DONE', record_type: 'account', details: { sessions: 1 } },
  ]);
});

test('ending all sessions while somebody signs in leaves none that began before', async () => {
  const lena = await anInfluencer(world);
  for (let round = 0; round < 5; round++) {
    const [began] = await Promise.all([
      begin(lena, other),
      transaction(world.db, (tx) => world.app.sessions.endAll(tx, anActor(), lena.id)),
    ]);
    // Whichever came second decided.
    const left = await liveSessions(lena);
    expect(left).toBe((await withToken(began.accessToken)) === lena.email ? 1 : 0);
    await transaction(world.db, (tx) => world.app.sessions.endAll(tx, anActor(), lena.id));
    expect(await liveSessions(lena)).toBe(0);
  }
});

test('a session that owes a step holds no permission; the step done, every process knows at once', async () => {
  const ada = await anAdministrator(world);
  const tokens = await transaction(world.db, (tx) =>
    world.app.sessions.begin(tx, {
      accountId: ada.id,
      userAgent: null,
      ip: null,
      verified: false,
      step: SignInStep.SECOND_FACTOR,
    }),
  );
  const program = new Browser(null, other);
  program.accessToken = tokens.accessToken;
  const STEP = '{ viewer { signInStep permissions } }';
  expect((await program.run(STEP)).data).toEqual({ viewer: { signInStep: 'SECOND_FACTOR', permissions: [] } });
  expect((await program.run(SESSIONS)).code).toBe('FORBIDDEN');
  const socket = await aSocket(other, { token: tokens.accessToken });

  const began = performance.now();
  await transaction(world.db, (tx) => world.app.sessions.completeStep(tx, tokens.sessionId, null));
  expect((await socket.closed).code).toBe(4403);
  await vi.waitFor(async () => expect((await program.run(SESSIONS)).code).toBeNull());
  expect(performance.now() - began).toBeLessThan(1_000);
  const identity = await other.app.liveSessions.identify(tokens.accessToken);
  expect(identity).toMatchObject({ step: null, verifiedAt: expect.any(Date) as Date });
  expect(identity!.permissions.get('accounts.own')).toBe('OWN');
});

test('proof of identity is remembered with its time, in every process', async () => {
  const lena = await anInfluencer(world);
  const { sessionId, accessToken } = await begin(lena);
  expect((await other.app.liveSessions.identify(accessToken))?.verifiedAt).toBeNull();
  now = new Date(Date.now() + 1_000);
  await transaction(world.db, (tx) => world.app.sessions.markVerified(tx, sessionId));
  await vi.waitFor(async () => expect((await other.app.liveSessions.identify(accessToken))?.verifiedAt).toEqual(now));
});

test('a role edited while its holder is connected reaches socket and requests of every process within a second', async () => {
  const ada = await anAccount(world, 'SUPPORT');
  const administrator = await anAdministrator(world);
  await world.as(administrator).token();
  const { accessToken } = await begin(ada);
  const program = new Browser(null, other);
  program.accessToken = accessToken;
  expect((await program.run('{ health { status } }')).code).toBeNull();
  const [socket, bystander] = await Promise.all([
    aSocket(other, { token: accessToken }),
    aSocket(other, { token: await world.as(await anInfluencer(world)).token() }),
  ]);

  const began = performance.now();
  const denied = await world.as(administrator).run(
    `mutation ($id: ID!) {
      denyPermission(id: $id, input: { permission: "operations.health", reason: "Not hers" }) { __typename } }`,
    { id: ada.id },
  );
  expect(denied.errors).toEqual([]);
  expect((await socket.closed).code).toBe(4403);
  await vi.waitFor(async () => expect((await program.run('{ health { status } }')).code).toBe('FORBIDDEN'));
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(bystander.socket.readyState).toBe(1);
});

test('who is deactivated is out at once, and a renewed token does not help', async () => {
  const lena = await anInfluencer(world);
  const { accessToken, refreshToken } = await begin(lena);
  expect(await withToken(accessToken, other)).toBe(lena.email);
  const deactivated = await world
    .as(await anAdministrator(world))
    .run('mutation ($id: ID!) { deactivateAccount(id: $id, reason: "Left") { __typename } }', { id: lena.id });
  expect(deactivated.errors).toEqual([]);
  await vi.waitFor(async () => expect(await withToken(accessToken, other)).toBe('UNAUTHENTICATED'));
  expect((await trade(refreshToken)).code).toBe('UNAUTHENTICATED');
});

test('when time goes backwards nobody is signed out, and nothing that is over begins again', async () => {
  now = new Date('2026-05-01T12:00:00Z');
  const lena = await anInfluencer(world);
  const [kept, ended] = [await begin(lena), await begin(lena)];
  const used = await traded(kept.refreshToken);
  await world.app.sessions.signOut(anActor({ accountId: lena.id, sessionId: ended.sessionId }));

  now = new Date('2026-05-01T09:00:00Z');
  expect(await withToken(used.accessToken)).toBe(lena.email);
  expect(await withToken(ended.accessToken)).toBe('UNAUTHENTICATED');
  const renewed = await traded(used.refreshToken);
  expect(await withToken(renewed.accessToken)).toBe(lena.email);
  expect((await trade(ended.refreshToken)).code).toBe('UNAUTHENTICATED');
  expect((await trade(kept.refreshToken)).code).toBe('UNAUTHENTICATED');
  expect(await liveSessions(lena)).toBe(0);
});

test('a socket knows who it belongs to by its token, or not at all', async () => {
  const lena = await anInfluencer(world);
  const token = await world.as(lena).token();
  expect(await viewerOn(await aSocket(world, { token }))).toBe(lena.email);
  expect(await viewerOn(await aSocket(world, {}))).toBeNull();
  const forged = await Peer.connect(`${world.url.replace('http', 'ws')}/graphql`);
  forged.send({ type: 'connection_init', payload: { token: `${token}x` } });
  expect((await forged.closed).code).toBe(4403);
});

test('without a session nothing is told over a socket', async () => {
  const socket = await aSocket(world, {});
  const query = 'subscription { imageRequestUpdated { id } }';
  socket.subscribe('1', query);
  expect(await socket.of('1')).toMatchObject({ payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
});

test('signing in over a socket leaves the session of the browser as it is', async () => {
  const lena = await anInfluencer(world);
  const browser = new Browser('influencer');
  await browser.signIn(lena);
  const socket = await aSocket(world, { token: browser.accessToken! });
  socket.subscribe('in', SIGN_IN, { email: lena.email, password: lena.password });
  expect(await socket.of('in')).toMatchObject({ payload: { data: { signIn: { viewer: { id: lena.id } } } } });
  expect(await browser.viewer()).toBe(lena.email);
});

test('somebody’s last use is noted once a minute at most', async () => {
  now = new Date('2026-06-01T00:00:00Z');
  const { sessionId, accessToken } = await begin(await anInfluencer(world));
  const lastUse = async (): Promise<Date> => {
    world.app.liveSessions.forget([sessionId]);
    await world.app.liveSessions.identify(accessToken);
    const { rows } = await world.db.pool.query<{ last_used_at: Date }>(
      'select last_used_at from session where id = $1',
      [sessionId],
    );
    return rows[0]!.last_used_at;
  };
  now = new Date('2026-06-01T00:01:00Z');
  expect(await lastUse()).toEqual(new Date('2026-06-01T00:00:00Z'));
  now = new Date('2026-06-01T00:01:01Z');
  expect(await lastUse()).toEqual(now);
});

test('pictures are shown to the cookie that was just replaced, for a minute, and to no older one', async () => {
  const lena = await anInfluencer(world);
  const first = await begin(lena);
  const { liveSessions: live } = world.app;
  expect((await live.ofRefreshToken(first.refreshToken))?.accountId).toBe(lena.id);
  const second = await traded(first.refreshToken);
  live.forget([first.sessionId]);
  expect((await live.ofRefreshToken(first.refreshToken))?.accountId).toBe(lena.id);
  // Another process that does not know of the trade yet believes the newer token.
  expect((await other.app.liveSessions.ofRefreshToken(second.refreshToken))?.accountId).toBe(lena.id);
  now = new Date(Date.now() + 61_000);
  expect(await live.ofRefreshToken(first.refreshToken)).toBeNull();
  const third = await traded(second.refreshToken);
  live.forget([first.sessionId]);
  expect(await live.ofRefreshToken(first.refreshToken)).toBeNull();
  expect((await live.ofRefreshToken(third.refreshToken))?.accountId).toBe(lena.id);
});

test('the same holds when events travel over Redis', async () => {
  const redis = await aRedis();
  const config = { redisUrl: redis.url };
  const here = await aWorld({ databaseUrl: world.databaseUrl, config });
  const there = await aWorld({ databaseUrl: world.databaseUrl, config });
  const { accessToken, sessionId, accountId } = await begin(await anInfluencer(world), here);
  const socket = await aSocket(there, { token: accessToken });
  expect(await viewerOn(socket)).not.toBeNull();

  const began = performance.now();
  await here.app.sessions.signOut(anActor({ accountId, sessionId }));
  expect((await socket.closed).code).toBe(4401);
  await vi.waitFor(async () => expect(await withToken(accessToken, there)).toBe('UNAUTHENTICATED'));
  expect(performance.now() - began).toBeLessThan(1_000);
  await Promise.all([here.stop(), there.stop()]);
  await redis.stop();
});

test('a process that lost its events for a while believes nothing that it remembered', async () => {
  const lena = await anInfluencer(world);
  const [ended, alive] = [await begin(lena), await begin(lena)];
  const sockets = await Promise.all([ended, alive].map(({ accessToken }) => aSocket(other, { token: accessToken })));
  expect(await withToken(ended.accessToken, other)).toBe(lena.email);
  // As the owner of the database would, without telling anybody.
  await world.db.pool.query('update session set ended_at = now(), refresh_secret = null where id = $1', [
    ended.sessionId,
  ]);
  expect(await withToken(ended.accessToken, other)).toBe(lena.email);
  await world.db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'influencegen-events' and datname = current_database()`,
  );
  expect((await Promise.all(sockets.map(({ closed }) => closed))).map(({ code }) => code)).toEqual([4401, 4403]);
  expect(await withToken(ended.accessToken, other)).toBe('UNAUTHENTICATED');
  expect(await withToken(alive.accessToken, other)).toBe(lena.email);
});

test('what ended long ago is forgotten, with device and address; what is live or ended lately stays', async () => {
  const person = await anInfluencer(world);
  const staff = await anAdministrator(world);
  const begun = async (ended: string | null, expires: string) => {
    const { sessionId } = await transaction(world.db, (tx) =>
      world.app.sessions.begin(tx, { accountId: person.id, userAgent: 'Firefox', ip: '203.0.113.7', verified: true }),
    );
    await world.db.pool.query(
      `update session set ended_at = now() - $2::interval, expires_at = now() + $3::interval where id = $1`,
      [sessionId, ended, expires],
    );
    return sessionId;
  };
  const gone = [await begun('91 days', '1 day'), await begun(null, '-91 days')];
  const kept = [await begun('89 days', '1 day'), await begun(null, '-89 days'), await begun(null, '1 day')];
  await world.db.pool.query(
    `insert into impersonation (account_id, impersonator_id, read_only, code_digest, created_at, code_expires_at, session_id)
     values ($1, $2, true, '\\x01', now(), now(), $3)`,
    [person.id, staff.id, gone[0]],
  );
  for (const [name, end] of [
    ['revoked long ago', 'revoked_at'],
    ['expired long ago', 'expires_at'],
  ])
    await world.db.pool
      .query(
        `insert into api_key (account_id, name, prefix, secret_digest, permissions, expires_at) values ($1, $2, $2, '\\x00', '{}', now());`,
        [person.id, name],
      )
      .then(() =>
        world.db.pool.query(`update api_key set ${end} = now() - interval '91 days' where name = $1`, [name]),
      );

  for (let again = 0; again < 2; again++)
    await handleForgetEndedAccess({ db: world.db, settings: world.app.settings })({}, aJobContext());
  const { rows: left } = await world.db.pool.query<{ id: string }>('select id from session where account_id = $1', [
    person.id,
  ]);
  expect(left.map(({ id }) => id).sort()).toEqual(kept.sort());
  const { rows: looked } = await world.db.pool.query(
    'select impersonator_id, session_id from impersonation where account_id = $1',
    [person.id],
  );
  expect(looked).toEqual([{ impersonator_id: staff.id, session_id: null }]);
  const { rowCount: keys } = await world.db.pool.query('select from api_key where account_id = $1', [person.id]);
  expect(keys).toBe(0);
});
