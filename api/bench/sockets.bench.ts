import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as rest } from 'node:timers/promises';
import { startStage } from '../test/stage.ts';
import { cpuOf, type Figure, type Floor, median, memoryOf, quantile, repeat, send, startFloor } from './measure.ts';
import { seedPeople, seedRequests } from './seed.ts';

const events = 50_000;
const json = { 'content-type': 'application/json' };
const query = 'subscription { imageRequestUpdated { id status progress } }';

interface Push {
  /** Seconds of the server's CPU. */
  cpu: number;
  /** Milliseconds from the trigger to each arrival. */
  arrivals: number[];
}

const textFrame = 0x81;
const pingFrame = 0x89;
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** Masked by zeros, which leaves the text as it is. */
function frameOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([textFrame, ...head, 0, 0, 0, 0]), Buffer.from(text)]);
}

/**
 * A client that only notices messages. A complete one costs as much as the server it measures, and thousands share this
 * process.
 */
async function open(url: string, protocol: string | undefined, hello: string[]): Promise<Duplex> {
  const upgrade = request(url, {
    // The one that is shared has thousands of idle connections probed each second.
    agent: false,
    headers: {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...(protocol !== undefined && { 'sec-websocket-protocol': protocol }),
    },
  }).end();
  const [, socket] = (await once(upgrade, 'upgrade')) as [unknown, Duplex];
  socket.on('data', (bytes: Buffer) => {
    if (bytes[0] === textFrame) socket.emit('text');
    else if (bytes[0] === pingFrame) socket.write(pong);
  });
  for (const message of hello) {
    socket.write(frameOf(message));
    if (message.includes('connection_init')) await once(socket, 'text');
  }
  return socket;
}

async function openMany(count: number, one: (index: number) => Promise<Duplex>): Promise<Duplex[]> {
  const sockets: Duplex[] = [];
  for (let index = 0; index < count; index += 100) {
    sockets.push(
      ...(await Promise.all(Array.from({ length: Math.min(100, count - index) }, (_, offset) => one(index + offset)))),
    );
  }
  return sockets;
}

/** Triggers once and waits until every socket got a message. */
async function push(sockets: Duplex[], pid: number, trigger: () => Promise<unknown>): Promise<Push> {
  const arrivals: number[] = [];
  const before = cpuOf(pid);
  let start = 0;
  const all = new Promise<void>((resolve) => {
    for (const socket of sockets)
      socket.once('text', () => {
        arrivals.push(performance.now() - start);
        if (arrivals.length === sockets.length) resolve();
      });
  });
  start = performance.now();
  await trigger();
  await all;
  return { cpu: cpuOf(pid) - before, arrivals };
}

/** So that memory is compared without and with connections, and not with what happens to be left to collect. */
const collectsOnSignal = "--expose-gc --import=data:text/javascript,process.on('SIGUSR2',()=>gc())";

/** Resident kB of a process started with `collectsOnSignal`, after it has collected its garbage. */
async function settledMemoryOf(pid: number): Promise<number> {
  for (let turn = 0; turn < 2; turn += 1) {
    process.kill(pid, 'SIGUSR2');
    await rest(1000);
  }
  return memoryOf(pid);
}

/** Sockets on one process, each of another person, each getting an event of its own. */
export async function sockets(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of [1000, 5000]) {
    const stage = await startStage({ withWorker: false, env: { NODE_OPTIONS: collectsOnSignal } });
    let started: Floor | undefined;
    try {
      const floor = await startFloor('./floor-sockets.ts', []);
      started = floor;
      const people = await seedPeople(stage, count);
      const ids = await seedRequests(
        stage,
        people.map((person) => person.accountId),
        { status: 'COMPLETED', perPerson: 1 },
      );
      const changes = people.map((person, index) =>
        JSON.stringify({ channel: 'image-request', payload: { requestId: ids[index], accountId: person.accountId } }),
      );
      // A process that has been at work: the room it keeps for short-lived objects belongs to no connection.
      await repeat(
        3000,
        8,
        async () => void (await send(`${stage.url}/graphql`, 'POST', json, '{"query":"{viewer{id}}"}')),
      );
      const idle = await settledMemoryOf(stage.api.pid());
      const own = await openMany(count, (index) =>
        open(`${stage.url}/graphql`, 'graphql-transport-ws', [
          JSON.stringify({ type: 'connection_init', payload: { token: people[index]?.token } }),
          JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }),
        ]),
      );
      const bare = await openMany(count, () => open(floor.url, undefined, []));
      const notify = () =>
        stage.sql(`select pg_notify('influencegen', change) from unnest($1::text[]) as change`, [changes]);
      const product: Push[] = [];
      const reference: Push[] = [];
      for (let turn = 0; turn <= events / count; turn += 1) {
        const pushed = await push(own, stage.api.pid(), notify);
        const sent = await push(bare, floor.pid, () => send(floor.url, 'POST'));
        if (turn > 0) {
          product.push(pushed);
          reference.push(sent);
        }
      }
      const kB = ((await settledMemoryOf(stage.api.pid())) - idle) / count;
      // Of all rounds: the clock of a process ticks a hundred times a second.
      const cpuEach = (pushes: Push[]): number =>
        (pushes.reduce((sum, one) => sum + one.cpu, 0) / (pushes.length * count)) * 1e6;
      const cpu = cpuEach(product);
      const bareCpu = cpuEach(reference);
      const p99Each = (pushes: Push[]): number => median(pushes.map((one) => quantile(one.arrivals, 0.99)));
      const p99 = p99Each(product);
      const bareP99 = p99Each(reference);
      figures.push(
        {
          name: `${count} sockets, CPU an event`,
          product: `${cpu.toFixed(0)} µs`,
          floor: `${bareCpu.toFixed(0)} µs`,
          ratio: cpu / bareCpu,
          goal: '≤ 3',
          met: cpu / bareCpu <= 3,
        },
        {
          name: `${count} sockets, delivery p99`,
          product: `${p99.toFixed(0)} ms`,
          floor: `${bareP99.toFixed(0)} ms`,
          ratio: p99 / bareP99,
          goal: '< 250 ms',
          met: p99 < 250,
        },
        {
          name: `${count} sockets, memory each`,
          product: `${kB.toFixed(0)} kB`,
          floor: '–',
          ratio: kB / 35,
          goal: '≤ 35 kB',
          met: kB <= 35,
        },
      );
      for (const socket of [...own, ...bare]) socket.destroy();
    } finally {
      await started?.stop();
      await stage.stop();
    }
  }
  return figures;
}
