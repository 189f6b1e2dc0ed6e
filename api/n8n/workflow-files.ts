import { readFileSync } from 'node:fs';
import type { Named, StoredWorkflow, Workflow, WorkflowNode } from './n8n-api.ts';

export const adapters = ['comfyui', 'automatic1111', 'replicate', 'stability'] as const;
export type Adapter = (typeof adapters)[number];

export const isAdapter = (name: string): name is Adapter => adapters.some((adapter) => adapter === name);

/** Each after those it calls. */
export const filesOf = (adapter: Adapter): string[] => [
  'callback',
  'error',
  ...(adapter === 'automatic1111' ? ['automatic1111-progress'] : []),
  adapter,
];

export const readWorkflow = (file: string): Workflow =>
  JSON.parse(readFileSync(new URL(`./workflows/${file}.json`, import.meta.url), 'utf8')) as Workflow;

export interface Preparation {
  /** By the name that stands in the files after `workflow:`. */
  workflowIds: ReadonlyMap<string, string>;
  /** By the name that stands in the files after `credential:`. */
  credentials: ReadonlyMap<string, Named>;
  /** Of the node Settings; names that the workflow does not know are left out. */
  settings: Readonly<Record<string, string>>;
  /** What runs now in n8n: an operator's changes to its settings are kept. */
  installed?: StoredWorkflow;
}

/** A workflow of our files with the ids of one n8n in place of our names. */
export function prepareWorkflow(workflow: Workflow, preparation: Preparation): Workflow {
  return {
    name: workflow.name,
    nodes: workflow.nodes.map((node) => prepareNode(node, preparation)),
    connections: workflow.connections,
    settings: resolved(workflow.settings, preparation),
  };
}

function prepareNode(node: WorkflowNode, preparation: Preparation): WorkflowNode {
  const { credentials, parameters, ...rest } = node;
  const own = resolved(parameters, preparation);
  if (node.name === 'Settings') applySettings(own, preparation);
  if (!credentials) return { ...rest, parameters: own };

  const [[type, wanted] = []] = Object.entries(credentials);
  const credential = wanted && preparation.credentials.get(wanted.id.replace('credential:', ''));
  if (type !== undefined && credential) return { ...rest, parameters: own, credentials: { [type]: credential } };
  // Only an AI service may do without a key: on the operator's own network.
  const { authentication: _, genericAuthType: __, ...open } = own;
  return { ...rest, parameters: open };
}

/** Names such as `workflow:callback` wherever they stand. */
function resolved(value: Record<string, unknown>, { workflowIds }: Preparation): Record<string, unknown> {
  const text = JSON.stringify(value).replaceAll(/"workflow:([a-z0-9-]+)"/g, (_, name: string) => {
    const id = workflowIds.get(name);
    if (id === undefined) throw new Error(`workflow ${name} is used before it is installed`);
    return JSON.stringify(id);
  });
  return JSON.parse(text) as Record<string, unknown>;
}

interface Assignment {
  name: string;
  value: string | number;
  type: string;
}

const assignmentsOf = (parameters: Record<string, unknown>): Assignment[] =>
  (parameters['assignments'] as { assignments: Assignment[] }).assignments;

function applySettings(parameters: Record<string, unknown>, { settings, installed }: Preparation): void {
  const before = installed?.nodes.find(({ name }) => name === 'Settings');
  const kept = new Map(before ? assignmentsOf(before.parameters).map(({ name, value }) => [name, value]) : []);
  for (const assignment of assignmentsOf(parameters)) {
    const value = settings[assignment.name] ?? kept.get(assignment.name) ?? assignment.value;
    assignment.value = assignment.type === 'number' ? Number(value) : value;
  }
}

/** What `--set` may name. */
export const settingNames = (workflow: Workflow): string[] => {
  const settings = workflow.nodes.find(({ name }) => name === 'Settings');
  return settings ? assignmentsOf(settings.parameters).map(({ name }) => name) : [];
};
