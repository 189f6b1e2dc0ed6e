import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { createDatabase, ownerUrl } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { aWorld, type World } from '../../test/world.ts';
import { N8nOrchestrator } from '../../src/imaging/engine-n8n/n8n-orchestrator.ts';
import { orderOf } from '../../src/imaging/image-orders.ts';
import { ImageRequest } from '../../src/imaging/image-request.entity.ts';
import { checkOverdueNow } from '../../src/imaging/image-request.jobs.ts';
import { installWorkflows } from '../install-workflows.ts';
import { N8nApi } from '../n8n-api.ts';
import { type Adapter, adapters } from '../workflow-files.ts';
import { type AiService, aiServiceKey, automatic1111, comfyui, replicate, stability } from './ai-services.ts';
import { Gate } from './gate.ts';
import { type N8nHost, startN8n, until } from './n8n-host.ts';

const secrets = {
  webhookToken: randomBytes(32).toString('hex'),
  signingSecret: randomBytes(32).toString('hex'),
  callbackSecret: randomBytes(32).toString('hex'),
  aiServiceKey,
};

const folder = aFolder();
let n8n: N8nHost;
let gate: Gate;
let services: Record<Adapter, AiService>;
const worlds = new Map<Adapter, { world: World; person: TestAccount }>();

beforeAll(async () => {
  gate = await Gate.open();
  services = {
    comfyui: await comfyui(),
    automatic1111: await automatic1111(),
    replicate: await replicate(),
    stability: await stability(),
  };
  // It lays its own tables.
  n8n = await startN8n({ folder, databaseUrl: ownerUrl(await createDatabase({ migrated: false })) });
  for (const adapter of adapters) await install(adapter);
});
afterAll(async () => {
  await n8n.stop();
  for (const { world } of worlds.values()) await world.stop();
  for (const service of Object.values(services)) await service.down();
  gate.close();
});
afterEach(() => {
  gate.refuse = () => null;
  for (const service of Object.values(services)) service.mood = 'draws';
});

const install = (adapter: Adapter): Promise<void> =>
  installWorkflows(
    {
      url: n8n.url,
      apiKey: n8n.apiKey,
      adapter,
      platformUrl: gate.url,
      settings: { aiUrl: services[adapter].url, pollSeconds: '1' },
      secrets,
    },
    () => {},
  );

const webhookOf = (adapter: Adapter): string => `${n8n.url}/webhook/influencegen-${adapter}`;

/** The platform, connected to one adapter; made when first asked for. */
async function platform(adapter: Adapter): Promise<{ world: World; person: TestAccount }> {
  const found = worlds.get(adapter);
  const made = found ?? (await connect(adapter));
  worlds.set(adapter, made);
  gate.target = made.world.url;
  return made;
}

async function connect(adapter: Adapter): Promise<{ world: World; person: TestAccount }> {
  const world = await aWorld({
    worker: true,
    config: {
      engine: { engine: 'n8n', webhookUrl: webhookOf(adapter), ...secrets },
      callback: { secrets: [secrets.callbackSecret], baseUrl: gate.url, linkHosts: [], linkAllowLoopback: true },
    },
  });
  return { world, person: await anInfluencer(world) };
}

const wish = {
  prompt: 'a lighthouse, “quoted”, {{ braces }} and é',
  negativePrompt: 'people',
  seed: 42,
  steps: 20,
  cfgScale: 4.5,
  style: 'FILM',
  aspectRatio: 'PORTRAIT',
  resolution: 'DRAFT',
  loras: [
    { model: 'soft-daylight', weight: 0.8 },
    { model: 'street-film', weight: 0.3 },
  ],
  count: 2,
};

async function ask(adapter: Adapter): Promise<string> {
  const { world, person } = await platform(adapter);
  const { data, errors } = await world
    .as(person)
    .run<{ requestImages: { id: string } }>(
      `mutation ($input: RequestImagesInput!) { requestImages(input: $input) { ... on ImageRequest { id } } }`,
      { input: wish },
    );
  expect(errors).toEqual([]);
  return data.requestImages.id;
}

async function requestById(adapter: Adapter, id: string): Promise<ImageRequest> {
  const { world } = await platform(adapter);
  return world.db.source.getRepository(ImageRequest).findOneByOrFail({ id });
}

const reaches = (adapter: Adapter, id: string, ...statuses: string[]): Promise<ImageRequest> =>
  until(
    `the request is ${statuses.join(' or ')}`,
    async () => {
      const request = await requestById(adapter, id);
      return statuses.includes(request.status) && request;
    },
    75,
  );

