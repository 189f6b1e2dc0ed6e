import { parseArgs } from 'node:util';
import { type Credential, N8nApi, type Named } from './n8n-api.ts';
import {
  type Adapter,
  adapters,
  filesOf,
  isAdapter,
  prepareWorkflow,
  readWorkflow,
  settingNames,
} from './workflow-files.ts';

export interface Installation {
  url: string;
  apiKey: string;
  adapter: Adapter;
  /** Where n8n reaches the platform. */
  platformUrl: string | undefined;
  /** Of the adapter's node Settings, such as aiUrl and model. */
  settings: Record<string, string>;
  secrets: { webhookToken: string; signingSecret: string; callbackSecret: string; aiServiceKey: string | undefined };
}

/** Creates what is missing, updates what is there, activates it. Finds its own by name, so that repeating is safe. */
export async function installWorkflows(wanted: Installation, say: (sentence: string) => void): Promise<void> {
  const api = new N8nApi(wanted.url, wanted.apiKey);
  const credentials = await installCredentials(api, wanted, say);
  const existing = await api.workflows();
  const workflowIds = new Map<string, string>();
  for (const file of filesOf(wanted.adapter)) {
    const workflow = readWorkflow(file);
    const installed = theOnly(existing, workflow.name);
    const settings = file === 'error' ? platformSettings(wanted) : wanted.settings;
    const prepared = prepareWorkflow(workflow, { workflowIds, credentials, settings, ...(installed && { installed }) });
    if (installed) await api.updateWorkflow(installed.id, prepared);
    const id = installed?.id ?? (await api.createWorkflow(prepared)).id;
    await api.activateWorkflow(id);
    workflowIds.set(file, id);
    say(`${installed ? 'updated' : 'created'} workflow “${workflow.name}”`);
  }
  say(`ready: N8N_WEBHOOK_URL=${wanted.url.replace(/\/+$/, '')}/webhook/influencegen-${wanted.adapter}`);
}

const platformSettings = ({ platformUrl }: Installation): Record<string, string> =>
  platformUrl === undefined ? {} : { platformUrl: platformUrl.replace(/\/+$/, '') };

async function installCredentials(
  api: N8nApi,
  { adapter, secrets }: Installation,
  say: (sentence: string) => void,
): Promise<Map<string, Named>> {
  const wanted = new Map<string, Credential>([
    ['webhook', headerCredential('InfluenceGen webhook token', 'x-influencegen-token', secrets.webhookToken)],
    ['order', hmacCredential('InfluenceGen order signature', secrets.signingSecret)],
    ['callback', hmacCredential('InfluenceGen callback signature', secrets.callbackSecret)],
  ]);
  if (secrets.aiServiceKey !== undefined)
    wanted.set(
      'ai',
      headerCredential(`InfluenceGen AI service: ${adapter}`, 'authorization', `Bearer ${secrets.aiServiceKey}`),
    );

  const existing = await api.credentials();
  const installed = new Map<string, Named>();
  for (const [key, credential] of wanted) {
    const found = theOnly(existing, credential.name);
    if (found) await api.updateCredential(found.id, credential);
    const { id } = found ?? (await api.createCredential(credential));
    installed.set(key, { id, name: credential.name });
    say(`${found ? 'updated' : 'created'} credential “${credential.name}”`);
  }
  return installed;
}

const headerCredential = (name: string, header: string, value: string): Credential => ({
  name,
  type: 'httpHeaderAuth',
  data: { name: header, value },
});

const hmacCredential = (name: string, hmacSecret: string): Credential => ({
  name,
  type: 'crypto',
  data: { hmacSecret },
});

function theOnly<T extends Named>(list: T[], name: string): T | undefined {
  const found = list.filter((item) => item.name === name);
  if (found.length > 1)
    throw new Error(`n8n holds ${found.length} items named “${name}”; keep one and delete the others`);
  return found[0];
}

