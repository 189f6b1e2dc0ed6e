// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aToken, isRefresh } from '../test/access.ts';
import { Session } from './session.ts';

/** The API as far as sessions go: one cookie jar for all tabs. */
let trades: { key: string }[];
let answer: () => Response | Promise<Response>;
let taken: string | null;
const refused = () => Response.json({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] });
const renewed = (accessToken: string) => () => Response.json({ data: { refreshSession: { accessToken } } });

function aTab(app: 'influencer' | 'admin' = 'influencer') {
  const onSignedOut = vi.fn<() => void>();
  const onOtherPerson = vi.fn<() => void>();
  const session = new Session({ app, uri: 'https://api.example/graphql', onSignedOut, onOtherPerson });
  const read = async (): Promise<unknown> => (await session.fetch('https://api.example/graphql')).json();
  return { session, onSignedOut, onOtherPerson, read };
}

beforeEach(() => {
  trades = [];
  taken = null;
  answer = renewed(aToken('lena'));
  localStorage.clear();
  vi.stubGlobal('fetch', async (_url: string, init?: RequestInit) => {
    if (isRefresh(init)) {
      trades.push((JSON.parse(init!.body as string) as { variables: { key: string } }).variables);
      return answer();
    }
    taken = new Headers(init?.headers).get('authorization');
    return Response.json({ data: { as: taken } });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('at first the cookie is tried, once, however many requests wait for it', async () => {
  const token = aToken('lena');
  answer = renewed(token);
  const { read } = aTab();
  await Promise.all([read(), read(), read()]);
  expect(trades).toHaveLength(1);
  expect(taken).toBe(`Bearer ${token}`);
});

test('nobody is signed in: requests go without a token, and the cookie is not tried again', async () => {
  answer = refused;
  const { read, onSignedOut } = aTab();
  await read();
  await read();
  expect(taken).toBeNull();
  expect(trades).toHaveLength(1);
  expect(onSignedOut).not.toHaveBeenCalled();
});

test('a token is renewed before it ends, and after the machine has slept', async () => {
  vi.useFakeTimers();
  const { session } = aTab();
  await session.token();
  answer = renewed(aToken('lena', { number: 2 }));
  await vi.advanceTimersByTimeAsync(8.9 * 60_000);
  expect(trades).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(0.2 * 60_000);
  expect(trades).toHaveLength(2);

  const third = aToken('lena', { number: 3 });
  answer = renewed(third);
  // Asleep, timers do not run.
  vi.setSystemTime(Date.now() + 3_600_000);
  expect(await session.token()).not.toBeNull();
  expect(trades).toHaveLength(3);
});

test('a token that the API does not take is renewed, and the request is sent again', async () => {
  const { session, read } = aTab();
  const old = await session.token();
  const next = aToken('lena', { number: 2 });
  answer = renewed(next);
  const calls: (string | null)[] = [];
  vi.stubGlobal('fetch', async (_url: string, init?: RequestInit) => {
    if (isRefresh(init)) return answer();
    const shown = new Headers(init?.headers).get('authorization');
    calls.push(shown);
    return shown === `Bearer ${old}` ? new Response('{"errors":[]}', { status: 401 }) : Response.json({ data: {} });
  });
  expect(await read()).toEqual({ data: {} });
  expect(calls).toEqual([`Bearer ${old}`, `Bearer ${next}`]);

  answer = refused;
  session.distrust(next);
  await read();
  expect(calls.at(-1)).toBeNull();
});

test('when no answer comes the same key is used again, by a page loaded anew too; after an answer another one', async () => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  const { session, onSignedOut } = aTab();
  await expect(session.token()).rejects.toThrow('Failed to fetch');
  answer = () => new Response('Bad gateway', { status: 502 });
  await expect(aTab().session.token()).rejects.toThrow('not there');
  answer = renewed(aToken('lena', { minutes: 0 }));
  await session.token();
  await session.token();
  const [first, second, third, fourth] = trades.map(({ key }) => key);
  expect(first!.length).toBeGreaterThanOrEqual(16);
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
  expect(onSignedOut).not.toHaveBeenCalled();
});

test('too busy is not signed out', async () => {
  answer = () => Response.json({ errors: [{ message: 'later', extensions: { code: 'RATE_LIMITED' } }] });
  const { read, onSignedOut } = aTab();
  expect(await read()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect(onSignedOut).not.toHaveBeenCalled();
});

test('signing in and out in one tab is known to the others of the same app', async () => {
  answer = refused;
  const [first, second, desk] = [aTab(), aTab(), aTab('admin')];
  for (const { session } of [first, second, desk]) expect(await session.token()).toBeNull();
  const accessToken = aToken('lena');
  first.session.notice({ signIn: { __typename: 'SignIn', accessToken } });
  expect(await first.session.token()).toBe(accessToken);
  await vi.waitFor(async () => expect(await second.session.token()).toBe(accessToken));
  expect(await desk.session.token()).toBeNull();

  first.session.notice({ signOut: true });
  await vi.waitFor(() => expect(second.onSignedOut).toHaveBeenCalledOnce());
  expect(await second.session.token()).toBeNull();
  expect(first.onSignedOut).not.toHaveBeenCalled();
});

test('nothing of one person is left on the screen when another one signs in', async () => {
  const [first, second, heard] = [aTab(), aTab(), vi.fn<() => void>()];
  const channel = new BroadcastChannel('influencegen-influencer');
  channel.addEventListener('message', heard);
  await first.session.token();
  await vi.waitFor(() => expect(heard).toHaveBeenCalled());
  channel.close();
  expect(await second.session.token()).toBe(await first.session.token());
  expect(trades).toHaveLength(1);
  const mateo = aToken('mateo', { session: 'of mateo' });
  first.session.notice({ signIn: { __typename: 'SignIn', accessToken: mateo } });
  await vi.waitFor(() => expect(second.onOtherPerson).toHaveBeenCalledOnce());
  expect(first.onOtherPerson).not.toHaveBeenCalled();

  // The cookie was replaced, and this tab did not hear of it.
  answer = renewed(aToken('ada', { session: 'of ada' }));
  first.session.distrust(mateo);
  await first.session.token();
  expect(first.onOtherPerson).toHaveBeenCalledOnce();
});

test('a session that ended elsewhere is over here, unless another tab has begun a new one', async () => {
  const token = aToken('lena');
  answer = renewed(token);
  const { session, onSignedOut, onOtherPerson } = aTab();
  await session.token();
  session.notice({ signIn: { __typename: 'SignIn', accessToken: aToken('lena', { session: 'next' }) } });
  session.ended(token);
  expect(onOtherPerson).toHaveBeenCalledOnce();
  session.ended(aToken('lena', { session: 'next', number: 3 }));
  expect(onSignedOut).toHaveBeenCalledOnce();
  expect(await session.token()).toBeNull();
});

test('a person who signs out in this tab is known from one whose session ended, until somebody signs in', async () => {
  const { session } = aTab();
  const token = aToken('lena', { session: 'next' });
  await session.token();
  session.notice({ signOut: true });
  expect(session.signedOutHere()).toBe(true);

  session.notice({ signIn: { __typename: 'SignIn', accessToken: token } });
  session.ended(token);
  expect(session.signedOutHere()).toBe(false);
});
