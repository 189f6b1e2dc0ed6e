import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../api/test/free-port.ts';
import { startPostgres } from './postgres.mjs';

const script = path.join(import.meta.dirname, 'start.mjs');
const apiScript = path.join(import.meta.dirname, '../api/dist/src');

interface Start {
  process: ChildProcess;
  output: () => string;
  /** The exit code. */
  ended: Promise<number | null>;
}

let dataFolder: string;
let port: number;
let starts: Start[];

function start(env: Record<string, string> = {}): Start {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, NODE_ENV: 'development', PORT: String(port), DATA_FOLDER: dataFolder, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const started = { process: child, output: () => output, ended };
  starts.push(started);
  return started;
}

async function started(env?: Record<string, string>): Promise<Start> {
  const product = start(env);
  await vi.waitFor(() => expect(product.output()).toContain('is ready'), { timeout: 30_000, interval: 50 });
  return product;
}

const children = (): number[] =>
  (JSON.parse(fs.readFileSync(path.join(dataFolder, 'running.json'), 'utf8')) as { children: number[] }).children;

/** Processes that belong to this test's product: they name its data folder, or are its API and worker. */
const processes = (pids: number[] = []): string[] =>
  spawnSync('ps', ['-e', '-o', 'pid=,stat=,command='], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => !/^\s*\d+\s+Z/.test(line))
    .filter((line) => line.includes(dataFolder) || pids.some((pid) => line.trim().startsWith(`${pid} `)));

beforeEach(async () => {
  dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'influencegen-start-test-'));
  // The database's user must be able to pass through, or the database would be placed elsewhere.
  fs.chmodSync(dataFolder, 0o711);
  port = await freePort();
  starts = [];
});

afterEach(async () => {
  for (const { process: child, ended } of starts) {
    child.kill('SIGTERM');
    await ended;
  }
  if (fs.existsSync(path.join(dataFolder, 'postgres')))
    await (await startPostgres({ folder: path.join(dataFolder, 'postgres') })).stop();
  fs.rmSync(dataFolder, { recursive: true, force: true });
});

test('it becomes ready, prints where and as whom to sign in, and leaves no process behind', async () => {
  const product = await started();
  expect(product.output()).toContain(`http://localhost:${port}/admin/`);
  expect(product.output()).toContain('lena@demo.example');
  const pids = children();
  expect(processes(pids).length).toBeGreaterThan(2);

  product.process.kill('SIGINT');
  expect(await product.ended).toBe(0);
  expect(processes(pids)).toEqual([]);
});

test('a second start in the same folder is refused with the way to stop the first', async () => {
  const first = await started();
  const second = start({ PORT: String(await freePort()) });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(
    `already runs from this folder: http://localhost:${port}/ (process ${first.process.pid})`,
  );
});

test('a taken port is refused with its holder and another way', async () => {
  const holder = net.createServer();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  const product = start();
  expect(await product.ended).toBe(1);
  expect(product.output()).toContain(`Port ${port} is taken by process ${process.pid}`);
  expect(product.output()).toContain(`PORT=${port + 1} npm start`);
  await new Promise((resolve) => holder.close(resolve));
});

test('a port that is no number and a configuration that is wrong end with a sentence', async () => {
  const noNumber = start({ PORT: 'many' });
  expect(await noNumber.ended).toBe(1);
  expect(noNumber.output()).toContain('PORT is "many", but must be a number from 1 to 65535.');

  const unsafe = start({ PORT: '4190' });
  expect(await unsafe.ended).toBe(1);
  expect(unsafe.output()).toContain('Browsers refuse to open port 4190.');

  const wrong = start({ IMAGE_ENGINE: 'n8n', STORAGE_DRIVER: 'tape' });
  expect(await wrong.ended).toBe(1);
  expect(wrong.output()).toContain('N8N_WEBHOOK_URL: is required');
  expect(wrong.output()).toContain('STORAGE_DRIVER');
  expect(wrong.output()).toContain('The API could not start');
});

test('a start that is killed takes API and worker with it, and the next start works', async () => {
  const killed = await started();
  const pids = children();
  killed.process.kill('SIGKILL');
  await killed.ended;
  await started();
  expect(
    processes(pids).filter((line) => line.includes(apiScript) && pids.some((pid) => line.trim().startsWith(`${pid} `))),
  ).toEqual([]);
});

test.each(['api', 'worker', 'database'])('a killed %s is started again', async (victim) => {
  const product = await started();
  const [api, worker] = children();
  const database = Number(
    fs.readFileSync(path.join(dataFolder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0],
  );
  process.kill({ api, worker, database }[victim] ?? 0, 'SIGKILL');

  await vi.waitFor(() => expect(product.output()).toContain(`${victim} ended`), { timeout: 5000 });
  await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(answer.status).toBe(200);
      expect(children().filter((pid) => processes([pid]).length > 0).length).toBeGreaterThan(1);
    },
    { timeout: 20_000, interval: 100 },
  );
});

test('in production it neither prints demo people nor starts without what production needs', async () => {
  const product = start({ NODE_ENV: 'production' });
  expect(await product.ended).toBe(1);
  expect(product.output()).toContain('METRICS_TOKEN: is required, because NODE_ENV is production');
  expect(product.output()).not.toContain('demo.example');
});
