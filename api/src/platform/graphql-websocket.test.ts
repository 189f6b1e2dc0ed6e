import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { nobody } from './actor.ts';
import { getIntrospectionQuery } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { anEdge, type Edge } from '../../test/edge.ts';
import { greedyDocuments } from '../../test/greedy-documents.ts';
import { hangUp, Peer, type Message } from '../../test/peer.ts';
import { socketLimits } from './graphql-websocket.ts';

let edge: Edge;
let now = new Date('2026-01-01T00:00:00Z');
beforeAll(async () => {
  edge = await anEdge({
    introspection: false,
    now: () => now,
    identify: async (token) => {
      if (token === 'forged') return null;
      const [who, end] = token.split('@');
      return {
        actor: { ...nobody, accountId: who!, sessionId: `session of ${who}` },
        expiresAt: end === undefined ? null : new Date(end),
      };
    },
  });
});
afterEach(hangUp);
afterAll(() => edge.stop());

const codesOf = (message: Message): string[] => [
  ...new Set((message.payload as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code)),
];

test('events arrive, and a stream that nobody wants any more is ended', async () => {
  const peer = await Peer.ready(edge.socketUrl, { token: 'lena' });
  peer.subscribe('1', 'subscription { ticks { n viewer } }');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  edge.ticks.push({ n: 7 });
  expect(await peer.of('1')).toMatchObject({ type: 'next', payload: { data: { ticks: { n: 7, viewer: 'lena' } } } });
  peer.send({ type: 'complete', id: '1' });
  await vi.waitFor(() => expect(edge.ticks.open).toBe(0));

  peer.subscribe('2', 'subscription { ticks { n } }');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  peer.socket.terminate();
  await vi.waitFor(() => expect(edge.ticks.open).toBe(0));
});

const TICKS = 'subscription { ticks { n } }';

test('an id may be used again at once: the end of one operation is not the end of the next', async () => {
  const peer = await Peer.ready(edge.socketUrl);
  peer.subscribe('1', TICKS);
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  peer.send({ type: 'complete', id: '1' });
  peer.subscribe('1', TICKS);
  // Answered after both.
  peer.subscribe('2', '{ hello }');
  await peer.seen(({ id, type }) => id === '2' && type === 'complete');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  edge.ticks.push({ n: 8 });
  expect(await peer.of('1')).toMatchObject({ type: 'next', payload: { data: { ticks: { n: 8 } } } });
  peer.send({ type: 'complete', id: '1' });
  await vi.waitFor(() => expect(edge.ticks.open).toBe(0));
});

test('who takes operations back while they begin leaves nothing behind', async () => {
  const peer = await Peer.ready(edge.socketUrl);
  for (let time = 0; time < 10; time++) {
    peer.subscribe('1', TICKS);
    peer.send({ type: 'complete', id: '1' });
  }
  peer.subscribe('1', TICKS);
  peer.subscribe('2', '{ hello }');
  await peer.seen(({ id, type }) => id === '2' && type === 'complete');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  edge.ticks.push({ n: 9 });
  await peer.of('1');
  expect(peer.messages.filter(({ id }) => id === '1')).toHaveLength(1);
  peer.socket.terminate();
  await vi.waitFor(() => expect(edge.ticks.open).toBe(0));
});

test('an event is worked out once for all windows of a person, never for two people', async () => {
  const peers = await Promise.all(
    ['lena', 'lena', 'lena', 'ada'].map((token) => Peer.ready(edge.socketUrl, { token })),
  );
  for (const peer of peers) peer.subscribe('1', 'subscription { ticks { n viewer } }');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(4));
  const before = edge.ticks.resolved;
  edge.ticks.push({ n: 1 });
  const seen = await Promise.all(peers.map((peer) => peer.of('1')));
  expect(seen.map(({ payload }) => (payload as { data: { ticks: { viewer: string } } }).data.ticks.viewer)).toEqual([
    'lena',
    'lena',
    'lena',
    'ada',
  ]);
  expect(edge.ticks.resolved - before).toBe(2);
});

test.each(greedyDocuments)('the limits of HTTP hold here too: %s', async (_, query) => {
  const peer = await Peer.ready(edge.socketUrl);
  peer.subscribe('1', query, { n: 10 });
  const answer = await Promise.race([peer.of('1'), peer.closed]);
  if ('code' in answer) {
    expect(Buffer.byteLength(query)).toBeGreaterThan(socketLimits.messageBytes);
    expect(answer.code).toBe(1009);
  } else {
    expect(answer.type).toBe('error');
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  }
  expect(edge.guesses).toEqual([]);
});

