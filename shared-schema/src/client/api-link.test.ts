// @vitest-environment jsdom
import { gql } from '@apollo/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apiLink } from './api-link.ts';
import { createClient } from './create-client.ts';
import { aToken, isRefresh } from '../test/access.ts';

const READ = gql`
  query Read {
    viewer {
      id
    }
  }
`;
const SIGN_IN = gql`
  mutation StudioSignIn {
    signOut
  }
`;
const TICKS = gql`
  subscription Ticks {
    ticks
  }
`;

/** Stands where the browser's WebSocket is; the test plays the server. */
class FakeSocket {
  static opened: FakeSocket[] = [];
  /** How many connections are refused from now on. */
  static refusing = 0;
  static silent = false;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  readyState = 1;
  onopen?: () => void;
  onclose?: (event: CloseEvent) => void;
  onmessage?: (event: { data: string }) => void;
  readonly received: { type: string; payload?: unknown }[] = [];
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    FakeSocket.opened.push(this);
    queueMicrotask(() => this.onopen?.());
  }

  send(message: string): void {
    const parsed = JSON.parse(message) as { type: string };
    this.received.push(parsed);
    if (parsed.type === 'ping' && !FakeSocket.silent)
      queueMicrotask(() => this.onmessage?.({ data: '{"type":"pong"}' }));
    if (parsed.type !== 'connection_init') return;
    if (FakeSocket.refusing-- > 0) this.close(4403);
    else this.onmessage?.({ data: '{"type":"connection_ack"}' });
  }

  close(code = 1000): void {
    this.readyState = 3;
    this.onclose?.(new CloseEvent('close', { code }));
  }
}

function setUp() {
  const onSignedOut = vi.fn<() => void>();
  const onOtherPerson = vi.fn<() => void>();
  const { link, connection } = apiLink({
    app: 'influencer',
    apiUrl: 'https://api.example',
    onSignedOut,
    onOtherPerson,
  });
  return { client: createClient(link), connection, onSignedOut };
}

/** Renews the session, and answers everything else with this. */
const answers = (body: object) =>
  vi.fn<typeof fetch>(async (_url, init) =>
    Response.json(isRefresh(init) ? { data: { refreshSession: { accessToken: token } } } : body),
  );
const token = aToken('lena');
const unauthenticated = { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] };

beforeEach(() => {
  FakeSocket.opened = [];
  FakeSocket.refusing = 0;
  FakeSocket.silent = false;
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', answers({}));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('every request names the app and brings the access token', async () => {
  const fetched = answers({ data: { viewer: null } });
  vi.stubGlobal('fetch', fetched);
  await setUp().client.query({ query: READ });
  const [url, init] = fetched.mock.calls[1]!;
  expect(url).toBe('https://api.example/graphql');
  expect(init).toMatchObject({ credentials: 'include' });
  const headers = new Headers(init?.headers);
  expect([headers.get('x-influencegen-app'), headers.get('authorization')]).toEqual(['influencer', `Bearer ${token}`]);
});

test('a session that ended is told once it is noticed; a wrong password is not the end of a session', async () => {
  vi.stubGlobal('fetch', answers(unauthenticated));
  const { client, onSignedOut } = setUp();
  await expect(client.mutate({ mutation: SIGN_IN })).rejects.toThrow('no');
  expect(onSignedOut).not.toHaveBeenCalled();
  await expect(client.query({ query: READ })).rejects.toThrow('no');
  expect(onSignedOut).toHaveBeenCalledOnce();
});

test('live updates: the socket brings the token, and pages read again once updates flow', async () => {
  const { client, connection } = setUp();
  const reread = vi.fn<() => void>();
  connection.onReconnected(reread);
  const subscription = client.subscribe({ query: TICKS }).subscribe({});
  await vi.waitFor(() => expect(reread).toHaveBeenCalledOnce());
  expect(FakeSocket.opened[0]?.url).toBe('wss://api.example/graphql');
  expect(FakeSocket.opened[0]?.received[0]).toEqual({ type: 'connection_init', payload: { token } });
  subscription.unsubscribe();
});

