import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { freePort } from '../test/free-port.ts';
import { startStage } from '../test/stage.ts';
import { type Figure, send } from './measure.ts';
import { aPng, signed } from './pictures.ts';
import { seedPeople } from './seed.ts';

const warmUpSeconds = 3;
const sliceSeconds = 5;
const slices = 4;
/** People who ask for the next picture when the one before has arrived. */
const waiting = 24;

/** The whole way, for as long as it takes to see what it slows down to: request → dispatch → engine that needs no time → callback → event at the client. */
export async function path(): Promise<Figure[]> {
  const enginePort = await freePort();
  const stage = await startStage({
    env: {
      IMAGE_ENGINE: 'n8n',
      N8N_WEBHOOK_URL: `http://127.0.0.1:${enginePort}/`,
      N8N_WEBHOOK_TOKEN: randomUUID(),
      N8N_SIGNING_SECRET: randomUUID(),
    },
  });
  const engine = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    // A health check looks whether anybody is there.
    if (request.method !== 'POST') return void response.writeHead(404).end();
    const order = JSON.parse(Buffer.concat(chunks).toString()) as { requestId: string; callbackUrl: string };
    response
      .writeHead(202, { 'content-type': 'application/json' })
      .end(JSON.stringify({ accepted: true, executionId: order.requestId }));
    const picture = aPng(100_000, 0);
    await send(order.callbackUrl, 'POST', signed(stage.callbackSecret, order.requestId, picture, 'image/png'), picture);
  });
  engine.listen(enginePort, '127.0.0.1');
  try {
    await stage.sql(
      `insert into setting_value (key, scope, value) values ('imaging.monthlyQuota', 'workspace', '100000')`,
    );
    await stage.sql(`select pg_notify('influencegen', '{"channel":"setting-changed","payload":{}}')`);
    const [person] = await seedPeople(stage, 1);
    if (person === undefined) throw new Error('nobody was seeded');
    const client = createClient({
      url: `${stage.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { token: person.token },
      lazy: false,
    });
    const arrivals = new Map<string, () => void>();
    // The event may come before the answer that names the request.
    const arrived = new Set<string>();
    const seen = new Set<string>();
    const { promise: broken, reject } = Promise.withResolvers<never>();
    client.subscribe<{ imageRequestUpdated: { id: string; status: string; images: unknown[] } }>(
      { query: 'subscription { imageRequestUpdated { id status images { id } } }' },
      {
        next: ({ data }) => {
          const { id, status, images } = data!.imageRequestUpdated;
          if (status === 'COMPLETED' && images.length === 1 && !seen.has(id)) {
            seen.add(id);
            const tell = arrivals.get(id);
            if (tell) tell();
            else arrived.add(id);
          }
          if (['FAILED', 'TIMED_OUT', 'CANCELLED'].includes(status)) reject(new Error(`${id} is ${status}`));
        },
        error: reject,
        complete: () => {},
      },
    );
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${person.token}` };
    const query =
      'mutation ($input: RequestImagesInput!) { requestImages(input: $input) { ... on ImageRequest { id } } }';
    const start = performance.now();
    const secondsSince = (): number => (performance.now() - start) / 1000 - warmUpSeconds;
    const bySlice = Array.from({ length: slices }, () => 0);
    const ask = async (): Promise<void> => {
      while (secondsSince() < slices * sliceSeconds) {
        const answer = await send(
          `${stage.url}/graphql`,
          'POST',
          headers,
          JSON.stringify({ query, variables: { input: { prompt: 'A quiet harbour', count: 1 } } }),
        );
        const id = /"id":"([^"]+)"/.exec(answer.body)?.[1];
        if (answer.status !== 200 || id === undefined) throw new Error(answer.body);
        if (!arrived.delete(id)) await new Promise<void>((resolve) => arrivals.set(id, resolve));
        arrivals.delete(id);
        const slice = Math.floor(secondsSince() / sliceSeconds);
        if (slice >= 0 && slice < slices) bySlice[slice]! += 1;
      }
    };
    await Promise.race([broken, Promise.all(Array.from({ length: waiting }, ask))]);
    const [derived] = await stage.sql<{ made: number }>('select count(derived_at)::int as made from image');
    const seconds = slices * sliceSeconds;
    const mean = bySlice.reduce((sum, one) => sum + one, 0) / seconds;
    const perSecond = Math.min(...bySlice) / sliceSeconds;
    await client.dispose();
    return [
      {
        name: `pictures through the whole path, slowest ${sliceSeconds} of ${seconds} s`,
        product: `${perSecond.toFixed(0)}/s (mean ${mean.toFixed(0)}), thumbnails ${(derived!.made / (seconds + warmUpSeconds)).toFixed(0)}/s`,
        floor: '–',
        ratio: perSecond / 20,
        goal: '≥ 20/s',
        met: perSecond >= 20,
      },
    ];
  } finally {
    await stage.stop();
    engine.closeAllConnections();
    engine.close();
  }
}