test('introspection is closed here when it is closed there', async () => {
  const peer = await Peer.ready(edge.socketUrl);
  peer.subscribe('1', getIntrospectionQuery());
  expect(codesOf(await peer.of('1'))).toEqual(['BAD_USER_INPUT']);
});

test('refusals, wrong variables and breakdowns look as they do over HTTP', async () => {
  const peer = await Peer.ready(edge.socketUrl);
  peer.subscribe('refused', 'subscription { refusedTicks { n } }');
  expect(await peer.of('refused')).toMatchObject({
    payload: { errors: [{ message: 'Sign in first', extensions: { code: 'UNAUTHENTICATED' } }] },
  });
  peer.subscribe('query', '{ broken }');
  expect(await peer.of('query')).toMatchObject({
    payload: {
      errors: [{ message: 'Something went wrong on our side', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    },
  });
  peer.subscribe('variables', 'query ($input: SearchInput!) { search(input: $input) }', {
    input: { text: ['hunter2'] },
  });
  expect(await peer.of('variables')).toMatchObject({
    payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'text', code: 'MALFORMED' }] } }] },
  });
  peer.subscribe('null', 'query ($input: SearchInput!) { search(input: $input) }', { input: { text: '\0' } });
  expect(await peer.of('null')).toMatchObject({ payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
  peer.subscribe('stream', 'subscription { brokenTicks { n } }');
  expect(codesOf(await peer.seen(({ id, type }) => id === 'stream' && type === 'error'))).toEqual([
    'INTERNAL_SERVER_ERROR',
  ]);
  expect(JSON.stringify(peer.messages)).not.toContain('hunter2');
});

test('a page of a foreign origin cannot connect; ours and programs can', async () => {
  const socket = new WebSocket(edge.socketUrl, 'graphql-transport-ws', { origin: 'https://evil.example' });
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toContain('403');
  expect((await Peer.connect(edge.socketUrl, { origin: 'https://app.example' })).socket.readyState).toBe(
    WebSocket.OPEN,
  );
});

test('only so many operations at once on a connection', async () => {
  const peer = await Peer.ready(edge.socketUrl);
  for (let i = 0; i <= socketLimits.subscriptions; i++) peer.subscribe(`${i}`, 'subscription { ticks { n } }');
  const refused = await peer.of(`${socketLimits.subscriptions}`);
  expect([refused.type, codesOf(refused)]).toEqual(['error', ['RATE_LIMITED']]);
  expect(edge.ticks.open).toBe(socketLimits.subscriptions);
});

test.each<[string, (peer: Peer) => void, number]>([
  ['a message that is too large', (peer) => peer.subscribe('1', `# ${'x'.repeat(100_000)}`), 1009],
  ['what is no JSON', (peer) => peer.socket.send('{'), 4400],
  ['bytes', (peer) => peer.socket.send(Buffer.from([0xff, 0x00])), 4400],
  ['a message of no known kind', (peer) => peer.send({ type: 'drop_tables' }), 4400],
  ['a message that only we may send', (peer) => peer.send({ type: 'connection_ack' }), 4400],
  ['a query that is no text', (peer) => peer.send({ type: 'subscribe', id: '1', payload: { query: 1 } }), 4400],
  ['a second beginning', (peer) => peer.send({ type: 'connection_init' }), 4429],
  ['the same id twice', (peer) => ['1', '1'].forEach((id) => peer.subscribe(id, 'subscription { ticks { n } }')), 4409],
  [
    'the same id twice, too long for a goodbye',
    (peer) => ['é', 'é'].forEach((letter) => peer.subscribe(letter.repeat(1000), 'subscription { ticks { n } }')),
    4409,
  ],
  [
    'a flood',
    (peer) => {
      for (let i = 0; i < 500; i++) peer.send({ type: 'ping' });
    },
    4429,
  ],
])('a peer that sends %s is let go, and nothing is left of it', async (_, misbehave, code) => {
  const peer = await Peer.ready(edge.socketUrl);
  misbehave(peer);
  expect((await peer.closed).code).toBe(code);
  await vi.waitFor(() => expect(edge.ticks.open).toBe(0));
});

