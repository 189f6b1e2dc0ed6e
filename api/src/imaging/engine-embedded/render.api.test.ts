import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../../../test/actors.ts';
import { acceptEverything, anInfluencer } from '../../../test/builders.ts';
import { aRequest } from '../../../test/engine.ts';
import { aJobContext } from '../../../test/job-context.ts';
import { aWorld, type World } from '../../../test/world.ts';
import { seedDemoPictures } from '../demo-pictures.ts';
import { ImageFailures } from '../image-failure.notice.ts';
import { orderOf } from '../image-orders.ts';
import { ImageAspectRatio, ImageRequest, ImageResolution } from '../image-request.entity.ts';
import { EmbeddedOrchestrator } from './embedded-orchestrator.ts';
import { handleRender, renderJob } from './render.jobs.ts';

let world: World;
let person: TestAccount;

beforeAll(async () => {
  world = await aWorld();
  person = await anInfluencer(world);
});
afterAll(() => world.stop());

const draft = { resolution: ImageResolution.DRAFT, aspectRatio: ImageAspectRatio.SQUARE, steps: 4 };

/** The handler as the worker has it, calling back to `baseUrl`. */
const renderer = (baseUrl = world.url) =>
  handleRender({ db: world.db, callback: { ...world.app.config.callback, baseUrl }, minimumMs: 0 });

const requestById = (id: string): Promise<ImageRequest> =>
  world.db.source.getRepository(ImageRequest).findOneByOrFail({ id });

const picturesOf = async (id: string): Promise<{ sha256: string }[]> =>
  (
    await world.db.pool.query<{ sha256: string }>('select sha256 from image where request_id = $1 order by position', [
      id,
    ])
  ).rows;

const callbacksOf = async (id: string): Promise<{ event: string; outcome: string }[]> =>
  (
    await world.db.pool.query<{ event: string; outcome: string }>(
      'select event, outcome from image_callback where request_id = $1 order by received_at',
      [id],
    )
  ).rows;

const cancel = (id: string) =>
  world
    .as(person)
    .run('mutation ($id: ID!) { cancelImageRequest(id: $id) { status } }', { id })
    .then(({ errors }) => expect(errors).toEqual([]));

/** Stands before the platform and does with each callback what the test says. */
async function aGate(pass: (body: string, count: number) => Promise<number | null> | number | null): Promise<Server> {
  let count = 0;
  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    const status = await pass(body.toString('latin1'), ++count);
    if (status !== null) {
      res.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"code":"GATE","message":"no"}}');
      return;
    }
    const headers = Object.fromEntries(
      ['content-type', 'x-influencegen-timestamp', 'x-influencegen-signature'].map((name) => [
        name,
        String(req.headers[name]),
      ]),
    );
    const answer = await fetch(`${world.url}${req.url}`, { method: 'POST', headers, body });
    res.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test('a request becomes as many different pictures as were asked for, through the callback', async () => {
  const id = await aRequest(world, person, { ...draft, count: 2 });
  await renderer()({ requestId: id }, aJobContext());

  expect(await requestById(id)).toMatchObject({ status: 'COMPLETED', progress: 100 });
  const pictures = await picturesOf(id);
  expect(new Set(pictures.map(({ sha256 }) => sha256)).size).toBe(2);
  expect((await callbacksOf(id))[0]).toEqual({ event: 'progress', outcome: 'APPLIED' });
});

test('rendering again after the pictures arrived draws nothing', async () => {
  const id = await aRequest(world, person, draft);
  await renderer()({ requestId: id }, aJobContext());
  const before = await callbacksOf(id);
  await renderer()({ requestId: id }, aJobContext());
  expect(await callbacksOf(id)).toEqual(before);
});

test('two workers that render the same request at once double nothing', async () => {
  const id = await aRequest(world, person, draft);
  await Promise.all([renderer()({ requestId: id }, aJobContext()), renderer()({ requestId: id }, aJobContext())]);
  expect(await picturesOf(id)).toHaveLength(1);
  expect(await requestById(id)).toMatchObject({ status: 'COMPLETED' });
});

test('a cancelled request stops the drawing, and its pictures are not delivered', async () => {
  const id = await aRequest(world, person, { ...draft, count: 4 });
  const gate = await aGate(async (_, count) => {
    if (count === 1) await cancel(id);
    return null;
  });
  await renderer(addressOf(gate))({ requestId: id }, aJobContext());
  gate.close();
  expect(await requestById(id)).toMatchObject({ status: 'CANCELLED' });
  expect(await picturesOf(id)).toEqual([]);
  expect((await callbacksOf(id)).map(({ event }) => event)).not.toContain('completed');
});

