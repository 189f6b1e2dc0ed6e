import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { aRequest, json, TestEngine } from '../../test/engine.ts';
import { aFolder } from '../../test/folder.ts';
import { freePort } from '../../test/free-port.ts';
import { aWorld, type World } from '../../test/world.ts';
import { signCallback } from './callback-signature.ts';
import { openApi } from './callback.openapi.ts';
import type { ImageOrder } from './image-orchestrator.ts';
import { orderOf } from './image-orders.ts';
import { ImageRequest } from './image-request.entity.ts';

const document = await readFile(fileURLToPath(new URL('../../../docs/image-contract.md', import.meta.url)), 'utf8');

/** The examples of the document, by the word after the language of their fence. */
function examples(name: string): string[] {
  return [...document.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)]
    .filter(([, word]) => word === name)
    .map(([, , text]) => text!);
}
const example = <T>(name: string): T => JSON.parse(examples(name)[0]!) as T;

let world: World;
let person: TestAccount;
const folder = aFolder();
let engine: ChildProcess;
const port = await freePort();
const webhook = { token: 'a token for the header credential', secret: 'a secret that signs orders to the engine' };

beforeAll(async () => {
  world = await aWorld({
    config: {
      engine: {
        engine: 'n8n',
        webhookUrl: `http://127.0.0.1:${port}/`,
        webhookToken: webhook.token,
        signingSecret: webhook.secret,
      },
    },
  });
  person = await anInfluencer(world);
});
afterAll(async () => {
  engine?.kill();
  await world.stop();
});

test('the pair to test a signature with is right', () => {
  const { secret, timestamp, requestId, body, signature } = example<Record<string, string> & { timestamp: number }>(
    'signature',
  );
  const bodySha256 = createHash('sha256').update(body!).digest('hex');
  expect(signature).toBe(signCallback(secret!, { timestamp, requestId: requestId!, bodySha256 }));
});

const shape = (order: ImageOrder): object =>
  Object.fromEntries(Object.entries(order).map(([key, value]) => [key, Array.isArray(value) ? 'array' : typeof value]));

test('the order has exactly what a real one has', async () => {
  const id = await aRequest(world, person, { loras: [{ model: 'soft-daylight', weight: 0.8 }] });
  const request = await world.db.source.getRepository(ImageRequest).findOneByOrFail({ id });
  const [real, shown] = [orderOf(request, 'https://studio.example'), example<ImageOrder>('order')];
  expect(shape(shown)).toEqual(shape(real));
  expect(Object.keys(shown)).toEqual(Object.keys(real));
  expect(Object.keys(shown.loras[0]!)).toEqual(Object.keys(real.loras[0]!));
});

test('every callback is understood as it stands there', async () => {
  const outcomes = await Promise.all(
    examples('callback').map(async (text) => new TestEngine(world).send(await aRequest(world, person), json(text))),
  );
  expect(outcomes).toEqual([
    { status: 200, outcome: 'applied' },
    { status: 200, outcome: 'applied' },
    { status: 200, outcome: 'applied' },
  ]);
});

test('a link as it stands there is taken for one', async () => {
  const answer = await new TestEngine(world).send(
    await aRequest(world, person),
    json(examples('callback-with-link')[0]!),
  );
  // The host of the example does not exist.
  expect(answer).toEqual({ status: 422, code: 'LINK_FAILED' });
});

const codes = (text: string): string[] =>
  [...new Set(text.match(/(?<=`)[A-Z]+_[A-Z_]+(?=`)|(?<=`)REPLAYED(?=`)/g))].sort();

test('the codes are those of the OpenAPI document', () => {
  const { responses } = openApi.paths['/callbacks/images/{requestId}'].post;
  const answers = document.slice(document.indexOf('### Answers'), document.indexOf('## A whole engine'));
  expect(codes(answers)).toEqual(
    codes(
      Object.values(responses)
        .map(({ description }) => description)
        .join(),
    ),
  );
});

test('the whole engine takes orders and delivers', async () => {
  const file = join(folder, 'engine.mjs');
  await writeFile(file, examples('engine')[0]!);
  engine = spawn(process.execPath, [file], {
    env: {
      PORT: String(port),
      WEBHOOK_TOKEN: webhook.token,
      WEBHOOK_SECRET: webhook.secret,
      CALLBACK_SECRET: world.app.config.callback.secrets[0],
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(engine.stdout!, 'data');
  await world.app.work();

  const id = await aRequest(world, person, { count: 2 });
  await vi.waitFor(
    async () => {
      const { data } = await world
        .as(person)
        .run('query ($id: ID!) { imageRequest(id: $id) { status images { mimeType } history { move } } }', { id });
      expect(data.imageRequest).toMatchObject({
        status: 'COMPLETED',
        images: [{ mimeType: 'image/png' }, { mimeType: 'image/png' }],
      });
    },
    { timeout: 10_000, interval: 50 },
  );
});

describe('the OpenAPI document', () => {
  test('is served', async () => {
    const response = await fetch(`${world.url}/openapi.json`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(openApi)));
  });

  test('has schemas that are schemas, and no reference that leads nowhere', () => {
    const ajv = new Ajv2020({
      discriminator: true,
      strictTypes: false,
      strictRequired: false,
      formats: { uuid: true },
    });
    for (const schema of Object.values(openApi.components.schemas)) expect(() => ajv.compile(schema)).not.toThrow();
    const references = JSON.stringify(openApi).match(/#\/components\/schemas\/\w+/g)!;
    for (const reference of references)
      expect(openApi.components.schemas).toHaveProperty(reference.slice('#/components/schemas/'.length));
  });

  test('describes the answers that are given', async () => {
    const id = await aRequest(world, person);
    const problem = new Ajv2020().compile(openApi.components.schemas.Problem);
    const body = json({ event: 'nothing' });
    const headers = new TestEngine(world).headers(id, body);
    const refused = await fetch(`${world.url}/callbacks/images/${id}`, { method: 'POST', headers, body: body.bytes });
    expect(problem(await refused.json())).toBe(true);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const { status } = await fetch(world.url + path);
      expect(Object.keys(openApi.paths[path as '/readyz'].get.responses)).toContain(String(status));
    }
  });
});
