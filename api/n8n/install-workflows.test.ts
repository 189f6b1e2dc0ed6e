import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Installation, installWorkflows, readInstallation } from './install-workflows.ts';
import type { Named, StoredWorkflow, WorkflowNode } from './n8n-api.ts';

interface StoredCredential extends Named {
  type: string;
  data: Record<string, string>;
}

/** Answers as n8n 2.41.1 does, with one item a page; knows nothing but credentials and workflows. */
class N8nStandIn {
  readonly credentials: StoredCredential[] = [];
  readonly workflows: (StoredWorkflow & { active: boolean })[] = [];
  readonly apiKey = 'a key of the public API';

  answer(method: string, url: URL, apiKey: string | undefined, body: unknown): [number, unknown] {
    if (apiKey !== this.apiKey) return [401, { message: 'unauthorized' }];
    const [, , , collection, id, verb] = url.pathname.split('/');
    const list: (Named & object)[] | undefined =
      collection === 'credentials' ? this.credentials : collection === 'workflows' ? this.workflows : undefined;
    if (!list) return [404, { message: 'not found' }];
    if (method === 'GET') {
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const nextCursor = from + 1 < list.length ? String(from + 1) : null;
      const shown = list.slice(from, from + 1).map((item) => ({ ...item, data: undefined }));
      return [200, { data: shown, nextCursor }];
    }
    const unknown = Object.keys(body as object).filter(
      (name) => !['name', 'type', 'data', 'nodes', 'connections', 'settings'].includes(name),
    );
    if (unknown.length > 0)
      return [400, { message: `request/body must NOT have additional properties: ${unknown.join()}` }];
    if (id === undefined) {
      const made = { ...(body as Named), id: randomUUID(), active: false };
      list.push(made);
      return [200, made];
    }
    const found = list.find((item) => item.id === id);
    if (!found) return [404, { message: 'not found' }];
    Object.assign(found, verb === 'activate' ? { active: true } : body);
    return [200, found];
  }
}

let n8n: N8nStandIn;
let server: Server;
let wanted: Installation;
let said: string[];

