export interface Named {
  id: string;
  name: string;
}

export interface WorkflowNode {
  id: string;
  name: string;
  type: string;
  parameters: Record<string, unknown>;
  credentials?: Record<string, Named>;
  [other: string]: unknown;
}

/** What the public API takes; everything else in an answer is n8n's own. */
export interface Workflow {
  name: string;
  nodes: WorkflowNode[];
  connections: Record<string, unknown>;
  settings: Record<string, unknown>;
}

export interface StoredWorkflow extends Workflow, Named {
  isArchived?: boolean;
}

export interface Credential {
  name: string;
  type: string;
  data: Record<string, string>;
}

interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** n8n's public API, version 1, as much of it as an installation needs. */
export class N8nApi {
  readonly #base: string;
  readonly #apiKey: string;

  constructor(url: string, apiKey: string) {
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`;
    this.#apiKey = apiKey;
  }

  credentials(): Promise<(Named & { type: string })[]> {
    return this.#all('/credentials');
  }

  createCredential(credential: Credential): Promise<Named> {
    return this.#call('POST', '/credentials', credential);
  }

  async updateCredential(id: string, { name, data }: Credential): Promise<void> {
    await this.#call('PATCH', `/credentials/${id}`, { name, data });
  }

  async workflows(): Promise<StoredWorkflow[]> {
    const found = await this.#all<StoredWorkflow>('/workflows');
    return found.filter(({ isArchived }) => isArchived !== true);
  }

  createWorkflow(workflow: Workflow): Promise<Named> {
    return this.#call('POST', '/workflows', workflow);
  }

  async updateWorkflow(id: string, workflow: Workflow): Promise<void> {
    await this.#call('PUT', `/workflows/${id}`, workflow);
  }

  async activateWorkflow(id: string): Promise<void> {
    await this.#call('POST', `/workflows/${id}/activate`, {});
  }

  async #all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ limit: '100', ...(cursor !== null && { cursor }) });
      const page: Page<T> = await this.#call('GET', `${path}?${query.toString()}`);
      found.push(...page.data);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: { 'x-n8n-api-key': this.#apiKey, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok)
      throw new Error(`n8n answered ${response.status} to ${method} ${path}${await reasonOf(response)}`);
    return (await response.json()) as T;
  }
}

async function reasonOf(response: Response): Promise<string> {
  const said = (await response.text()).slice(0, 500);
  try {
    const { message } = JSON.parse(said) as { message?: unknown };
    return typeof message === 'string' ? `: ${message}` : '';
  } catch {
    return '';
  }
}
