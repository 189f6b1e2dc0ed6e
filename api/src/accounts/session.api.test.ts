import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { hangUp, Peer } from '../../test/peer.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { aWorld, type World } from '../../test/world.ts';
import type { TestAccount } from '../../test/actors.ts';

let world: World;
let other: World;
let now: Date | null = null;
const clock = { now: () => now ?? new Date() };
beforeAll(async () => {
  world = await aWorld({ parts: clock });
  await letEverybodyKnock(world);
  other = await aWorld({ parts: clock, databaseUrl: world.databaseUrl });
});
afterEach(hangUp);
afterAll(async () => {
  await other.stop();
  await world.stop();
});

const VIEWER = '{ viewer { email } }';
const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { viewer { id } } } }';
const SIGN_OUT = 'mutation { signOut }';

/** A browser with one of the apps open: keeps its cookies. */
class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly app: string | null,
    private readonly at = world,
  ) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** As another app on the same origin: the same cookies. */
  openedIn(app: string | null, at = this.at): Browser {
    const browser = new Browser(app, at);
    for (const [name, value] of this.cookies) browser.cookies.set(name, value);
    return browser;
  }

  async run(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.at.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: this.cookie,
        ...(this.app !== null && { 'x-influencegen-app': this.app }),
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
    return { status: response.status, setCookies, ...((await response.json()) as Pick<Answer, 'data' | 'errors'>) };
  }

  async signIn({ email, password }: TestAccount): Promise<Answer> {
    return this.run(SIGN_IN, { email, password });
  }

  async viewer(): Promise<string | null> {
    const { data } = await this.run(VIEWER);
    return (data as { viewer: { email: string } | null }).viewer?.email ?? null;
  }
}

interface Answer {
  status: number;
  setCookies: string[];
  data?: unknown;
  errors?: { extensions: { code: string } }[];
}

const aSocket = (at: World, { cookie, ...payload }: { app?: string; token?: string; cookie?: string }): Promise<Peer> =>
  Peer.ready(`${at.url.replace('http', 'ws')}/graphql`, payload, cookie === undefined ? {} : { cookie });

async function viewerOn(peer: Peer): Promise<string | null> {
  const id = `${peer.messages.length}`;
  peer.subscribe(id, VIEWER);
  const { payload } = (await peer.of(id)) as { payload: { data: { viewer: { email: string } | null } } };
  return payload.data.viewer?.email ?? null;
}

test('each app has a session of its own, in a cookie that no script reads and no other site sends', async () => {
  const lena = await anInfluencer(world);
  const ada = await anAdministrator(world);
  const studio = new Browser('influencer');
  const { setCookies } = await studio.signIn(lena);
  expect(setCookies).toEqual([
    expect.stringMatching(/^influencegen-influencer=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Expires=[^;]+$/),
  ]);
  expect(await studio.viewer()).toBe(lena.email);

  const desk = studio.openedIn('admin');
  expect(await desk.viewer()).toBeNull();
  await desk.signIn(ada);
  expect(await desk.viewer()).toBe(ada.email);
  expect(await desk.openedIn('influencer').viewer()).toBe(lena.email);
  expect(await desk.openedIn(null).viewer()).toBeNull();
  expect(await desk.openedIn('another').viewer()).toBeNull();
});

test('over https the cookie belongs to this very host', async () => {
  const secure = await aWorld({ databaseUrl: world.databaseUrl, config: { publicUrl: 'https://app.example' } });
  const { setCookies } = await new Browser('admin', secure).signIn(await anAdministrator(world));
  expect(setCookies).toEqual([expect.stringMatching(/^__Host-influencegen-admin=.*; Path=\/; .*; Secure$/)]);
  await secure.stop();
});

test('a program gets a token and no cookie', async () => {
  const lena = await anInfluencer(world);
  const program = new Browser(null);
  expect((await program.signIn(lena)).setCookies).toEqual([]);
  expect(await program.viewer()).toBeNull();
  const token = await world.as(lena).token();
  const asked = await program.run(VIEWER, {}, { authorization: `Bearer ${token}` });
  expect(asked.data).toEqual({ viewer: { email: lena.email } });
  for (const forged of [`${token}x`, token.slice(1), 'null', ''])
    expect((await program.run(VIEWER, {}, { authorization: `Bearer ${forged}` })).data).toEqual({ viewer: null });
});