const ends = (adapter: Adapter, id: string): Promise<ImageRequest> =>
  reaches(adapter, id, 'COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT');

describe.each(adapters)('%s', (adapter) => {
  test('pictures arrive, asked for with every parameter that the service knows', async () => {
    const id = await ask(adapter);
    const request = await ends(adapter, id);
    expect(request).toMatchObject({ status: 'COMPLETED', failureMessage: null });
    expect(request.executionId).toMatch(/^\d+$/);

    const { world } = await platform(adapter);
    const { rows } = await world.db.pool.query(
      'select position, mime_type from image where request_id = $1 order by position',
      [id],
    );
    expect(rows).toEqual([
      { position: 0, mime_type: 'image/png' },
      { position: 1, mime_type: 'image/png' },
    ]);
    expect(services[adapter].orders.at(-1)).toEqual(expectedOrders[adapter](request));
    const own = gate.passed.filter(({ path }) => path.endsWith(id));
    expect(new Set(own.map(({ traceparent }) => traceparent))).toEqual(new Set([request.traceparent]));
  });

  test('what the service refuses fails with its reason', async () => {
    await platform(adapter);
    services[adapter].mood = 'refuses';
    const request = await ends(adapter, await ask(adapter));
    expect(request).toMatchObject({ status: 'FAILED', failureCode: 'AI_ERROR', failureMessage: reasons[adapter] });
  });
});

const reasons: Record<Adapter, string> = {
  comfyui: 'ComfyUI answered 400: Prompt outputs failed validation',
  automatic1111: 'Automatic1111 answered 500: OutOfMemoryError',
  replicate: 'Replicate could not draw it: NSFW content detected',
  stability: 'Stability refused this prompt.',
};

const styled = `${wish.prompt}, analogue film photograph, fine grain`;

/** What must have reached the service. */
const expectedOrders: Record<Adapter, (request: ImageRequest) => unknown> = {
  comfyui: ({ id, width, height }) => ({
    client_id: id,
    prompt: expect.objectContaining({
      positive: { class_type: 'CLIPTextEncode', inputs: { text: styled, clip: ['clip', 0] } },
      negative: { class_type: 'CLIPTextEncode', inputs: { text: 'people', clip: ['clip', 0] } },
      guidance: { class_type: 'FluxGuidance', inputs: { guidance: 4.5, conditioning: ['positive', 0] } },
      latent: { class_type: 'EmptySD3LatentImage', inputs: { width, height, batch_size: 2 } },
      lora0: {
        class_type: 'LoraLoaderModelOnly',
        inputs: { model: ['unet', 0], lora_name: 'soft-daylight.safetensors', strength_model: 0.8 },
      },
      lora1: {
        class_type: 'LoraLoaderModelOnly',
        inputs: { model: ['lora0', 0], lora_name: 'street-film.safetensors', strength_model: 0.3 },
      },
      sampler: {
        class_type: 'KSampler',
        inputs: expect.objectContaining({ model: ['lora1', 0], seed: 42, steps: 20 }) as unknown,
      },
    }) as unknown,
  }),
  automatic1111: ({ id, width, height }): unknown =>
    expect.objectContaining({
      prompt: `${styled}, <lora:soft-daylight:0.8>, <lora:street-film:0.3>`,
      negative_prompt: 'people',
      width,
      height,
      seed: 42,
      steps: 20,
      distilled_cfg_scale: 4.5,
      batch_size: 2,
      force_task_id: id,
    }),
  replicate: ({ width, height }) => ({
    version: 'lucataco/flux-dev-multi-lora',
    input: {
      prompt: styled,
      negative_prompt: 'people',
      aspect_ratio: 'custom',
      width,
      height,
      seed: 42,
      num_inference_steps: 20,
      guidance_scale: 4.5,
      num_outputs: 2,
      hf_loras: ['soft-daylight', 'street-film'],
      lora_scales: [0.8, 0.3],
      output_format: 'png',
    },
  }),
  // One order a picture; this is the second.
  stability: (): unknown =>
    expect.objectContaining({
      prompt: `${styled}, soft daylight, street film`,
      negative_prompt: 'people',
      aspect_ratio: '4:5',
      seed: '43',
      cfg_scale: '4.5',
    }),
};

