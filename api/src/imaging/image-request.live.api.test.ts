import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { anImage, anImageRequest } from '../../test/imaging.ts';
import { aSubscriber, type Subscriber } from '../../test/subscriber.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { announceRequest, applyMove, lockRequest, recordProgress } from './image-request.change.ts';
import type { ImageRequestVerb } from './image-request.lifecycle.ts';

const UPDATES = `subscription ($id: ID) { imageRequestUpdated(id: $id) {
  id status progress queuePosition takingLongerThanUsual viewerMoves cancelledBy person { id }
  images { id thumbnailUrl } history { move } } }`;
const STATUS_ONLY = 'subscription { imageRequestUpdated { id status } }';

interface Update {
  id: string;
  status: string;
  progress: number;
  queuePosition: number | null;
  takingLongerThanUsual: boolean;
  viewerMoves: string[];
  cancelledBy: string | null;
  images: { id: string; thumbnailUrl: string }[];
  history: { move: string }[];
}

let world: World;
let other: World;
let lena: TestAccount;
let mateo: TestAccount;
let staff: TestAccount;
const listening: Subscriber<object>[] = [];
beforeAll(async () => {
  world = await aWorld();
  other = await aWorld({ databaseUrl: world.databaseUrl });
  staff = await anAdministrator(world);
});
beforeEach(async () => {
  [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
});
afterAll(async () => {
  await other.stop();
  await world.stop();
});
afterEach(async () => {
  await Promise.all(listening.splice(0).map((subscriber) => subscriber.stop()));
  await vi.waitUntil(() => world.app.live.subscriptions + other.app.live.subscriptions === 0);
});

async function listen(
  account: TestAccount | null,
  { id, query = UPDATES, at = world }: { id?: string; query?: string; at?: World } = {},
) {
  const subscriber = await aSubscriber<Update>(at, account, query, id === undefined ? {} : { id });
  listening.push(subscriber);
  return subscriber;
}
const move = (id: string, verb: ImageRequestVerb, at = world) =>
  transaction(at.db, async (tx) => applyMove(tx, at.app.events, operator, (await lockRequest(tx, id))!, verb));
const progress = (id: string, percent: number) =>
  transaction(world.db, async (tx) =>
    recordProgress(tx, world.app.events, operator, (await lockRequest(tx, id))!, percent),
  );

describe('who hears what', () => {
  test('a person hears of their own requests, with everything that is selected', async () => {
    const hers = await listen(lena);
    const his = await listen(mateo);
    const request = await anImageRequest(world, lena, { status: 'PROCESSING' });
    const image = await anImage(world, request);
    await move(request.id, 'complete');

    expect(await hers.until({ status: 'COMPLETED' })).toMatchObject({
      id: request.id,
      progress: 100,
      queuePosition: null,
      viewerMoves: [],
      person: { id: lena.id },
      images: [{ id: image.id, thumbnailUrl: expect.stringContaining(`viewer=${lena.id}`) as string }],
      history: [{ move: 'complete' }],
    });
    const mine = await anImageRequest(world, mateo);
    await move(mine.id, 'cancel');
    await his.until({ id: mine.id, cancelledBy: 'AGENCY' });
    // Also of a place in line: more than once.
    expect(new Set(his.events.map(({ id }) => id))).toEqual(new Set([mine.id]));
    expect(new Set(hers.events.map(({ id }) => id))).toEqual(new Set([request.id]));
  });

  test('staff hear of everybody, with links and moves of their own', async () => {
    const desk = await listen(staff);
    const hers = await listen(lena);
    const request = await anImageRequest(world, lena, { status: 'PROCESSING' });
    await anImage(world, request);
    await progress(request.id, 30);
    expect((await desk.until({ progress: 30 })).images[0]?.thumbnailUrl).toContain(`viewer=${staff.id}`);
    expect((await hers.until({ progress: 30 })).images[0]?.thumbnailUrl).toContain(`viewer=${lena.id}`);
    expect(desk.events[0]?.viewerMoves).toEqual(['CANCEL']);
  });

  test('who asks for one request hears of that one', async () => {
    const [one, two] = [await anImageRequest(world, lena), await anImageRequest(world, lena)];
    const hers = await listen(lena, { id: one.id });
    const desk = await listen(staff, { id: one.id });
    await move(two.id, 'start');
    await move(one.id, 'start');
    await Promise.all([hers.until({ id: one.id }), desk.until({ id: one.id })]);
    expect([...hers.events, ...desk.events].map(({ id }) => id)).toEqual([one.id, one.id]);
  });

  test.each([
    ['nobody', () => null, undefined, 'UNAUTHENTICATED'],
    ['somebody else', () => mateo, 'hers', 'NOT_FOUND'],
    ['who misspells', () => lena, 'no-id', 'NOT_FOUND'],
    ['who guesses', () => lena, '00000000-0000-4000-8000-000000000000', 'NOT_FOUND'],
  ])('%s is refused', async (_, account, id, code) => {
    const request = await anImageRequest(world, lena);
    const subscriber = await listen(account(), id === undefined ? {} : { id: id === 'hers' ? request.id : id });
    await vi.waitFor(() => expect(subscriber.errors).toMatchObject([{ extensions: { code } }]));
  });
});

test('what is nested in a row that several get is made for each of them', async () => {
  const nested =
    'subscription { imageRequestUpdated { id images { request { images { thumbnailUrl } expectedSeconds } } } }';
  const request = await anImageRequest(world, lena, { status: 'PROCESSING' });
  await anImage(world, request);
  const [hers, desk] = [await listen(lena, { query: nested }), await listen(staff, { query: nested })];
  await progress(request.id, 10);
  for (const [listener, { id }] of [
    [hers, lena],
    [desk, staff],
  ] as const) {
    const { images } = await listener.until({ id: request.id });
    expect(JSON.stringify(images)).toContain(`viewer=${id}`);
    expect(JSON.stringify(images)).not.toContain(`viewer=${id === lena.id ? staff.id : lena.id}`);
  }
});

test('what happens in one process is heard in the other', async () => {
  const here = await listen(lena);
  const there = await listen(lena, { at: other });
  const request = await anImageRequest(world, lena);
  for (const [verb, at, status] of [
    ['start', world, 'PROCESSING'],
    ['fail', other, 'FAILED'],
  ] as const) {
    await move(request.id, verb, at);
    const heard = await Promise.all([here, there].map(async (one) => one.until({ id: request.id, status })));
    expect(heard.map(({ viewerMoves }) => viewerMoves)).toEqual(
      status === 'FAILED' ? [['RETRY'], ['RETRY']] : [['CANCEL'], ['CANCEL']],
    );
  }
});

test('many changes at once are loaded with one statement, and each subscriber hears of the last state', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => anInfluencer(world)));
  const listeners = await Promise.all(people.map((person) => listen(person, { query: STATUS_ONLY })));
  // Whoever is in line may hear of their place besides.
  const requests = await Promise.all(people.map((person) => anImageRequest(world, person, { status: 'COMPLETED' })));
  const load = vi.spyOn(world.app.reads, 'requestRows');
  await transaction(world.db, async (tx) => {
    for (const request of requests) await announceRequest(tx, world.app.events, request);
  });
  await Promise.all(listeners.map((listener, i) => listener.until({ id: requests[i]!.id })));
  expect(load.mock.calls.map(([ids]) => ids.length)).toEqual([10]);
  load.mockRestore();
});

