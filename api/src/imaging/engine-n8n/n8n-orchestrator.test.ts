import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readStamp, verifyCallback } from '../callback-signature.ts';
import { DispatchError, type ImageOrder } from '../image-orchestrator.ts';
import { N8nOrchestrator } from './n8n-orchestrator.ts';

const order: ImageOrder = {
  requestId: '7b2a3c86-4a4a-4a2e-9f43-3a6ce1a1b001',
  prompt: 'a lighthouse, “quoted” and accented é',
  negativePrompt: 'people',
  width: 1024,
  height: 1280,
  seed: 42,
  steps: 28,
  cfgScale: 3.5,
  style: 'FILM',
  loras: [{ model: 'soft-daylight', weight: 0.8 }],
  count: 2,
  callbackUrl: 'http://platform.example/callbacks/images/7b2a3c86-4a4a-4a2e-9f43-3a6ce1a1b001',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const connection = { webhookToken: 'the token that opens the webhook', signingSecret: 'the secret that signs orders' };

interface Received {
  req: IncomingMessage;
  body: Buffer;
}

let server: Server;
let received: Received[];
let answer: { status: number; body?: string; headers?: Record<string, string> } | 'silence' | 'hang up';
let orchestrator: N8nOrchestrator;

const n8nAt = (at: Server, timeoutMs?: number) =>
  new N8nOrchestrator({
    ...connection,
    webhookUrl: `http://127.0.0.1:${(at.address() as AddressInfo).port}/webhook/x`,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });

beforeEach(async () => {
  received = [];
  answer = { status: 202, body: '{"accepted":true,"executionId":"4711"}' };
  server = createServer(async (req, res) => {
    received.push({ req, body: await buffer(req) });
    if (answer === 'hang up') res.destroy();
    else if (answer !== 'silence') res.writeHead(answer.status, answer.headers).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  orchestrator = n8nAt(server);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const submit = (signal = new AbortController().signal) => orchestrator.submit(order, signal);

async function refusal(): Promise<DispatchError> {
  const error: unknown = await submit().catch((thrown: unknown) => thrown);
  if (!(error instanceof DispatchError)) throw new Error('not a DispatchError', { cause: error });
  return error;
}

test('an order arrives whole, with credential, trace and a signature over exactly its bytes', async () => {
  expect(await submit()).toEqual({ executionId: '4711' });
  const [{ req, body }] = received as [Received];
  expect(req.method).toBe('POST');
  expect(JSON.parse(body.toString('utf8'))).toEqual(order);
  expect(req.headers).toMatchObject({
    'content-type': 'application/json',
    'x-influencegen-token': connection.webhookToken,
    traceparent: order.traceparent,
  });
  const stamp = readStamp(
    req.headers['x-influencegen-timestamp']?.toString(),
    req.headers['x-influencegen-signature']?.toString(),
  )!;
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const delivery = { timestamp: stamp.timestamp, requestId: order.requestId, bodySha256 };
  expect(verifyCallback([connection.signingSecret], stamp.signatures, delivery)).toBe(true);
  expect(Math.abs(stamp.timestamp - Date.now() / 1000)).toBeLessThan(5);
});

test('n8n may number its executions', async () => {
  answer = { status: 200, body: '{"accepted":true,"executionId":4712}' };
  expect(await submit()).toEqual({ executionId: '4712' });
});

describe('a refusal', () => {
  test.each([400, 401, 403, 405, 413, 422])('with %i is final', async (status) => {
    answer = { status };
    expect((await refusal()).permanent).toBe(true);
  });

  test.each([404, 408, 425, 429, 500, 502, 503, 504])('with %i may pass', async (status) => {
    answer = { status };
    expect((await refusal()).permanent).toBe(false);
  });

  test('of the credential is named as such', async () => {
    answer = { status: 403 };
    expect((await refusal()).message).toContain('credential');
  });
});

test('a redirect is not followed: neither order nor token go where it leads', async () => {
  const { port } = server.address() as AddressInfo;
  answer = { status: 307, headers: { location: `http://127.0.0.1:${port}/elsewhere` } };
  expect((await refusal()).permanent).toBe(true);
  expect(received).toHaveLength(1);
});

test.each([
  '',
  'Workflow was started',
  '[]',
  '{"accepted":true}',
  '{"accepted":false,"executionId":"1"}',
  '{"executionId":"1"}',
])('an answer without an execution id is not ours: %j', async (body) => {
  answer = { status: 200, body };
  expect(await refusal()).toMatchObject({
    permanent: true,
    message: expect.stringContaining('execution id') as string,
  });
});

test('of an endless answer only the beginning is read', async () => {
  answer = { status: 200, body: 'x'.repeat(5_000_000) };
  expect((await refusal()).permanent).toBe(true);
});

describe('what cannot be reached may come back', () => {
  test('silence', async () => {
    answer = 'silence';
    orchestrator = n8nAt(server, 100);
    expect(await refusal()).toMatchObject({ permanent: false, message: 'n8n did not answer within 100 ms' });
  });

  test('a connection that breaks', async () => {
    answer = 'hang up';
    expect((await refusal()).permanent).toBe(false);
  });

  test('nobody listens', async () => {
    server.close();
    expect(await refusal()).toMatchObject({ permanent: false, message: 'n8n could not be reached (ECONNREFUSED)' });
  });
});

test('a worker that stops in the middle of a hand-over is no failure of n8n', async () => {
  answer = 'silence';
  const stopping = AbortSignal.abort(new Error('the worker stops'));
  await expect(submit(stopping)).rejects.toThrow('the worker stops');
});

test('no error tells a secret', async () => {
  for (const status of [401, 403, 500]) {
    answer = { status, body: JSON.stringify({ token: connection.webhookToken, secret: connection.signingSecret }) };
    const { message, stack, cause } = await refusal();
    const told = `${message} ${stack} ${JSON.stringify(cause)}`;
    expect(told).not.toContain(connection.webhookToken);
    expect(told).not.toContain(connection.signingSecret);
  }
});

test('telling n8n to stop is not possible, and harmless', async () => {
  await expect(orchestrator.cancel()).resolves.toBeUndefined();
  expect(received).toEqual([]);
});