test('progress arrives while the service draws', async () => {
  const id = await ask('replicate');
  await ends('replicate', id);
  const { world } = await platform('replicate');
  const { rows } = await world.db.pool.query<{ event: string }>(
    'select event from image_callback where request_id = $1',
    [id],
  );
  expect(rows.filter(({ event }) => event === 'progress').length).toBeGreaterThanOrEqual(2);
});

test('a service that is down for a while is waited for', async () => {
  await platform('comfyui');
  await services.comfyui.down();
  const id = await ask('comfyui');
  await reaches('comfyui', id, 'PROCESSING');
  await services.comfyui.up();
  expect(await ends('comfyui', id)).toMatchObject({ status: 'COMPLETED' });
});

test('callbacks that are refused at first arrive later', async () => {
  let refusals = 0;
  gate.refuse = () => (refusals++ < 3 ? 503 : null);
  expect(await ends('comfyui', await ask('comfyui'))).toMatchObject({ status: 'COMPLETED' });
  expect(refusals).toBeGreaterThan(3);
});

test.each(['comfyui', 'automatic1111', 'replicate'] as const)('a cancelled request stops %s', async (adapter) => {
  const service = services[adapter];
  service.mood = 'dawdles';
  const stoppedBefore = service.stopped.length;
  const id = await ask(adapter);
  await reaches(adapter, id, 'PROCESSING');
  await until('the service has begun', async () => service.orders.length > 0);
  const { world, person } = await platform(adapter);
  await world.as(person).run('mutation ($id: ID!) { cancelImageRequest(id: $id) { status } }', { id });
  await until('the service was told to stop', async () => service.stopped.length > stoppedBefore);
  expect(await requestById(adapter, id)).toMatchObject({ status: 'CANCELLED' });
});

test('a run that breaks is told by the error workflow, which knows only the id of the run', async () => {
  gate.refuse = (path) => (path.startsWith('/callbacks/images/') ? 422 : null);
  expect(await ends('comfyui', await ask('comfyui'))).toMatchObject({
    status: 'FAILED',
    failureCode: 'WORKFLOW_ERROR',
    failureMessage: 'The workflow stopped at “Report begun”.',
  });
});

test.each([
  ['token', { webhookToken: 'a token of somebody else' }],
  ['signature', { signingSecret: 'a secret of somebody else' }],
])('an order with a wrong %s is refused for good', async (_, wrong) => {
  const request = await requestById('comfyui', await ask('comfyui'));
  const stranger = new N8nOrchestrator({ ...secrets, webhookUrl: webhookOf('comfyui'), ...wrong });
  const order = orderOf(request, gate.url);
  await expect(stranger.submit(order, new AbortController().signal)).rejects.toMatchObject({
    permanent: true,
    message: expect.stringContaining('refused the credential or the signature') as string,
  });
});

test('installing again changes nothing and doubles nothing', async () => {
  const api = new N8nApi(n8n.url, n8n.apiKey);
  const ours = async () => ({
    workflows: (await api.workflows()).map(({ id, name }) => `${id} ${name}`).toSorted(),
    credentials: (await api.credentials()).map(({ id, name }) => `${id} ${name}`).toSorted(),
  });
  const before = await ours();
  expect(before.workflows).toHaveLength(7);
  expect(before.credentials).toHaveLength(7);
  for (const adapter of adapters) await install(adapter);
  expect(await ours()).toEqual(before);
  expect(await ends('stability', await ask('stability'))).toMatchObject({ status: 'COMPLETED' });
});

test('n8n is killed: what it had accepted is timed out, what comes meanwhile is handed over once it is back', async () => {
  services.comfyui.mood = 'dawdles';
  const lost = await ask('comfyui');
  await reaches('comfyui', lost, 'PROCESSING');
  await n8n.kill();
  services.comfyui.mood = 'draws';

  const waiting = await ask('comfyui');
  await until('the hand-over was tried', async () => (await requestById('comfyui', waiting)).dispatchAttempts >= 1);
  const { world } = await platform('comfyui');
  await world.db.pool.query('update image_request set deadline_at = now() where id = $1', [lost]);
  await checkOverdueNow(world.app);
  expect(await ends('comfyui', lost)).toMatchObject({ status: 'TIMED_OUT' });

  await n8n.start();
  expect(await ends('comfyui', waiting)).toMatchObject({ status: 'COMPLETED' });
  expect((await requestById('comfyui', waiting)).dispatchAttempts).toBeGreaterThan(1);
});
