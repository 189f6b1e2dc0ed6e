import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { BystanderReport, BystanderTask } from './bystander.ts';

/** One line of the printed table. */
export interface Figure {
  name: string;
  product: string;
  floor: string;
  /** What is compared with the goal. */
  ratio: number;
  goal: string;
  /** Null: nothing is promised. */
  met: boolean | null;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export function send(
  url: string,
  method: 'GET' | 'POST' | 'PATCH',
  headers: Record<string, string> = {},
  body?: Buffer | string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode: status = 0, headers: told } = response;
          resolve({ status, headers: told, body: Buffer.concat(chunks).toString() });
        });
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Until connections that the other side has closed while this process was busy are known to be closed: writing to one of them
 * fails. Twice, because the first time comes before the loop looks at its sockets when it is a socket that has called.
 */
export async function noticeClosed(): Promise<void> {
  await turn();
  await turn();
}

/** Runs `work(0) … work(times − 1)`, `atOnce` at a time. Returns the wall seconds and each call's milliseconds. */
export async function repeat(
  times: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<{ seconds: number; each: number[] }> {
  const each: number[] = [];
  let next = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < times) {
        const index = next;
        next += 1;
        const start = performance.now();
        await work(index);
        each.push(performance.now() - start);
      }
    }),
  );
  return { seconds: (performance.now() - begin) / 1000, each };
}

export function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (values: number[]): number => quantile(values, 0.5);

export interface Floor {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a floor of this folder and waits until it listens. It ends with this process at the latest. */
export async function startFloor(file: string, args: string[]): Promise<Floor> {
  const child: ChildProcess = fork(new URL(file, import.meta.url), args, {
    execArgv: ['--import', new URL('../../scripts/end-with-parent.mjs', import.meta.url).href],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${code} before it was ready`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${message.port}`,
    pid: child.pid ?? 0,
    async stop() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

/** Clock ticks of a process: user and system. 100 a second on every Linux that Node runs on. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** CPU seconds that a process has used so far. */
export const cpuOf = (pid: number): number => ticks(pid) / 100;

/** CPU seconds of Postgres: the postmaster, its living backends and those that ended. */
export function cpuOfPostgres(postmaster: number): number {
  const ended = readFileSync(`/proc/${postmaster}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  let sum = ticks(postmaster) + Number(ended[13]) + Number(ended[14]);
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      if (Number(fields[1]) === postmaster) sum += Number(fields[11]) + Number(fields[12]);
    } catch (error) {
      // Only a process that ended while the folder was read may be missing.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
        throw error;
    }
  }
  return sum / 100;
}

/** Resident memory in kB. */
export const memoryOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/**
 * Runs `work` while asking `url` once every 20 ms; returns the answers' milliseconds. The one who asks has a process of their own:
 * what keeps the client busy is not to be counted as time that the server took.
 */
export async function withBystander(task: BystanderTask, work: () => Promise<unknown>): Promise<number[]> {
  const bystander = fork(new URL('bystander.ts', import.meta.url), [JSON.stringify(task)]);
  try {
    await once(bystander, 'message');
    await work();
    const told = once(bystander, 'message') as Promise<[BystanderReport]>;
    bystander.send('stop');
    const [{ each, wrong }] = await told;
    if (wrong !== null) throw new Error(`who asked meanwhile was answered: ${wrong}`);
    return each;
  } finally {
    bystander.kill();
  }
}