test('a broken line is reconnected, told meanwhile, and followed by another reading', async () => {
  const { client, connection } = setUp();
  const reread = vi.fn<() => void>();
  connection.onReconnected(reread);
  const subscription = client.subscribe({ query: TICKS }).subscribe({});
  await vi.waitFor(() => expect(reread).toHaveBeenCalledOnce());

  FakeSocket.opened[0]?.close(1006);
  await vi.waitFor(() => expect(connection.state).toBe('reconnecting'));
  // The browser says that the line is back: no need to wait longer.
  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(connection.state).toBe('online'));
  expect(FakeSocket.opened).toHaveLength(2);
  expect(reread).toHaveBeenCalledTimes(2);
  subscription.unsubscribe();
});

test('a line that answers no ping is given up', async () => {
  vi.useFakeTimers();
  FakeSocket.silent = true;
  const { client, connection } = setUp();
  const subscription = client.subscribe({ query: TICKS }).subscribe({});
  await vi.advanceTimersByTimeAsync(10_000);
  expect(FakeSocket.opened[0]?.received.at(-1)).toMatchObject({ type: 'ping' });
  await vi.advanceTimersByTimeAsync(5000);
  expect(connection.state).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(2000);
  expect(FakeSocket.opened).toHaveLength(2);
  subscription.unsubscribe();
});

test('a line closed because of new permissions, or of lost events, is opened again at once; pages read again, and nobody is told of a break', async () => {
  const { client, connection, onSignedOut } = setUp();
  const states = vi.fn<() => void>();
  const reread = vi.fn<() => void>();
  connection.onReconnected(reread);
  const subscription = client.subscribe({ query: TICKS }).subscribe({});
  await vi.waitFor(() => expect(reread).toHaveBeenCalledOnce());
  connection.watch(states);
  FakeSocket.opened[0]?.close(4403);
  await vi.waitFor(() => expect(FakeSocket.opened[1]?.received).toHaveLength(2));
  await vi.waitFor(() => expect(reread).toHaveBeenCalledTimes(2));
  expect(states).not.toHaveBeenCalled();
  expect(onSignedOut).not.toHaveBeenCalled();
  subscription.unsubscribe();
});

test('a line that refuses the token is opened with the next one', async () => {
  const { client } = setUp();
  const fetched = vi.mocked(fetch);
  FakeSocket.refusing = 1;
  const subscription = client.subscribe({ query: TICKS }).subscribe({});
  await vi.waitFor(() => expect(FakeSocket.opened[1]?.received).toHaveLength(2));
  expect(fetched.mock.calls.filter(([, init]) => isRefresh(init))).toHaveLength(2);
  subscription.unsubscribe();
});

test('an open line is shown each new token', async () => {
  vi.useFakeTimers();
  const { client } = setUp();
  const subscription = client.subscribe({ query: TICKS }).subscribe({});
  await vi.advanceTimersByTimeAsync(1000);
  const next = aToken('lena', { number: 2 });
  vi.stubGlobal('fetch', async () => Response.json({ data: { refreshSession: { accessToken: next } } }));
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(FakeSocket.opened[0]?.received).toContainEqual({ type: 'ping', payload: { token: next } });
  expect(FakeSocket.opened).toHaveLength(1);
  subscription.unsubscribe();
});

test('a socket closed for want of a session ends the session here too', async () => {
  const { client, onSignedOut } = setUp();
  const subscription = client.subscribe({ query: TICKS }).subscribe({ error: () => {} });
  await vi.waitFor(() => expect(FakeSocket.opened[0]?.received).toHaveLength(2));
  FakeSocket.opened[0]?.close(4401);
  await vi.waitFor(() => expect(onSignedOut).toHaveBeenCalled());
  subscription.unsubscribe();
});

test('offline is told even before anything is subscribed to', () => {
  const { connection } = setUp();
  window.dispatchEvent(new Event('offline'));
  expect(connection.state).toBe('offline');
  window.dispatchEvent(new Event('online'));
  expect(connection.state).toBe('online');
});