test('a platform that is busy for a moment gets the pictures a moment later', async () => {
  const id = await aRequest(world, person, draft);
  const gate = await aGate((body, count) => (body.includes('completed') && count < 4 ? 503 : null));
  await renderer(addressOf(gate))({ requestId: id }, aJobContext());
  gate.close();
  expect(await requestById(id)).toMatchObject({ status: 'COMPLETED' });
});

test('pictures that the platform refuses end the request with a reason', async () => {
  const id = await aRequest(world, person, draft);
  const gate = await aGate((body) => (body.includes('name="event"') ? 413 : null));
  await renderer(addressOf(gate))({ requestId: id }, aJobContext());
  gate.close();
  expect(await requestById(id)).toMatchObject({ status: 'FAILED', failureCode: 'DELIVERY_REFUSED' });
});

test('a worker that stops leaves the request open for the next one', async () => {
  const id = await aRequest(world, person, draft);
  const stop = new AbortController();
  const gate = await aGate(() => {
    stop.abort(new Error('the worker stops'));
    return null;
  });
  const job = renderer(addressOf(gate))({ requestId: id }, aJobContext({ signal: stop.signal }));
  await expect(job).rejects.toThrow('the worker stops');
  gate.close();
  expect((await requestById(id)).status).not.toBe('COMPLETED');
  await renderer()({ requestId: id }, aJobContext({ attempt: 2 }));
  expect(await requestById(id)).toMatchObject({ status: 'COMPLETED' });
});

test('submitting leaves one job that outlives this process, also when it is submitted twice', async () => {
  const id = await aRequest(world, person, draft);
  const engine = new EmbeddedOrchestrator({ db: world.db, jobs: world.app.jobs });
  const order = orderOf(await requestById(id), world.url);
  expect(await engine.submit(order)).toEqual({ executionId: id });
  await engine.submit(order);
  const { rows } = await world.db.pool.query('select data from pgboss.job where name = $1 and singleton_key = $2', [
    renderJob.name,
    id,
  ]);
  expect(rows).toEqual([
    { data: { payload: { requestId: id }, cause: { requestId: id, traceparent: order.traceparent } } },
  ]);
});

test('fictional creators begin with requests in several states, all or none and once, with the same seeds each time', async () => {
  const people = await Promise.all(
    ['lena@demo.example', 'mateo@demo.example'].map((email) => anInfluencer(world, { email, accepted: false })),
  );
  const [lena, mateo] = people;
  const asked = async () =>
    (
      await world.db.pool.query<{ person: string; status: string; seed: number; failure: string | null }>(
        `select account_id as person, status, seed, failure_code as failure from image_request
         where account_id = any($1) order by account_id, seed`,
        [people.map(({ id }) => id)],
      )
    ).rows;
  const { app } = world;
  // Who may not ask has no pictures, and that is no reason not to start.
  await seedDemoPictures(app);
  expect(await asked()).toEqual([]);

  for (const { id } of people) await acceptEverything(world, id);
  const cut = () => Promise.reject(new Error('the power was cut'));
  const stopped = { notify: cut, notifyAll: cut, takeBack: cut };
  const failures = new ImageFailures({ notifier: stopped, publicUrl: '' });
  await expect(seedDemoPictures({ ...app, failures })).rejects.toThrow('the power was cut');
  expect(await asked()).toEqual([]);

  await Promise.all([seedDemoPictures(app), seedDemoPictures(app)]);
  await seedDemoPictures(app);
  const all = await asked();
  const of = (who: TestAccount) => all.filter(({ person: id }) => id === who.id);
  const waits = { status: 'PENDING', failure: null };
  expect(of(lena!)).toMatchObject([
    { seed: 512, status: 'CANCELLED', failure: null },
    { seed: 7_301, ...waits },
    { seed: 20_417, ...waits },
    { seed: 98_765, ...waits },
  ]);
  expect(of(mateo!)).toMatchObject([
    { seed: 1_964, status: 'FAILED', failure: 'RENDER_ERROR' },
    { seed: 33_108, ...waits },
  ]);
  const { data } = await world.as(lena!).run('{ imageQuota { used } }');
  expect(data).toEqual({ imageQuota: { used: 4 } });
});
