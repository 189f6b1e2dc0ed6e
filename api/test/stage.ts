import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { applicationUrlOf, startPostgres } from '../../scripts/postgres.mjs';
import { nodeArguments, nodeEnvironment } from '../../scripts/runtime.mjs';
import { Keyring } from '../src/platform/keyring.ts';
import { freePort } from './free-port.ts';
import { notLeftBehind } from './left-behind.ts';

const dist = new URL('../dist/src/', import.meta.url).pathname;
const apps = new URL('../../', import.meta.url).pathname;

/** The product as it runs for real: Postgres, API processes and a worker, each a process that can be killed. */
export interface Stage {
  url: string;
  databaseUrl: string;
  keyring: Keyring;
  /** What every process has as MASTER_KEYS. */
  masterKeys: string;
  /** Runs a program of the command line to its end; what it says. */
  run(script: string, args: string[], env?: Record<string, string>): Promise<string>;
  /** The first secret that callbacks are signed with. */
  callbackSecret: string;
  storageFolder: string;
  api: StagedProcess;
  worker: StagedProcess;
  postgres: { pid(): number; kill(): Promise<void>; start(): Promise<void> };
  /** Starts one more process of the API on the same database. `niceness` as POSIX counts it: 10 stands back. */
  anotherApi(niceness?: number): Promise<{ url: string; pid: number }>;
  /** As the owner of the database. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Changes a setting of the workspace, as seen by the processes a moment later. */
  set(key: string, value: unknown): Promise<void>;
  stop(): Promise<void>;
  /** Stops, and leaves for other stages what it has made. Whoever asked removes both folders. */
  leave(): Promise<StageTemplate>;
}

/** A product with its fictional people, to begin with a copy of it: made once, it saves each of many stages seconds. */
export interface StageTemplate {
  /** Pictures, audit heads and logs. */
  folder: string;
  postgresFolder: string;
  /** What lies in them is sealed and marked with these. In base64. */
  masterKey: string;
  auditKey: string;
}

export interface StagedProcess {
  pid(): number;
  /** False when it ended, killed or by itself. */
  alive(): boolean;
  /** Resolves when it is ready; rejects when it ends before. */
  start(): Promise<void>;
  /** The last lines of its log: to see why it ended. */
  lastWords(): string;
  /** SIGKILL: what a power cut does. */
  kill(): Promise<void>;
}

export interface StageOptions {
  env?: Record<string, string>;
  /** False: Postgres does not wait for the disk. */
  durable?: boolean;
  withWorker?: boolean;
  /** Passkeys are bound to a name: `localhost`. */
  hostname?: string;
  template?: StageTemplate;
}

