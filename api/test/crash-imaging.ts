/**
 * Kills the API, the worker or Postgres (SIGKILL) at 50 random moments while people ask for pictures and an engine
 * delivers them, then counts: every accepted request is final, every delivered picture is stored once with the right
 * hash, no quota is lost or doubled.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { aPng, signed } from '../bench/pictures.ts';
import { between, conclude, options, pause, random, sha256 } from './crash-tools.ts';
import { freePort } from './free-port.ts';
import { eventually, startStage } from './stage.ts';

const kills = Number(options.kills);

interface Order {
  requestId: string;
  count: number;
  callbackUrl: string;
}
type Fate = 'pictures' | 'failure' | 'silence';

const fateOf = new Map<string, Fate>();
const picturesOf = new Map<string, Buffer[]>();
/** Requests whose pictures the platform confirmed. */
const confirmed = new Set<string>();
/** Requests whose delivery was processed although its first answer was lost: applied, or late. */
const repeated = new Set<string>();
let loadIsOn = true;

async function deliver(order: Order, body: Buffer | string, contentType: string): Promise<string | null> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    try {
      const answer = await fetch(order.callbackUrl, {
        method: 'POST',
        headers: signed(stage.callbackSecret, order.requestId, body, contentType),
        body,
      });
      const text = await answer.text();
      if (answer.status === 200) return (JSON.parse(text) as { outcome: string }).outcome;
      if (answer.status === 409) return 'replayed';
      if (answer.status < 500) throw new Error(`callback refused: ${answer.status} ${text}`);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('callback refused')) throw error;
      // The API is down at this moment: an engine tries again.
    }
    await pause(150);
  }
  return null;
}

async function work(order: Order): Promise<void> {
  const fate = fateOf.get(order.requestId) ?? (random() < 0.05 ? 'silence' : random() < 0.1 ? 'failure' : 'pictures');
  fateOf.set(order.requestId, fate);
  await pause(between(20, 400));
  if (fate === 'silence') return;
  const json = 'application/json';
  await deliver(order, JSON.stringify({ event: 'progress', progress: Math.floor(between(1, 99)) }), json);
  if (fate === 'failure') {
    await deliver(
      order,
      JSON.stringify({ event: 'failed', error: { code: 'AI_ERROR', message: 'The model gave up.' } }),
      json,
    );
    return;
  }
  const pictures =
    picturesOf.get(order.requestId) ?? Array.from({ length: order.count }, () => aPng(60_000, picturesOf.size));
  picturesOf.set(order.requestId, pictures);
  const outcome =
    order.count === 1 && random() < 0.5
      ? await deliver(order, pictures[0] ?? Buffer.alloc(0), 'image/png')
      : await deliver(
          order,
          JSON.stringify({
            event: 'completed',
            images: pictures.map((picture) => ({ data: picture.toString('base64') })),
          }),
          json,
        );
  if (outcome === 'applied' || outcome === 'duplicate') confirmed.add(order.requestId);
  if (outcome === 'replayed') repeated.add(order.requestId);
}

const engineFailures: unknown[] = [];
const engine = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  // A health check looks whether anybody is there.
  if (request.method !== 'POST') return void response.writeHead(404).end();
  const order = JSON.parse(Buffer.concat(chunks).toString()) as Order;
  response
    .writeHead(202, { 'content-type': 'application/json' })
    .end(JSON.stringify({ accepted: true, executionId: randomUUID() }));
  work(order).catch((error: unknown) => engineFailures.push(error));
});
const enginePort = await freePort();
engine.listen(enginePort, '127.0.0.1');

const stage = await startStage({
  env: {
    IMAGE_ENGINE: 'n8n',
    N8N_WEBHOOK_URL: `http://127.0.0.1:${enginePort}/webhook/influencegen`,
    N8N_WEBHOOK_TOKEN: randomUUID(),
    N8N_SIGNING_SECRET: randomUUID(),
  },
});
await stage.sql(`insert into setting_value (key, scope, value) values
  ('imaging.monthlyQuota', 'workspace', '100000'), ('imaging.timeoutSeconds', 'workspace', '25')`);
await stage.sql(`select pg_notify('influencegen', '{"channel":"setting-changed","payload":{}}')`);

async function graphql<Data>(query: string, variables: object, token?: string): Promise<Data> {
  const answer = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data?: Data; errors?: { message: string }[] };
  if (data === undefined || data === null || errors !== undefined)
    throw new Error(errors?.[0]?.message ?? `HTTP ${answer.status}`);
  return data;
}

