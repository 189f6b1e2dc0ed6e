import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { aRequest } from '../../test/engine.ts';
import { aWorld, type World } from '../../test/world.ts';
import { signCallback } from './callback-signature.ts';
import { ImageRequest } from './image-request.entity.ts';

let world: World;
let person: TestAccount;
let executions = 0;

beforeAll(async () => {
  world = await aWorld();
  person = await anInfluencer(world);
});
afterAll(() => world.stop());

const failure = { event: 'failed', error: { code: 'WORKFLOW_ERROR', message: 'The workflow stopped at “Look”.' } };

/** Handed over to a run of n8n. */
async function aHandedOverRequest(): Promise<{ id: string; executionId: string }> {
  const id = await aRequest(world, person);
  const executionId = String(++executions);
  await world.db.pool.query(
    `update image_request set engine = 'N8N', status = 'QUEUED', execution_id = $2 where id = $1`,
    [id, executionId],
  );
  return { id, executionId };
}

async function tell(
  executionId: string,
  body: unknown,
  { secret, timestamp }: { secret?: string; timestamp?: number } = {},
) {
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  const stamp = timestamp ?? Math.floor(Date.now() / 1000);
  const bodySha256 = createHash('sha256').update(bytes).digest('hex');
  const signature = signCallback(secret ?? world.app.config.callback.secrets[0]!, {
    timestamp: stamp,
    requestId: executionId,
    bodySha256,
  });
  const response = await fetch(`${world.url}/callbacks/executions/${executionId}`, {
    method: 'POST',
    headers: { 'x-influencegen-timestamp': String(stamp), 'x-influencegen-signature': signature },
    body: bytes,
  });
  const answer = (await response.json()) as { outcome?: string; error?: { code: string } };
  return { status: response.status, said: answer.outcome ?? answer.error?.code };
}

const requestById = (id: string) => world.db.source.getRepository(ImageRequest).findOneByOrFail({ id });

test('the failure of a run fails the request that was handed to it', async () => {
  const { id, executionId } = await aHandedOverRequest();
  expect(await tell(executionId, failure)).toEqual({ status: 200, said: 'applied' });
  expect(await requestById(id)).toMatchObject({
    status: 'FAILED',
    failureCode: 'WORKFLOW_ERROR',
    failureMessage: 'The workflow stopped at “Look”.',
  });
});

test('told again, in the same second or later, it changes nothing', async () => {
  const { executionId } = await aHandedOverRequest();
  const now = Math.floor(Date.now() / 1000);
  expect(await tell(executionId, failure, { timestamp: now })).toEqual({ status: 200, said: 'applied' });
  expect(await tell(executionId, failure, { timestamp: now })).toEqual({ status: 409, said: 'REPLAYED' });
  expect(await tell(executionId, failure, { timestamp: now - 1 })).toEqual({ status: 200, said: 'duplicate' });
});

test('a run nobody was told of yet is not found, so that the error workflow tries again', async () => {
  expect(await tell('987654', failure)).toEqual({ status: 404, said: 'NOT_FOUND' });
});

test.each([
  ['another secret', { secret: 'a secret of somebody else, long enough' }, 'SIGNATURE_WRONG'],
  ['an old timestamp', { timestamp: 1_700_000_000 }, 'TIMESTAMP_OUT_OF_RANGE'],
])('%s is refused and changes nothing', async (_, sending, code) => {
  const { id, executionId } = await aHandedOverRequest();
  expect(await tell(executionId, failure, sending)).toEqual({ status: 401, said: code });
  expect(await requestById(id)).toMatchObject({ status: 'QUEUED' });
});

test('a signature for one run opens no other', async () => {
  const [one, other] = [await aHandedOverRequest(), await aHandedOverRequest()];
  const timestamp = Math.floor(Date.now() / 1000);
  const bytes = JSON.stringify(failure);
  const bodySha256 = createHash('sha256').update(bytes).digest('hex');
  const signature = signCallback(world.app.config.callback.secrets[0]!, {
    timestamp,
    requestId: one.executionId,
    bodySha256,
  });
  const { status } = await fetch(`${world.url}/callbacks/executions/${other.executionId}`, {
    method: 'POST',
    headers: { 'x-influencegen-timestamp': String(timestamp), 'x-influencegen-signature': signature },
    body: bytes,
  });
  expect(status).toBe(401);
  expect(await requestById(other.id)).toMatchObject({ status: 'QUEUED' });
});

test.each<[string, unknown, number, string]>([
  ['pictures', { event: 'completed', images: [{ data: 'AAAA' }] }, 422, 'NOT_A_FAILURE'],
  ['progress', { event: 'progress', progress: 5 }, 422, 'NOT_A_FAILURE'],
  ['half a body', '{"event":', 400, 'MALFORMED_BODY'],
  ['something else', { event: 'dance' }, 400, 'INVALID_BODY'],
  ['a novel', { ...failure, error: { code: 'X', message: 'x'.repeat(20_000) } }, 413, 'TOO_LARGE'],
])('%s cannot be told by execution', async (_, body, status, said) => {
  const { id, executionId } = await aHandedOverRequest();
  expect(await tell(executionId, body)).toEqual({ status, said });
  expect(await requestById(id)).toMatchObject({ status: 'QUEUED' });
});