describe('the line', () => {
  test('everybody behind is told when the first leaves, without hearing about others', async () => {
    // A line of their own, where nobody is told that it takes longer than usual.
    const quiet = await aWorld();
    const vera = await anInfluencer(quiet);
    const first = await anImageRequest(quiet, await anInfluencer(quiet), { status: 'QUEUED', age: 20 });
    const second = await anImageRequest(quiet, vera, { status: 'QUEUED', age: 10 });
    const hers = await aSubscriber<Update>(quiet, vera, UPDATES);
    const desk = await aSubscriber<Update>(quiet, await anAdministrator(quiet), UPDATES);
    await transaction(quiet.db, (tx) => announceRequest(tx, quiet.app.events, second));
    for (const listener of [hers, desk]) await listener.until({ id: second.id, queuePosition: 2 });
    await move(first.id, 'cancel', quiet);
    await hers.until({ id: second.id, queuePosition: 1 });
    expect(new Set(hers.events.map(({ id }) => id))).toEqual(new Set([second.id]));
    // The desk would otherwise hear of the whole line whenever anybody leaves it.
    expect(desk.events.filter(({ id, queuePosition }) => id === second.id && queuePosition === 1)).toEqual([]);
    await Promise.all([hers, desk].map((listener) => listener.stop()));
    await quiet.stop();
  });

  test('who has waited too long is told, though nothing happened', async () => {
    let later = 0;
    const slow = await aWorld({ parts: { now: () => new Date(Date.now() + later) } });
    const vera = await anInfluencer(slow);
    const stuck = await anImageRequest(slow, vera, { status: 'QUEUED' });
    const hers = await aSubscriber<Update>(slow, vera, UPDATES);
    const desk = await aSubscriber<Update>(slow, await anAdministrator(slow), UPDATES);
    await transaction(slow.db, (tx) => announceRequest(tx, slow.app.events, stuck));
    await hers.until({ id: stuck.id, takingLongerThanUsual: false });

    // Long for a picture, and short for an access token: with that one, the connection would end.
    later = 300_000;
    const another = await anImageRequest(slow, await anInfluencer(slow));
    await move(another.id, 'cancel', slow);
    for (const listener of [hers, desk])
      expect(await listener.until({ id: stuck.id, takingLongerThanUsual: true })).toMatchObject({ status: 'QUEUED' });
    await Promise.all([hers, desk].map((listener) => listener.stop()));
    await slow.stop();
  });
});

test('after events were lost, everybody has to connect anew, and hears again what happens', async () => {
  await listen(lena);
  const request = await anImageRequest(world, lena);
  await world.db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'influencegen-events%' and datname = current_database()`,
  );
  await vi.waitUntil(() => world.app.live.subscriptions === 0, 5_000);
  const again = await listen(lena);
  await move(request.id, 'start');
  expect(await again.until({ id: request.id })).toMatchObject({ status: 'PROCESSING' });
});

test('a database that is away for a moment delays updates and loses none', async () => {
  const hers = await listen(lena);
  const load = vi.spyOn(world.app.reads, 'requestRows').mockRejectedValueOnce(new Error('connection lost'));
  const request = await anImageRequest(world, lena);
  await move(request.id, 'start');
  await hers.until({ id: request.id, status: 'PROCESSING' });
  expect(load).toHaveBeenCalledTimes(2);
  load.mockRestore();
});

test('sign-out ends the subscription, and nothing is left behind', async () => {
  const vera = await anInfluencer(world);
  await listen(vera);
  expect(world.app.live.subscriptions).toBe(1);
  await world.as(vera).run('mutation { signOut }');
  await vi.waitFor(() => expect(world.app.live.subscriptions).toBe(0), 1000);
});
