import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startStage } from '../test/stage.ts';
import {
  cpuOf,
  type Figure,
  type Floor,
  median,
  noticeClosed,
  quantile,
  repeat,
  send,
  startFloor,
  withBystander,
} from './measure.ts';
import { aPng, signed } from './pictures.ts';
import { seedPeople, seedRequests } from './seed.ts';

const pictureBytes = 1_500_000;
const rounds = 5;
/** A second or two: in less, whoever writes through the page cache finds the memory that the sender has just let go of. */
const perRound = 300;
const atOnce = 4;
/** Of a hundred answers to who asks meanwhile one is slow, and a delivery sees about a hundred. */
const watchedDeliveries = 2;

interface Round {
  perSecond: number;
  /** CPU seconds of the server process for each request. */
  cpu: number;
  /** Milliseconds of each answer to who asked meanwhile, in another round than that of the other two. */
  bystanders: number[];
}

/** Pictures of 1.5 MB, hashed and stored; and how soon the person who waits for one hears of it. */
export async function receive(): Promise<Figure[]> {
  const stage = await startStage({ withWorker: false, env: { IMAGE_ENGINE: 'embedded' } });
  let started: Floor | undefined;
  try {
    // As docker-compose.yml has it: who receives is another process than who answers, and stands back.
    const receiver = await stage.anotherApi(10);
    // Beside the product's own files: both write to the same disk.
    const folder = await mkdtemp(join(stage.storageFolder, 'floor-'));
    const floor = await startFloor('./floor-receive.ts', [folder]);
    started = floor;
    const [person] = await seedPeople(stage, 1);
    if (person === undefined) throw new Error('nobody was seeded');
    const requests = await seedRequests(stage, [person.accountId], {
      status: 'QUEUED',
      perPerson: (rounds + 1) * perRound * 4 * (1 + watchedDeliveries) + 100,
    });
    const nextRequest = (): string => {
      const id = requests.pop();
      if (id === undefined) throw new Error('no request is left');
      return id;
    };
    const bystander = JSON.stringify({ query: '{ viewer { id } }' });
    const asPerson = { 'content-type': 'application/json', authorization: `Bearer ${person.token}` };

    // First nobody else asks, then somebody does: what it takes to answer them is no cost of receiving.
    const round = async (pid: number, bystanderUrl: string, prepare: () => () => Promise<void>): Promise<Round> => {
      // Bodies are made before the clock runs: the client shares the machine.
      const deliver = async (): Promise<() => ReturnType<typeof repeat>> => {
        const calls = Array.from({ length: perRound }, prepare);
        // Making them takes a second, during which a server may have hung up.
        await noticeClosed();
        return () => repeat(perRound, atOnce, async (index) => calls[index]?.());
      };
      const undisturbed = await deliver();
      const before = cpuOf(pid);
      const { seconds } = await undisturbed();
      const cpu = (cpuOf(pid) - before) / perRound;
      const bystanders: number[] = [];
      for (let watched = 0; watched < watchedDeliveries; watched += 1)
        bystanders.push(
          ...(await withBystander(
            {
              url: bystanderUrl,
              headers: asPerson,
              ...(bystanderUrl === floor.url
                ? { body: undefined, expected: 'viewer' }
                : { body: bystander, expected: person.accountId }),
            },
            await deliver(),
          )),
        );
      return { perSecond: perRound / seconds, cpu, bystanders };
    };
    const toFloor = () => {
      const picture = aPng(pictureBytes, 0);
      return async () => {
        await send(`${floor.url}/x`, 'POST', { 'content-type': 'image/png' }, picture);
      };
    };
    const toProduct = (url: string, contentType: string, bodyOf: (picture: Buffer) => Buffer) => () => {
      const id = nextRequest();
      const body = bodyOf(aPng(pictureBytes, 0));
      const headers = signed(stage.callbackSecret, id, body, contentType);
      return async () => {
        const answer = await send(`${url}/callbacks/images/${id}`, 'POST', headers, body);
        if (answer.status !== 200) throw new Error(`callback: ${answer.status} ${answer.body}`);
      };
    };
    const raw = (url: string) => toProduct(url, 'image/png', (picture) => picture);
    const base64 = (url: string) =>
      toProduct(url, 'application/json', (picture) =>
        Buffer.from(JSON.stringify({ event: 'completed', images: [{ data: picture.toString('base64') }] })),
      );
    const alone = { url: stage.url, pid: stage.api.pid() };
    const answers = `${stage.url}/graphql`;

    const measured = {
      floor: [] as Round[],
      apart: { raw: [] as Round[], base64: [] as Round[] },
      alone: { raw: [] as Round[], base64: [] as Round[] },
    };
    for (let turn = 0; turn <= rounds; turn += 1) {
      const turns = {
        floor: await round(floor.pid, floor.url, toFloor),
        apart: {
          raw: await round(receiver.pid, answers, raw(receiver.url)),
          base64: await round(receiver.pid, answers, base64(receiver.url)),
        },
        alone: {
          raw: await round(alone.pid, answers, raw(alone.url)),
          base64: await round(alone.pid, answers, base64(alone.url)),
        },
      };
      // The first turn warms all up.
      if (turn === 0) continue;
      measured.floor.push(turns.floor);
      for (const who of ['apart', 'alone'] as const) {
        measured[who].raw.push(turns[who].raw);
        measured[who].base64.push(turns[who].base64);
      }
    }
    const rate = (kind: Round[]): number => median(kind.map((one) => one.perSecond));
    const cpu = (kind: Round[]): number => median(kind.map((one) => one.cpu)) * 1000;
    const shown = (kind: Round[]): string => `${rate(kind).toFixed(0)}/s, ${cpu(kind).toFixed(1)} ms CPU`;
    const compare = (name: string, kind: Round[], goal: number): Figure => {
      const ratio = rate(kind) / rate(measured.floor);
      return { name, product: shown(kind), floor: shown(measured.floor), ratio, goal: `≥ ${goal}`, met: ratio >= goal };
    };
    const p99Of = (...kinds: Round[][]): number =>
      quantile(
        kinds.flat().flatMap((one) => one.bystanders),
        0.99,
      );
    const meanwhile = (name: string, { raw, base64 }: Record<'raw' | 'base64', Round[]>, promised: boolean): Figure => {
      const [p99, floors] = [p99Of(raw, base64), p99Of(measured.floor)];
      return {
        name,
        product: `${p99.toFixed(1)} ms`,
        floor: `${floors.toFixed(1)} ms`,
        ratio: p99 / floors,
        goal: promised ? '< 10 ms' : '–',
        met: promised ? p99 < 10 : null,
      };
    };

    const product = await pushLatency(() => nextRequest(), stage.url, stage.callbackSecret, person.token);
    const bare = await floorLatency(floor.url);
    const latency = quantile(product, 0.95) / quantile(bare, 0.95);
    return [
      compare('callback, raw body', measured.apart.raw, 0.7),
      compare('callback, base64 in JSON', measured.apart.base64, 0.6),
      meanwhile('other requests meanwhile, p99', measured.apart, true),
      compare('all in one process: callback, raw body', measured.alone.raw, 0.7),
      compare('all in one process: callback, base64 in JSON', measured.alone.base64, 0.6),
      meanwhile('all in one process: other requests meanwhile, p99', measured.alone, false),
      {
        name: 'callback received → event at the client, p95',
        product: `${quantile(product, 0.95).toFixed(1)} ms`,
        floor: `${quantile(bare, 0.95).toFixed(1)} ms`,
        ratio: latency,
        goal: '≤ 2',
        met: latency <= 2,
      },
    ];
  } finally {
    await started?.stop();
    await stage.stop();
  }
}