const signIn = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { accessToken } } }`;
const ask = `mutation ($input: RequestImagesInput!) { requestImages(input: $input) { __typename ... on ImageRequest { id } } }`;
const cancel = `mutation ($id: ID!) { cancelImageRequest(id: $id) { id } }`;

// The load goes on longer than access tokens usually live.
await stage.set('accounts.accessTokenMinutes', 60);
const tokens = await Promise.all(
  ['lena@demo.example', 'mateo@demo.example'].map(
    async (email) =>
      (await graphql<{ signIn: { accessToken: string } }>(signIn, { email, password: 'studio-demo-1' })).signIn
        .accessToken,
  ),
);

/** Idempotency key of every request that was acknowledged → its id. */
const accepted = new Map<string, string>();
let repeatsThatDiffered = 0;

async function person(token: string): Promise<void> {
  while (loadIsOn) {
    const idempotencyKey = randomUUID();
    const input = { prompt: 'A lighthouse in fog', count: random() < 0.3 ? 2 : 1, resolution: 'DRAFT', idempotencyKey };
    for (;;) {
      try {
        const { requestImages } = await graphql<{ requestImages: { __typename: string; id?: string } }>(
          ask,
          { input },
          token,
        );
        if (requestImages.id === undefined) throw new Error(requestImages.__typename);
        const earlier = accepted.get(idempotencyKey);
        if (earlier !== undefined && earlier !== requestImages.id) repeatsThatDiffered += 1;
        accepted.set(idempotencyKey, requestImages.id);
        if (random() < 0.1) await graphql(cancel, { id: requestImages.id }, token).catch(() => undefined);
        break;
      } catch {
        // The answer did not arrive, so the person presses the button again: the key makes that safe.
        await pause(200);
      }
    }
    await pause(between(50, 250));
  }
}
const people = tokens.flatMap((token) => [person(token), person(token)]);

const diedByThemselves: string[] = [];
const killed = { api: 0, worker: 0, postgres: 0 };
const targets = Object.keys(killed) as (keyof typeof killed)[];
const noteDeaths = (): void => {
  for (const [name, one] of Object.entries({ api: stage.api, worker: stage.worker }))
    if (!one.alive()) diedByThemselves.push(`${name}: ${one.lastWords()}`);
};

for (let round = 1; round <= kills; round += 1) {
  await pause(between(100, 900));
  noteDeaths();
  const target = targets[Math.floor(random() * targets.length)] ?? 'api';
  killed[target] += 1;
  await stage[target].kill();
  await pause(between(0, 400));
  await stage[target].start();
  for (const one of [stage.api, stage.worker]) if (!one.alive()) await one.start();
  process.stdout.write(`\rkilled ${round} of ${kills} (${accepted.size} requests accepted)`);
}
loadIsOn = false;
await Promise.all(people);
process.stdout.write('\n');

const problems: string[] = [];
await eventually(
  'every request is final',
  async () => {
    const [row] = await stage.sql<{ open: string }>(
      `select count(*) as open from image_request where finished_at is null`,
    );
    return row?.open === '0' ? true : undefined;
  },
  180,
).catch((error: unknown) => problems.push(String(error)));

const requests = await stage.sql<{
  id: string;
  status: string;
  count: number;
  idempotency_key: string;
  images: { sha256: string; position: number }[];
}>(
  `select r.id, r.status, r.count, r.idempotency_key,
     coalesce((select json_agg(json_build_object('sha256', sha256, 'position', position) order by position) from image where request_id = r.id), '[]') as images
   from image_request r`,
);
const byId = new Map(requests.map((request) => [request.id, request]));
for (const id of accepted.values()) if (!byId.has(id)) problems.push(`accepted request ${id} was lost`);
if (repeatsThatDiffered > 0) problems.push(`${repeatsThatDiffered} repeated requests were stored twice`);
if (new Set(requests.map((request) => request.idempotency_key)).size !== requests.length)
  problems.push('one idempotency key has two requests');

const stored = new Map<string, string>();
for (const entry of await readdir(stage.storageFolder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name)) stored.set(entry.name, join(entry.parentPath, entry.name));
}
let pictures = 0;
for (const request of requests) {
  const sent = (picturesOf.get(request.id) ?? []).map(sha256);
  if (request.status === 'COMPLETED') {
    const found = request.images.map((image) => image.sha256);
    if (found.join() !== sent.join())
      problems.push(`${request.id}: has ${found.length} pictures, ${sent.length} were delivered, or others`);
  } else if (request.images.length > 0)
    problems.push(`${request.id}: ${request.status} with ${request.images.length} pictures`);
  for (const { sha256: name } of request.images) {
    pictures += 1;
    const path = stored.get(name);
    if (path === undefined) problems.push(`${request.id}: picture ${name} is not in the storage`);
    else if (sha256(await readFile(path)) !== name) problems.push(`${request.id}: picture ${name} has other bytes`);
  }
}
for (const id of confirmed) {
  if (byId.get(id)?.status !== 'COMPLETED')
    problems.push(`${id}: delivery was confirmed, but it is ${byId.get(id)?.status}`);
}
const events = await stage.sql<{ id: string }>(`select request_id as id from image_request_event where move = 'late'`);
const late = new Set(events.map(({ id }) => id));
for (const id of repeated) {
  if (byId.get(id)?.status !== 'COMPLETED' && !late.has(id))
    problems.push(`${id}: delivery was processed and not late, but it is ${byId.get(id)?.status}`);
}
const quotas = await stage.sql<{ account_id: string; used: number; produced: number }>(
  `select q.account_id, q.used, (select count(*)::int from image i where i.account_id = q.account_id) as produced from image_quota q`,
);
for (const { account_id, used, produced } of quotas)
  if (used !== produced) problems.push(`account ${account_id}: quota says ${used}, pictures are ${produced}`);
if (diedByThemselves.length > 0) problems.push(`processes that ended unasked: ${diedByThemselves.join('\n')}`);
for (const failure of engineFailures) problems.push(`engine: ${String(failure)}`);

const states = Object.entries(Object.groupBy(requests, (request) => request.status)).map(
  ([status, list]) => `${list?.length} ${status.toLowerCase()}`,
);
console.log(
  `seed ${options.seed}: killed the API ${killed.api}, the worker ${killed.worker}, Postgres ${killed.postgres} times`,
);
console.log(`${requests.length} requests (${states.join(', ')}), ${pictures} pictures`);
conclude(problems);
await stage.stop();
engine.close();