test('whoever does not begin, or speaks another protocol, is let go', async () => {
  const early = await Peer.connect(edge.socketUrl);
  early.subscribe('1', '{ hello }');
  expect((await early.closed).code).toBe(4401);
  expect((await (await Peer.connect(edge.socketUrl, { protocols: [] })).closed).code).toBe(4406);
});

test('a handshake of another version is told which one is understood', async () => {
  const answer = await new Promise<IncomingMessage>((resolve) =>
    get(edge.socketUrl.replace('ws', 'http'), {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        'sec-websocket-version': '7',
      },
    }).on('response', resolve),
  );
  expect([answer.statusCode, answer.headers['sec-websocket-version']]).toEqual([400, '13']);
  answer.resume();
});

test('the connections of a session that is over are closed, and no others', async () => {
  const [lena, alsoLena, ada] = await Promise.all(
    ['lena', 'lena', 'ada'].map((token) => Peer.ready(edge.socketUrl, { token })),
  );
  lena!.subscribe('1', 'subscription { ticks { n } }');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  expect(edge.sockets.openSessions().sort()).toEqual(['session of ada', 'session of lena']);
  edge.sockets.closeSession('session of lena');
  expect(await Promise.all([lena!.closed, alsoLena!.closed])).toEqual([
    { code: 4401, reason: 'Session ended' },
    { code: 4401, reason: 'Session ended' },
  ]);
  await vi.waitFor(() => expect(edge.ticks.open).toBe(0));
  expect(ada!.socket.readyState).toBe(WebSocket.OPEN);
});

test('a connection does not outlive its token', async () => {
  const peer = await Peer.ready(edge.socketUrl, { authorization: 'Bearer zoe@2026-01-02' });
  now = new Date('2026-01-02T00:00:01Z');
  expect((await peer.closed).code).toBe(4403);
});

test('a connection lives on with a newer token of the same session, and of no other', async () => {
  now = new Date('2026-01-01T00:00:00Z');
  const [renewed, other, forged] = await Promise.all(
    [1, 2, 3].map(() => Peer.ready(edge.socketUrl, { token: 'zoe@2026-01-02' })),
  );
  const tokens = ['zoe@2026-01-03', 'ada@2026-01-03', 'forged'];
  for (const [index, peer] of [renewed!, other!, forged!].entries()) {
    peer.send({ type: 'ping', payload: { token: tokens[index] } });
    await peer.seen(({ type }) => type === 'pong');
  }
  now = new Date('2026-01-02T00:00:01Z');
  expect([(await other!.closed).code, (await forged!.closed).code]).toEqual([4403, 4403]);
  renewed!.subscribe('1', 'subscription { ticks { viewer } }');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  expect(renewed!.socket.readyState).toBe(WebSocket.OPEN);
});

test('a token that is no good opens nothing', async () => {
  const peer = await Peer.connect(edge.socketUrl);
  peer.send({ type: 'connection_init', payload: { token: 'forged' } });
  expect((await peer.closed).code).toBe(4403);
});

test('whose permissions changed connects again', async () => {
  const [zoe, ada] = await Promise.all(['zoe', 'ada'].map((token) => Peer.ready(edge.socketUrl, { token })));
  edge.sockets.renew(({ accountId }) => accountId === 'zoe');
  expect(await zoe!.closed).toEqual({ code: 4403, reason: 'Connect again' });
  expect(ada!.socket.readyState).toBe(WebSocket.OPEN);
});

test('who does not answer to a goodbye hears nothing more all the same', async () => {
  const peer = await Peer.ready(edge.socketUrl, { token: 'mia' });
  peer.subscribe('1', 'subscription { ticks { n } }');
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  peer.socket.pause();
  edge.sockets.renew(() => true);
  // Long before it is cut off.
  await vi.waitFor(() => expect(edge.ticks.open).toBe(0), { timeout: 500, interval: 5 });
});

test('the client library of the apps gets along with it', async () => {
  const client: Client = createClient({
    url: edge.socketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { token: 'mateo' },
  });
  const results = client.iterate<{ ticks: { n: number } }>({ query: 'subscription { ticks { n } }' });
  const first = results.next();
  await vi.waitFor(() => expect(edge.ticks.open).toBe(1));
  edge.ticks.push({ n: 3 });
  expect((await first).value).toEqual({ data: { ticks: { n: 3 } } });
  await client.dispose();
});
