import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aFolder } from '../api/test/folder.ts';
import { type RunningPostgres, startPostgres } from './postgres.mjs';
import { isAlive } from './processes.mjs';

let folder: string;
const started: RunningPostgres[] = [];

async function start(durable = false): Promise<RunningPostgres> {
  const postgres = await startPostgres({ folder, durable });
  started.push(postgres);
  return postgres;
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const lockFile = (): string => path.join(folder, 'data/postmaster.pid');

beforeEach(() => {
  folder = aFolder();
});

afterEach(async () => {
  await started.splice(0).at(-1)?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a new server sorts by code point, speaks UTF-8 and lets nobody in without the password', async () => {
  const { url } = await start();
  expect(
    await ask(url, "select datlocale, pg_encoding_to_char(encoding) from pg_database where datname = 'postgres'"),
  ).toEqual(['C.UTF-8', 'UTF8']);
  const stranger = new URL(url);
  stranger.password = 'guess';
  await expect(ask(stranger.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('a second start finds the running server, and data outlives a stop', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 7 as answer');
  const second = await start();
  expect(second).toMatchObject({ pid: first.pid, url: first.url, reused: true });

  await second.stop();
  expect(isAlive(first.pid)).toBe(false);
  expect(await ask((await start()).url, 'select answer from kept')).toEqual([7]);
});

test('starts at the same moment share one server', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => start()));
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
});

test('a server that was killed is started again and has what was committed', async () => {
  const first = await start(true);
  await ask(first.url, 'create table kept as select 7 as answer');
  process.kill(first.pid, 'SIGKILL');
  await vi.waitFor(() => expect(isAlive(first.pid)).toBe(false));

  const second = await start();
  expect(second.pid).not.toBe(first.pid);
  expect(await ask(second.url, 'select answer from kept')).toEqual([7]);
});

test('a lock file whose process number went to another program is no obstacle', async () => {
  const first = await start();
  const lock = fs.readFileSync(lockFile(), 'utf8');
  await first.stop();
  fs.writeFileSync(lockFile(), lock.replace(String(first.pid), String(process.pid)));

  expect((await start()).pid).not.toBe(process.pid);
});

test('a broken folder is refused with a sentence that names it', async () => {
  await (await start()).stop();
  fs.rmSync(path.join(folder, 'data/global/pg_control'));
  await expect(startPostgres({ folder })).rejects.toThrow(
    /The database folder .* is broken: its global\/pg_control is missing/,
  );
  started.length = 0;
});

test('a database that cannot be created is told with its cause alone', async () => {
  const inTheWay = path.join(fs.realpathSync(folder), `incoming-${process.pid}`);
  fs.mkdirSync(path.join(inTheWay, 'something'), { recursive: true });
  await expect(start()).rejects.toThrow(
    new Error(
      `The database could not be created in ${fs.realpathSync(folder)}: directory "${inTheWay}" exists but is not empty`,
    ),
  );
});

test('what an interrupted first start left behind is cleared away', async () => {
  const left = path.join(folder, 'incoming-999999999');
  fs.mkdirSync(left);
  await start();
  expect(fs.existsSync(left)).toBe(false);
});
