import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { freePort } from '../test/free-port.ts';
import { startStage } from '../test/stage.ts';
import { type Figure, send } from './measure.ts';
import { aPng, signed } from './pictures.ts';
import { seedPeople } from './seed.ts';

const pictures = 300;

/** The whole way: request → dispatch → engine that needs no time → callback → event at the client. */
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
    const done = new Set<string>();
    const { promise: allArrived, resolve, reject } = Promise.withResolvers<void>();
    client.subscribe<{ imageRequestUpdated: { id: string; status: string } }>(
      { query: 'subscription { imageRequestUpdated { id status images { id } } }' },
      {
        next: ({ data }) => {
          if (data?.imageRequestUpdated.status === 'COMPLETED') done.add(data.imageRequestUpdated.id);
          if (done.size === pictures) resolve();
        },
        error: reject,
        complete: () => {},
      },
    );
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${person.token}` };
    const query =
      'mutation ($input: RequestImagesInput!) { requestImages(input: $input) { ... on ImageRequest { id } } }';
    const start = performance.now();
    let next = 0;
    const asking = Array.from({ length: 4 }, async () => {
      while (next < pictures) {
        next += 1;
        const answer = await send(
          `${stage.url}/graphql`,
          'POST',
          headers,
          JSON.stringify({ query, variables: { input: { prompt: 'A quiet harbour' } } }),
        );
        if (answer.status !== 200 || !answer.body.includes('"id"')) throw new Error(answer.body);
      }
    });
    await Promise.all([...asking, allArrived]);
    const perSecond = pictures / ((performance.now() - start) / 1000);
    await client.dispose();
    return [
      {
        name: 'pictures through the whole path',
        product: `${perSecond.toFixed(0)}/s`,
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