beforeEach(async () => {
  n8n = new N8nStandIn();
  said = [];
  server = createServer(async (req, res) => {
    const body = await text(req);
    const url = new URL(req.url ?? '/', 'http://n8n');
    const key = req.headers['x-n8n-api-key']?.toString();
    const [status, answer] = n8n.answer(req.method ?? '', url, key, body === '' ? {} : JSON.parse(body));
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  wanted = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    apiKey: n8n.apiKey,
    adapter: 'comfyui',
    platformUrl: 'https://studio.example/',
    settings: { aiUrl: 'http://gpu.internal:8188' },
    secrets: {
      webhookToken: 'webhook token',
      signingSecret: 'order secret',
      callbackSecret: 'callback secret',
      aiServiceKey: undefined,
    },
  };
});
afterEach(() => server.close());

const install = (details: Partial<Installation> = {}) =>
  installWorkflows({ ...wanted, ...details }, (sentence) => said.push(sentence));
const stored = (name: string) => n8n.workflows.find((workflow) => workflow.name === `InfluenceGen · ${name}`)!;
const nodeOf = (workflow: string, name: string): WorkflowNode =>
  stored(workflow).nodes.find((node) => node.name === name)!;
const settingOf = (workflow: string, name: string): unknown =>
  (
    nodeOf(workflow, 'Settings').parameters['assignments'] as { assignments: { name: string; value: unknown }[] }
  ).assignments.find((assignment) => assignment.name === name)?.value;

test('a first installation creates credentials and workflows and activates every one', async () => {
  await install();
  expect(n8n.credentials.map(({ name, type, data }) => [name, type, data])).toEqual([
    ['InfluenceGen webhook token', 'httpHeaderAuth', { name: 'x-influencegen-token', value: 'webhook token' }],
    ['InfluenceGen order signature', 'crypto', { hmacSecret: 'order secret' }],
    ['InfluenceGen callback signature', 'crypto', { hmacSecret: 'callback secret' }],
  ]);
  expect(n8n.workflows.map(({ name, active }) => [name, active])).toEqual([
    ['InfluenceGen · callback', true],
    ['InfluenceGen · error', true],
    ['InfluenceGen · ComfyUI', true],
  ]);
  expect(said.at(-1)).toBe(`ready: N8N_WEBHOOK_URL=${wanted.url}webhook/influencegen-comfyui`);
});

test('workflows are bound to the ids of this n8n', async () => {
  await install();
  const callback = stored('callback').id;
  expect(nodeOf('ComfyUI', 'Report begun').parameters['workflowId']).toMatchObject({ value: callback });
  expect(stored('ComfyUI').settings['errorWorkflow']).toBe(stored('error').id);
  expect(nodeOf('callback', 'Sign').credentials).toEqual({
    crypto: { id: n8n.credentials[2]!.id, name: 'InfluenceGen callback signature' },
  });
  expect(JSON.stringify(n8n.workflows)).not.toMatch(/"(workflow|credential):/);
  expect(settingOf('error', 'platformUrl')).toBe('https://studio.example');
  expect(settingOf('ComfyUI', 'aiUrl')).toBe('http://gpu.internal:8188');
});

test('repeating it changes what changed and doubles nothing', async () => {
  await install();
  const ids = n8n.workflows.map(({ id }) => id);
  await install({ secrets: { ...wanted.secrets, callbackSecret: 'the next callback secret' } });
  expect(n8n.workflows.map(({ id }) => id)).toEqual(ids);
  expect(n8n.credentials).toHaveLength(3);
  expect(n8n.credentials[2]!.data).toEqual({ hmacSecret: 'the next callback secret' });
});

test('two adapters share credentials and callback', async () => {
  await install();
  await install({ adapter: 'automatic1111', settings: {} });
  expect(n8n.credentials).toHaveLength(3);
  expect(n8n.workflows.map(({ name }) => name)).toEqual([
    'InfluenceGen · callback',
    'InfluenceGen · error',
    'InfluenceGen · ComfyUI',
    'InfluenceGen · Automatic1111 progress',
    'InfluenceGen · Automatic1111',
  ]);
  expect(nodeOf('Automatic1111', 'Watch progress').parameters['workflowId']).toMatchObject({
    value: stored('Automatic1111 progress').id,
  });
});

test('an operator who chose another model in n8n keeps it; what is given now wins', async () => {
  await install();
  const { assignments } = nodeOf('ComfyUI', 'Settings').parameters['assignments'] as {
    assignments: { name: string; value: unknown }[];
  };
  assignments.find(({ name }) => name === 'model')!.value = 'flux1-krea.safetensors';
  await install({ settings: { aiUrl: 'http://other.internal:8188', pollSeconds: '5' } });
  expect(settingOf('ComfyUI', 'model')).toBe('flux1-krea.safetensors');
  expect(settingOf('ComfyUI', 'aiUrl')).toBe('http://other.internal:8188');
  expect(settingOf('ComfyUI', 'pollSeconds')).toBe(5);
});

test('an AI service with a key is asked with it, one without is asked without', async () => {
  await install();
  expect(nodeOf('ComfyUI', 'Queue prompt').credentials).toBeUndefined();
  expect(nodeOf('ComfyUI', 'Queue prompt').parameters['authentication']).toBeUndefined();
  await install({ adapter: 'replicate', settings: {}, secrets: { ...wanted.secrets, aiServiceKey: 'r8 key' } });
  const credential = n8n.credentials.find(({ name }) => name === 'InfluenceGen AI service: replicate')!;
  expect(credential.data).toEqual({ name: 'authorization', value: 'Bearer r8 key' });
  expect(nodeOf('Replicate', 'Create prediction').credentials).toEqual({
    httpHeaderAuth: { id: credential.id, name: credential.name },
  });
});

test('two workflows of our name are a riddle for a person, not a guess for us', async () => {
  await install();
  n8n.workflows.push({ ...stored('callback'), id: 'a copy' });
  await expect(install()).rejects.toThrow('n8n holds 2 items named “InfluenceGen · callback”');
});

test('a refused key is said, and the key is not', async () => {
  const failure = install({ apiKey: 'wrong key' });
  await expect(failure).rejects.toThrow('n8n answered 401 to GET /credentials');
  await expect(failure).rejects.not.toThrow('wrong key');
});

describe('the command line', () => {
  const env = {
    N8N_WEBHOOK_TOKEN: 'token',
    N8N_SIGNING_SECRET: 'signing',
    CALLBACK_SECRETS: 'today, yesterday',
  };
  const args = ['--url', 'http://n8n:5678', '--api-key', 'key', '--adapter', 'comfyui'];

  test('takes secrets from the environment only; the first callback secret signs', () => {
    expect(readInstallation([...args, '--ai-url', 'http://gpu:8188/', '--set', 'model=a=b'], env)).toEqual({
      url: 'http://n8n:5678',
      apiKey: 'key',
      adapter: 'comfyui',
      platformUrl: undefined,
      settings: { aiUrl: 'http://gpu:8188', model: 'a=b' },
      secrets: { webhookToken: 'token', signingSecret: 'signing', callbackSecret: 'today', aiServiceKey: undefined },
    });
  });

  test('tells everything that is wrong at once', () => {
    expect(readInstallation(['--adapter', 'dall-e', '--url', 'n8n', '--set', 'x=1'], {})).toEqual([
      '--url is no address',
      '--adapter must be one of comfyui, automatic1111, replicate, stability',
      expect.stringContaining('--set x'),
      '--api-key or N8N_API_KEY is missing',
      'N8N_WEBHOOK_TOKEN is missing',
      'N8N_SIGNING_SECRET is missing',
      'CALLBACK_SECRETS is missing',
    ]);
  });

  test('knows which services answer nobody without a key', () => {
    const replicate = [...args.slice(0, -1), 'replicate'];
    expect(readInstallation(replicate, env)).toEqual([
      'AI_SERVICE_KEY is missing: replicate answers nobody without a key',
    ]);
    expect(readInstallation(replicate, { ...env, AI_SERVICE_KEY: 'r8' })).toMatchObject({ adapter: 'replicate' });
  });

  test('refuses what it does not know', () => {
    expect(readInstallation(['--token', 'x'], env)).toEqual([expect.stringContaining("Unknown option '--token'")]);
  });
});
