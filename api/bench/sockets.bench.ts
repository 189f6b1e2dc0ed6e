import { once } from 'node:events';
import WebSocket from 'ws';
import { startStage } from '../test/stage.ts';
import { cpuOf, type Figure, median, memoryOf, quantile, send, startFloor } from './measure.ts';
import { seedPeople, seedRequests } from './seed.ts';

const rounds = 5;
const query = 'subscription { imageRequestUpdated { id status progress } }';

interface Push {
  /** Microseconds of the server's CPU for each event. */
  cpu: number;
  /** Milliseconds from the trigger to each arrival. */
  arrivals: number[];
}

async function open(url: string, protocol: string | undefined, hello: string[]): Promise<WebSocket> {
  const socket = new WebSocket(url, protocol, { perMessageDeflate: false });
  await once(socket, 'open');
  for (const message of hello) {
    socket.send(message);
    if (message.includes('connection_init')) await once(socket, 'message');
  }
  return socket;
}

async function openMany(count: number, one: (index: number) => Promise<WebSocket>): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let index = 0; index < count; index += 100) {
    sockets.push(
      ...(await Promise.all(Array.from({ length: Math.min(100, count - index) }, (_, offset) => one(index + offset)))),
    );
  }
  return sockets;
}

/** Triggers once and waits until every socket got a message. */
async function push(sockets: WebSocket[], pid: number, trigger: () => Promise<unknown>): Promise<Push> {
  const arrivals: number[] = [];
  const before = cpuOf(pid);
  let start = 0;
  const all = Promise.all(
    sockets.map(async (socket) => {
      await once(socket, 'message');
      arrivals.push(performance.now() - start);
    }),
  );
  start = performance.now();
  await trigger();
  await all;
  return { cpu: ((cpuOf(pid) - before) / sockets.length) * 1e6, arrivals };
}

/** Sockets on one process, each of another person, each getting an event of its own. */
export async function sockets(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of [1000, 5000]) {
    const stage = await startStage({ withWorker: false });
    const floor = await startFloor('./floor-sockets.ts', []);
    try {
      const people = await seedPeople(stage, count);
      const ids = await seedRequests(
        stage,
        people.map((person) => person.accountId),
        { status: 'COMPLETED', perPerson: 1 },
      );
      const changes = people.map((person, index) =>
        JSON.stringify({ channel: 'image-request', payload: { requestId: ids[index], accountId: person.accountId } }),
      );
      const idle = memoryOf(stage.api.pid());
      const own = await openMany(count, (index) =>
        open(`${stage.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', [
          JSON.stringify({ type: 'connection_init', payload: { token: people[index]?.token } }),
          JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }),
        ]),
      );
      const bare = await openMany(count, () => open(floor.url.replace('http', 'ws'), undefined, []));
      const notify = () =>
        stage.sql(`select pg_notify('influencegen', change) from unnest($1::text[]) as change`, [changes]);
      const product: Push[] = [];
      const reference: Push[] = [];
      for (let turn = 0; turn <= rounds; turn += 1) {
        const pushed = await push(own, stage.api.pid(), notify);
        const sent = await push(bare, floor.pid, () => send(floor.url, 'POST'));
        if (turn > 0) {
          product.push(pushed);
          reference.push(sent);
        }
      }
      const kB = (memoryOf(stage.api.pid()) - idle) / count;
      const cpu = median(product.map((one) => one.cpu));
      const bareCpu = median(reference.map((one) => one.cpu));
      const p99 = quantile(
        product.flatMap((one) => one.arrivals),
        0.99,
      );
      const bareP99 = quantile(
        reference.flatMap((one) => one.arrivals),
        0.99,
      );
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
      for (const socket of [...own, ...bare]) socket.terminate();
    } finally {
      await floor.stop();
      await stage.stop();
    }
  }
  return figures;
}
