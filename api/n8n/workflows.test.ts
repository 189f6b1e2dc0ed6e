import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Workflow, WorkflowNode } from './n8n-api.ts';
import { adapters, filesOf, readWorkflow, settingNames } from './workflow-files.ts';

const files = readdirSync(new URL('./workflows', import.meta.url)).map((file) => file.replace('.json', ''));
const all = files.map((file) => ({ file, workflow: readWorkflow(file) }));

const nodesOf = ({ nodes }: Workflow, type: string): WorkflowNode[] =>
  nodes.filter((node) => node.type === `n8n-nodes-base.${type}`);
const node = ({ nodes }: Workflow, name: string): WorkflowNode => {
  const found = nodes.find((one) => one.name === name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
};
const next = (workflow: Workflow, name: string, output = 0): string[] =>
  ((workflow.connections[name] as { main: { node: string }[][] } | undefined)?.main[output] ?? []).map((to) => to.node);

test('every file is installed for some adapter, and no adapter misses one', () => {
  expect(new Set(adapters.flatMap(filesOf))).toEqual(new Set(files));
});

describe.each(all)('$file', ({ file, workflow }) => {
  const text = JSON.stringify(workflow);

  test('holds no secret: credentials are names, resolved at installation', () => {
    for (const { credentials = {} } of workflow.nodes)
      for (const { id } of Object.values(credentials)) expect(id).toMatch(/^credential:(webhook|order|callback|ai)$/);
    expect(text).not.toMatch(/bearer\s+\w|hmacSecret|password|api[_-]?key|[0-9a-f]{40}/i);
  });

  test('needs no code, no environment and no package of others', () => {
    expect(workflow.nodes.filter(({ type }) => !type.startsWith('n8n-nodes-base.'))).toEqual([]);
    expect(nodesOf(workflow, 'code')).toEqual([]);
    expect(text).not.toMatch(/\$env\b|\$vars\b/);
  });

  test('never hands on what an error of n8n carries, for it may carry tokens', () => {
    expect(text).not.toMatch(/\$json\.error\b/);
  });

  test('follows no redirect, and sees every status for itself', () => {
    const careless = nodesOf(workflow, 'httpRequest').filter(({ parameters }) => {
      const { redirect, response } = parameters['options'] as {
        redirect?: { redirect: { followRedirects: boolean } };
        response?: { response: { neverError?: boolean } };
      };
      return redirect?.redirect.followRedirects !== false || response?.response.neverError !== true;
    });
    // A picture that cannot be fetched is an error whatever the status.
    expect(careless.map(({ name }) => name)).toEqual(file === 'comfyui' ? ['Fetch picture'] : []);
  });

  test('every connection leads to a node, and every node is reached', () => {
    const names = workflow.nodes.map(({ name }) => name);
    const reached = names.flatMap((name) => [0, 1, 2].flatMap((output) => next(workflow, name, output)));
    expect(names).toEqual(expect.arrayContaining(reached));
    const begins = workflow.nodes.filter(({ type }) => /[tT]rigger$|webhook$/.test(type)).map(({ name }) => name);
    expect(begins).toHaveLength(1);
    expect(new Set([...begins, ...reached])).toEqual(new Set(names));
  });

  test('keeps no pictures and prompts of runs that went well', () => {
    expect(workflow.settings['saveDataSuccessExecution']).toBe('none');
  });
});

describe('callbacks', () => {
  const callback = readWorkflow('callback');

  test('only the callback workflow speaks to the platform, and it signs what it sends', () => {
    const bold = all.flatMap(({ workflow }) =>
      nodesOf(workflow, 'httpRequest').filter(({ parameters }) => JSON.stringify(parameters).includes('callbackUrl')),
    );
    expect(bold).toEqual([]);
    expect(next(callback, 'Sign')).toEqual(['Deliver']);
    expect(callback.nodes.flatMap(({ name }) => (next(callback, name).includes('Deliver') ? [name] : []))).toEqual([
      'Sign',
    ]);
    expect(node(callback, 'Sign').credentials).toEqual({
      crypto: expect.objectContaining({ id: 'credential:callback' }) as unknown,
    });
    expect(JSON.stringify(node(callback, 'Deliver').parameters)).toContain('x-influencegen-signature');
  });

  test('what was delivered before counts as delivered; a busy platform is asked again, each time signed anew', () => {
    const decision = String(node(callback, 'Delivered?').parameters['output']);
    expect(decision).toContain('[200, 409].includes($json.statusCode) ? 0');
    expect(decision).toContain('$json.statusCode >= 500');
    expect(next(callback, 'Delivered?', 1)).toEqual(['Wait']);
    expect(next(callback, 'Wait')).toEqual(['Stamp']);
  });
});

test('the error workflow tells the platform by the id of the run', () => {
  const error = readWorkflow('error');
  expect(JSON.stringify(node(error, 'Report').parameters)).toContain('/callbacks/executions/');
  expect(next(error, 'Report')).toEqual(['Report failure']);
});

describe.each(adapters)('%s', (adapter) => {
  const workflow = readWorkflow(adapter);
  const text = JSON.stringify(workflow);

  test('takes orders at an address of its own, from those who hold the token and sign', () => {
    const [webhook] = nodesOf(workflow, 'webhook');
    expect(webhook?.parameters).toMatchObject({ path: `influencegen-${adapter}`, authentication: 'headerAuth' });
    expect(webhook?.credentials).toMatchObject({ httpHeaderAuth: { id: 'credential:webhook' } });
    expect(node(workflow, 'Expected signature').credentials).toMatchObject({ crypto: { id: 'credential:order' } });
    expect(next(workflow, 'Genuine?', 1)).toEqual(['Refuse']);
    expect(node(workflow, 'Refuse').parameters['options']).toEqual({ responseCode: 401 });
  });

  test('answers with the id of the run before it draws', () => {
    expect(String(node(workflow, 'Accept').parameters['responseBody'])).toContain('executionId: $execution.id');
    expect(next(workflow, 'Accept')).toEqual(['Settings']);
  });

  test('a failed run tells the platform', () => {
    expect(workflow.settings['errorWorkflow']).toBe('workflow:error');
    expect(next(workflow, 'Failure')).toEqual(['Report failure']);
  });

  test('its settings hold the address of the AI service and the model', () => {
    expect(settingNames(workflow)).toEqual(expect.arrayContaining(['aiUrl', 'model']));
  });

  const everywhere = ['prompt', 'negativePrompt', 'width', 'height', 'seed', 'cfgScale', 'count', 'loras', 'style'];
  const mapped = adapter === 'stability' ? everywhere : [...everywhere, 'steps'];
  test.each(mapped)('uses %s', (parameter) => {
    expect(text).toMatch(new RegExp(`\\.json\\.(body\\.)?${parameter}\\b`));
  });

  test('uses the weight of a LoRA', () => {
    expect(text).toContain('lora.weight');
  });
});