const usage = `npm run n8n:install-workflows -- --url <n8n> --api-key <key> --adapter <${adapters.join('|')}>
    [--platform-url <address of the platform, as n8n reaches it>] [--ai-url <address of the AI service>]
    [--set <name>=<value> …]
Secrets are read from the environment: N8N_WEBHOOK_TOKEN, N8N_SIGNING_SECRET, CALLBACK_SECRETS (its first), AI_SERVICE_KEY;
N8N_API_KEY may stand for --api-key.`;

/** The whole list of what is wrong, or what to install. */
export function readInstallation(args: string[], env: Record<string, string | undefined>): Installation | string[] {
  const problems: string[] = [];
  const { values, unknown } = parse(args);
  if (unknown !== undefined) return [unknown];
  const need = (value: string | undefined, name: string): string => {
    if (value === undefined || value === '') problems.push(`${name} is missing`);
    return value ?? '';
  };
  const url = need(values.url, '--url');
  for (const [name, address] of [
    ['--url', url],
    ['--platform-url', values['platform-url']],
    ['--ai-url', values['ai-url']],
  ])
    if (address && !URL.canParse(address)) problems.push(`${name} is no address`);
  const adapter = need(values.adapter, '--adapter');
  if (adapter !== '' && !isAdapter(adapter)) problems.push(`--adapter must be one of ${adapters.join(', ')}`);

  const settings: Record<string, string> = values['ai-url'] ? { aiUrl: values['ai-url'].replace(/\/+$/, '') } : {};
  const known = isAdapter(adapter) ? settingNames(readWorkflow(adapter)) : [];
  for (const pair of values.set ?? []) {
    const [name = '', ...rest] = pair.split('=');
    if (known.includes(name) && rest.length > 0) settings[name] = rest.join('=');
    else problems.push(`--set ${name}: the settings of ${adapter} are ${known.join(', ')}`);
  }

  const installation = {
    url,
    apiKey: need(values['api-key'] ?? env['N8N_API_KEY'], '--api-key or N8N_API_KEY'),
    platformUrl: values['platform-url'],
    settings,
    secrets: {
      webhookToken: need(env['N8N_WEBHOOK_TOKEN'], 'N8N_WEBHOOK_TOKEN'),
      signingSecret: need(env['N8N_SIGNING_SECRET'], 'N8N_SIGNING_SECRET'),
      callbackSecret: need(env['CALLBACK_SECRETS']?.split(',')[0]?.trim(), 'CALLBACK_SECRETS'),
      aiServiceKey: env['AI_SERVICE_KEY'] || undefined,
    },
  };
  if ((adapter === 'replicate' || adapter === 'stability') && installation.secrets.aiServiceKey === undefined)
    problems.push(`AI_SERVICE_KEY is missing: ${adapter} answers nobody without a key`);
  return problems.length > 0 || !isAdapter(adapter) ? problems : { ...installation, adapter };
}

function parse(args: string[]) {
  const options = {
    url: { type: 'string' },
    'api-key': { type: 'string' },
    adapter: { type: 'string' },
    'platform-url': { type: 'string' },
    'ai-url': { type: 'string' },
    set: { type: 'string', multiple: true },
  } as const;
  try {
    return { values: parseArgs({ args, options }).values, unknown: undefined };
  } catch (error) {
    return {
      values: parseArgs({ args: [], options }).values,
      unknown: error instanceof Error ? error.message : String(error),
    };
  }
}

async function main(): Promise<void> {
  const installation = readInstallation(process.argv.slice(2), process.env);
  if (Array.isArray(installation)) {
    console.error(`${installation.map((problem) => `  ${problem}`).join('\n')}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  try {
    await installWorkflows(installation, (sentence) => console.log(sentence));
  } catch (error) {
    console.error(error instanceof Error ? messagesOf(error).join(': ') : error);
    process.exitCode = 1;
  }
}

const messagesOf = (error: Error): string[] => [
  error.message,
  ...(error.cause instanceof Error ? messagesOf(error.cause) : []),
];

if (import.meta.main) await main();
