import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/free-port.ts';

const host = new URL('./host/', import.meta.url).pathname;

/** Outside the repository, shared by all clones of one person, one folder for each locked set of packages. */
function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const lock = createHash('sha256')
    .update(readFileSync(join(host, 'package-lock.json')))
    .digest('hex');
  return join(base, 'influencegen', `n8n-2.41.1-${lock.slice(0, 8)}`);
}

/** Written last: a folder without it is half done. */
const doneFile = (folder: string): string => join(folder, '.installed');

export const isInstalled = (): boolean => existsSync(doneFile(cacheFolder()));

/** 2.2 GB and a few minutes, once. */
export async function installN8n(say: (sentence: string) => void): Promise<void> {
  if (isInstalled()) return;
  const folder = cacheFolder();
  say(`Installing n8n into ${folder} (2.2 GB, some minutes, once)…`);
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(host, file), join(folder, file));
  const npm = spawn('npm', ['ci', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm ci of n8n ended with ${code}`);
  writeFileSync(doneFile(folder), '');
}

export interface N8nHost {
  url: string;
  apiKey: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** After a kill: same folder, same database, same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface N8nHostOptions {
  /** For its own files. */
  folder: string;
  /** Of an empty database that is its own. */
  databaseUrl: string;
}

export async function startN8n({ folder, databaseUrl }: N8nHostOptions): Promise<N8nHost> {
  const [port, brokerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const database = new URL(databaseUrl);
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    N8N_USER_FOLDER: folder,
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    WEBHOOK_URL: `${url}/`,
    N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
    N8N_RUNNERS_BROKER_PORT: String(brokerPort),
    N8N_DISABLE_UI: 'true',
    N8N_SECURE_COOKIE: 'false',
    N8N_COMMUNITY_PACKAGES_ENABLED: 'false',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: database.hostname,
    DB_POSTGRESDB_PORT: database.port,
    DB_POSTGRESDB_DATABASE: database.pathname.slice(1),
    DB_POSTGRESDB_USER: decodeURIComponent(database.username),
    DB_POSTGRESDB_PASSWORD: decodeURIComponent(database.password),
  };
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const log = createWriteStream(join(folder, 'n8n.log'), { flags: 'a' });
    child = spawn(process.execPath, [join(cacheFolder(), 'node_modules/n8n/bin/n8n'), 'start'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    await until('n8n is ready', async () => (await fetch(`${url}/healthz/readiness`)).ok, 90);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  await start();
  return { url, apiKey: await provision(url), start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** The first person of a fresh n8n, and a key of theirs for the public API. */
async function provision(url: string): Promise<string> {
  const person = {
    email: 'operator@demo.example',
    firstName: 'Op',
    lastName: 'Erator',
    password: `${randomBytes(12).toString('hex')}Aa1`,
  };
  const cookie = await until('n8n takes its owner', async () => {
    const response = await post(`${url}/rest/owner/setup`, person);
    return response.ok
      ? response.headers
          .getSetCookie()
          .map((part) => part.split(';')[0])
          .join('; ')
      : undefined;
  });
  const key = await post(`${url}/rest/api-keys`, { label: 'test', expiresAt: null, scopes: apiScopes }, { cookie });
  const answer = (await key.json()) as { data?: { rawApiKey?: string } };
  if (!answer.data?.rawApiKey) throw new Error(`n8n gave no API key: ${key.status} ${JSON.stringify(answer)}`);
  return answer.data.rawApiKey;
}

/** What the installer needs; docs/n8n.md names them too. */
export const apiScopes = [
  'credential:create',
  'credential:list',
  'credential:update',
  'workflow:create',
  'workflow:read',
  'workflow:update',
  'workflow:list',
  'workflow:activate',
];

const post = (url: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Asks until the answer is neither false nor undefined; an error counts as no answer. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let last: unknown; ;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${seconds} s until ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