/** Asks again until `attempt` gives something, at most `seconds`. */
export async function eventually<T>(what: string, attempt: () => Promise<T | undefined>, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await attempt().catch((error: unknown) => {
      if (Date.now() > end) throw error;
      return undefined;
    });
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function startStage({
  env = {},
  durable = true,
  withWorker = true,
  hostname = '127.0.0.1',
  template,
}: StageOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'influencegen-stage-'));
  const postgresFolder = mkdtempSync(join(tmpdir(), 'influencegen-stage-postgres-'));
  // The processes that are started below end by themselves when this one has gone.
  notLeftBehind({ folder: postgresFolder }, { folder });
  /** What runs, to be stopped in reverse. */
  const running: (() => Promise<unknown>)[] = [];
  const stopRunning = async (): Promise<void> => {
    for (const stopOne of running.splice(0).toReversed()) await stopOne();
  };
  const stop = async (): Promise<void> => {
    try {
      await stopRunning();
    } finally {
      for (const made of [folder, postgresFolder]) rmSync(made, { recursive: true, force: true });
    }
  };
  // Whose files they are goes with them: Postgres accepts no others.
  const copy = (from: string, to: string) => promisify(execFile)('cp', ['-a', `${from}/.`, to]);
  if (template) await Promise.all([copy(template.folder, folder), copy(template.postgresFolder, postgresFolder)]);
  const storageFolder = join(folder, 'storage');
  mkdirSync(storageFolder, { recursive: true });
  let server = await startPostgres({ folder: postgresFolder, durable });
  running.push(() => server.stop());
  const ownerUrl = server.url;
  const databaseUrl = applicationUrlOf(ownerUrl, randomBytes(16).toString('hex'));
  const port = env['PORT'] ?? (await freePort());
  const url = `http://${hostname}:${port}`;
  const callbackSecret = randomBytes(32).toString('hex');
  const { masterKey, auditKey } = template ?? { masterKey: aKey(), auditKey: aKey() };
  const masterKeys = `1:${masterKey}`;
  const settings: Record<string, string> = {
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    PUBLIC_URL: url,
    MASTER_KEYS: masterKeys,
    AUDIT_HEADS_FOLDER: join(folder, 'audit-heads'),
    AUDIT_KEYS: `1:${auditKey}`,
    MEDIA_LINK_SECRET: randomBytes(32).toString('hex'),
    CALLBACK_SECRETS: callbackSecret,
    STORAGE_FOLDER: storageFolder,
    SEED_DEMO: 'true',
    WEB_INFLUENCER_FOLDER: join(apps, 'web-influencer/dist'),
    WEB_ADMIN_FOLDER: join(apps, 'web-admin/dist'),
    ...env,
  };

  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const environment = { PATH, NODE_COMPILE_CACHE, NODE_ENV: 'development', ...nodeEnvironment, ...settings };

  const staged = (
    script: string,
    more: Record<string, string> = {},
    niceness = 0,
  ): StagedProcess & { stop(): Promise<void> } => {
    let child: ChildProcess | undefined;
    const alive = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
    const stopWith = async (signal: NodeJS.Signals): Promise<void> => {
      if (child === undefined || !alive()) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    };
    return {
      pid: () => child?.pid ?? 0,
      alive,
      async start() {
        const log = createWriteStream(join(folder, `${script}.log`), { flags: 'a' });
        child = spawn('nice', ['-n', String(niceness), process.execPath, ...nodeArguments, join(dist, script)], {
          env: { ...environment, ...more },
          // The last one is a channel that breaks when this process dies, whereupon the other one ends too.
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        });
        child.stdout?.pipe(log, { end: false });
        child.stderr?.pipe(log, { end: false });
        await readyLine(child, script);
      },
      lastWords: () =>
        readFileSync(join(folder, `${script}.log`), 'utf8')
          .trimEnd()
          .split('\n')
          .slice(-3)
          .join('\n'),
      kill: () => stopWith('SIGKILL'),
      stop: () => stopWith('SIGTERM'),
    };
  };
  const api = staged('main.js');
  const worker = staged('worker.js');
  const others: (StagedProcess & { stop(): Promise<void> })[] = [];

  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  pool.on('error', () => {
    // The crash test kills Postgres under this pool; the next query connects anew.
  });
  const sql = async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> =>
    (await pool.query<Row>(text, values)).rows;

  running.push(
    () => pool.end(),
    () => Promise.all([worker, api, ...others].map((one) => one.stop())),
  );
  try {
    await api.start();
    if (withWorker) await worker.start();
  } catch (error) {
    await stop();
    throw error;
  }

  const postgresPort = Number(new URL(databaseUrl).port);
  return {
    url,
    databaseUrl,
    keyring: new Keyring([{ version: 1, key: Buffer.from(masterKey, 'base64') }]),
    masterKeys,
    async run(script, args, more = {}) {
      const { stdout } = await promisify(execFile)(process.execPath, [join(dist, script), ...args], {
        env: { ...environment, ...more },
      });
      return stdout;
    },
    callbackSecret,
    storageFolder,
    api,
    worker,
    postgres: {
      pid: () => server.pid,
      async kill() {
        process.kill(server.pid, 'SIGKILL');
        await eventually('Postgres is gone', async () => ((await canConnect(postgresPort)) ? undefined : true));
      },
      async start() {
        server = await startPostgres({ folder: postgresFolder, port: postgresPort, durable });
      },
    },
    async anotherApi(niceness) {
      const itsPort = String(await freePort());
      const other = staged('main.js', { PORT: itsPort }, niceness);
      others.push(other);
      await other.start();
      return { url: `http://${hostname}:${itsPort}`, pid: other.pid() };
    },
    sql,
    async set(key, value) {
      await sql(
        `with stored as (
           insert into setting_value (key, scope, value) values ($1, 'workspace', $2)
           on conflict (key, scope) do update set value = excluded.value)
         select pg_notify('influencegen', '{"channel":"setting-changed","payload":{}}')`,
        [key, JSON.stringify(value)],
      );
    },
    stop,
    async leave() {
      await stopRunning();
      return { folder, postgresFolder, masterKey, auditKey };
    },
  };
}

const aKey = (): string => randomBytes(32).toString('base64');

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A process says in its log that it is ready. */
function readyLine(child: ChildProcess, script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (said === ready) return;
      said += chunk.toString();
      if (!said.includes(ready)) return;
      said = ready;
      resolve();
    });
    child.once('exit', () => reject(new Error(`${script} ended before it was ready: ${said}`)));
  });
}

const ready = '"msg":"ready"';