test('a page of another origin gets nothing, though the browser holds a cookie', async () => {
  const browser = new Browser('influencer');
  await browser.signIn(await anInfluencer(world));
  const foreign = await browser.run(VIEWER, {}, { origin: 'https://evil.example' });
  expect([foreign.status, foreign.errors?.[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
  expect(await browser.openedIn(null).viewer()).toBeNull();
});

test('signing out ends the session everywhere at once, sockets and other processes included', async () => {
  const lena = await anInfluencer(world);
  const here = new Browser('influencer');
  await here.signIn(lena);
  const there = here.openedIn('influencer', other);
  expect(await there.viewer()).toBe(lena.email);
  const { cookie } = here;
  const sockets = await Promise.all([
    aSocket(world, { app: 'influencer', cookie }),
    aSocket(other, { app: 'influencer', cookie }),
  ]);
  expect(await viewerOn(sockets[1])).toBe(lena.email);
  const bystander = await aSocket(other, { token: await world.as(lena).token() });

  const began = performance.now();
  const answered = await here.run(SIGN_OUT);
  expect(answered.data).toEqual({ signOut: true });
  expect(answered.setCookies).toEqual([expect.stringMatching(/^influencegen-influencer=;.*1970/)]);
  expect((await Promise.all(sockets.map(({ closed }) => closed))).map(({ code }) => code)).toEqual([4401, 4401]);
  expect(performance.now() - began).toBeLessThan(1_000);

  await vi.waitFor(async () => expect(await there.viewer()).toBeNull());
  expect(await here.viewer()).toBeNull();
  expect((await here.run(SIGN_OUT)).data).toEqual({ signOut: false });
  expect(await viewerOn(bystander)).toBe(lena.email);
  const { rows } = await world.db.pool.query(
    `select action, outcome from audit_event where actor_id = $1 and action = 'accounts.signOut'`,
    [lena.id],
  );
  expect(rows).toEqual([{ action: 'accounts.signOut', outcome: 'DONE' }]);
});

test('signing in again in the same app ends the session whose cookie is replaced', async () => {
  const lena = await anInfluencer(world);
  const browser = new Browser('influencer');
  await browser.signIn(lena);
  const before = browser.openedIn('influencer');
  await browser.signIn(lena);
  expect(await before.viewer()).toBeNull();
  expect(await browser.viewer()).toBe(lena.email);
});

test('a session ends when its days are over, and with it its sockets', async () => {
  const browser = new Browser('influencer');
  await browser.signIn(await anInfluencer(world));
  const socket = await aSocket(world, { app: 'influencer', cookie: browser.cookie });
  now = new Date(Date.now() + 31 * 86_400_000);
  expect((await socket.closed).code).toBe(4401);
  expect(await browser.viewer()).toBeNull();
  now = null;
});

test('a socket knows who it belongs to by cookie and app, by token, or not at all', async () => {
  const lena = await anInfluencer(world);
  const browser = new Browser('influencer');
  await browser.signIn(lena);
  const { cookie } = browser;
  const token = await world.as(lena).token();
  for (const [options, expected] of [
    [{ app: 'influencer', cookie }, lena.email],
    [{ app: 'admin', cookie }, null],
    [{ cookie }, null],
    [{ token }, lena.email],
    [{ token: 'nonsense' }, null],
    [{}, null],
  ] as const) {
    const socket = await aSocket(world, options);
    expect(await viewerOn(socket)).toBe(expected);
  }
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
  const socket = await aSocket(world, { app: 'influencer', cookie: browser.cookie });
  socket.subscribe(
    'in',
    `mutation { signIn(email: "${lena.email}", password: "${lena.password}") { ... on SignIn { viewer { email } } } }`,
  );
  expect(await socket.of('in')).toMatchObject({ payload: { data: { signIn: { viewer: { email: lena.email } } } } });
  expect(await browser.viewer()).toBe(lena.email);
});