const deliveries = 60;

async function pushLatency(nextRequest: () => string, url: string, secret: string, token: string): Promise<number[]> {
  const client: Client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { token },
    lazy: false,
  });
  const arrivals = new Map<string, () => void>();
  const unsubscribe = client.subscribe<{ imageRequestUpdated: { id: string; status: string } }>(
    { query: 'subscription { imageRequestUpdated { id status progress images { id width height downloadUrl } } }' },
    {
      next: ({ data }) => {
        if (data?.imageRequestUpdated.status === 'COMPLETED') arrivals.get(data.imageRequestUpdated.id)?.();
      },
      error: (error) => {
        throw error instanceof Error ? error : new Error(JSON.stringify(error));
      },
      complete: () => {},
    },
  );
  const each: number[] = [];
  for (let turn = 0; turn < deliveries; turn += 1) {
    const id = nextRequest();
    const picture = aPng(pictureBytes, turn);
    const headers = signed(secret, id, picture, 'image/png');
    const { promise, resolve } = Promise.withResolvers<void>();
    arrivals.set(id, resolve);
    const start = performance.now();
    const delivered = send(`${url}/callbacks/images/${id}`, 'POST', headers, picture);
    // The first ones warm up, and may come before anybody listens.
    const warmingUp = turn < 10;
    await Promise.all([delivered, warmingUp ? Promise.race([promise, pause(1_000)]) : promise]);
    if (!warmingUp) each.push(performance.now() - start);
  }
  unsubscribe();
  await client.dispose();
  return each;
}

async function floorLatency(url: string): Promise<number[]> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/x`);
  await new Promise((resolve) => socket.once('open', resolve));
  const each: number[] = [];
  for (let turn = 0; turn < deliveries; turn += 1) {
    const picture = aPng(pictureBytes, turn);
    const arrived = new Promise((resolve) => socket.once('message', resolve));
    const start = performance.now();
    await Promise.all([send(`${url}/x`, 'POST', { 'content-type': 'image/png' }, picture), arrived]);
    if (turn >= 10) each.push(performance.now() - start);
  }
  socket.close();
  return each;
}
