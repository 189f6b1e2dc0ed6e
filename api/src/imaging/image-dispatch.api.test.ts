import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { anImage, anImageRequest, quotaUsed, type RequestDetails, StubEngine, traceOf } from '../../test/imaging.ts';
import { aJobContext } from '../../test/job-context.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { GiveUp } from '../platform/jobs.ts';
import { handleCancel, handleDispatch } from './image-dispatch.jobs.ts';
import { DispatchError } from './image-orchestrator.ts';
import { applyMove, lockRequest, recordProgress } from './image-request.change.ts';
import { timeOutOverdue } from './image-watchdog.jobs.ts';
import { dispatchRetryLimit, monthlyQuota } from './image.settings.ts';

let world: World;
let lena: TestAccount;
let engine: StubEngine;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  lena = await anInfluencer(world);
  engine = new StubEngine();
});

const parts = () => ({
  db: world.db,
  events: world.app.events,
  settings: world.app.settings,
  failures: world.app.failures,
  orchestrators: [engine],
  callbackBaseUrl: 'http://api.test',
});
const dispatch = (requestId: string, attempt = 1) =>
  handleDispatch(parts())({ requestId }, aJobContext({ attempt, lastAttempt: attempt > 20 }));

/** As the engine's callback would. */
const move = (id: string, verb: 'start' | 'complete' | 'cancel') =>
  transaction(world.db, async (tx) => {
    const request = await lockRequest(tx, id);
    await applyMove(tx, world.app.events, operator, request!, verb);
  });
const progress = (id: string, percent: number) =>
  transaction(world.db, async (tx) => {
    const request = await lockRequest(tx, id);
    await recordProgress(tx, world.app.events, operator, request!, percent);
  });

describe('handing over', () => {
  test('gives the engine the whole order and waits in its line', async () => {
    const request = await anImageRequest(world, lena, { prompt: 'a fox', count: 2 });
    await dispatch(request.id);

    expect(engine.orders).toEqual([
      {
        requestId: request.id,
        prompt: 'a fox',
        negativePrompt: '',
        width: 1024,
        height: 1024,
        seed: 7,
        steps: 28,
        cfgScale: 3.5,
        style: 'NATURAL',
        loras: [],
        count: 2,
        callbackUrl: `http://api.test/callbacks/images/${request.id}`,
        traceparent: '00-00000000000000000000000000000001-0000000000000001-01',
      },
    ]);
    const { row, moves, actions } = await traceOf(world, request.id);
    expect(row).toMatchObject({ status: 'QUEUED', execution_id: 'run-1', dispatch_attempts: 1 });
    expect([moves, actions]).toEqual([['accept'], ['imaging.accept']]);
  });

  test('twice, because a worker was killed, orders once when the first time got through', async () => {
    const request = await anImageRequest(world, lena);
    await dispatch(request.id);
    await dispatch(request.id, 2);
    expect(engine.orders).toHaveLength(1);
    expect((await traceOf(world, request.id)).row).toMatchObject({ dispatch_attempts: 1 });
  });

  test.each([
    ['start', 'PROCESSING'],
    ['complete', 'COMPLETED'],
  ] as const)('is overtaken by the callback (%s), and only adds the execution id', async (verb, status) => {
    const request = await anImageRequest(world, lena);
    engine.onSubmit = () => move(request.id, verb);
    await dispatch(request.id);
    const { row, moves } = await traceOf(world, request.id);
    expect(row).toMatchObject({ status, execution_id: 'run-1' });
    expect(moves).toEqual([verb]);
    expect(engine.cancelled).toEqual([]);
  });

  test('of what was cancelled before does nothing', async () => {
    const request = await anImageRequest(world, lena, { status: 'CANCELLED' });
    await dispatch(request.id);
    expect(engine.orders).toEqual([]);
    expect((await traceOf(world, request.id)).row).toMatchObject({ dispatch_attempts: 0 });
  });

  test('of what is cancelled meanwhile tells the engine', async () => {
    const request = await anImageRequest(world, lena);
    engine.onSubmit = () => move(request.id, 'cancel');
    await dispatch(request.id);
    expect((await traceOf(world, request.id)).row).toMatchObject({ status: 'CANCELLED' });
    expect(engine.cancelled).toEqual([{ requestId: request.id, executionId: 'run-1' }]);
  });

  test('of what does not exist does nothing', async () => {
    await dispatch('00000000-0000-4000-8000-000000000000');
    expect(engine.orders).toEqual([]);
  });

  test('is tried again as long as the setting allows, and counts each try', async () => {
    const request = await anImageRequest(world, lena, { count: 2 });
    engine.onSubmit = () => {
      throw new DispatchError('connection refused', false);
    };
    for (let attempt = 1; attempt <= dispatchRetryLimit.initial; attempt++)
      await expect(dispatch(request.id, attempt)).rejects.not.toBeInstanceOf(GiveUp);
    expect((await traceOf(world, request.id)).row).toMatchObject({
      status: 'PENDING',
      dispatch_attempts: dispatchRetryLimit.initial,
    });

    await expect(dispatch(request.id, dispatchRetryLimit.initial + 1)).rejects.toBeInstanceOf(GiveUp);
    const { row, history } = await traceOf(world, request.id);
    expect(row).toMatchObject({ status: 'FAILED', failure_code: 'DISPATCH_GAVE_UP' });
    expect(await toldTo(lena)).toEqual(failed);
    expect(row.failure_message).toMatch(/could not be reached/);
    expect(history.map(({ move: verb, note }) => [verb, note])).toEqual([['fail', 'Tried 6 times']]);
    expect(await quotaUsed(world, lena)).toBe(0);
  });

  test('is not tried again when the engine will never take it', async () => {
    const request = await anImageRequest(world, lena);
    engine.onSubmit = () => {
      throw new DispatchError('wrong token', true);
    };
    await expect(dispatch(request.id)).rejects.toBeInstanceOf(GiveUp);
    expect((await traceOf(world, request.id)).row).toMatchObject({
      status: 'FAILED',
      failure_code: 'DISPATCH_REFUSED',
    });
  });

  test('to an engine that is not there any more is refused', async () => {
    const request = await anImageRequest(world, lena);
    await world.db.pool.query(`update image_request set engine = 'N8N' where id = $1`, [request.id]);
    await expect(dispatch(request.id)).rejects.toBeInstanceOf(GiveUp);
    expect((await traceOf(world, request.id)).row).toMatchObject({
      status: 'FAILED',
      failure_code: 'DISPATCH_REFUSED',
    });
  });

  test('gives up nothing when the engine has begun in spite of its error', async () => {
    const request = await anImageRequest(world, lena);
    engine.onSubmit = async () => {
      await move(request.id, 'start');
      throw new DispatchError('connection reset', false);
    };
    await dispatch(request.id, 6);
    expect((await traceOf(world, request.id)).row).toMatchObject({ status: 'PROCESSING' });
  });

  test('interrupted by a worker that stops is not a failure', async () => {
    const request = await anImageRequest(world, lena);
    engine.onSubmit = () => {
      throw new DispatchError('aborted', false);
    };
    const stopping = handleDispatch(parts())(
      { requestId: request.id },
      aJobContext({ attempt: 6, signal: AbortSignal.abort() }),
    );
    await expect(stopping).rejects.not.toBeInstanceOf(GiveUp);
    expect((await traceOf(world, request.id)).row).toMatchObject({ status: 'PENDING' });
  });
});

test('the cancel job tells the engine which run nobody waits for', async () => {
  const request = await anImageRequest(world, lena);
  await dispatch(request.id);
  await handleCancel(parts())({ requestId: request.id }, aJobContext());
  expect(engine.cancelled).toEqual([{ requestId: request.id, executionId: 'run-1' }]);
});

const deadlineOf = async (id: string): Promise<number> => {
  const { row } = await traceOf(world, id);
  return Date.parse(row.deadline_at as string);
};

describe('signs of life', () => {
  test.each([
    ['a try to hand over', 'PENDING', (id: string) => dispatch(id)],
    ['the first progress', 'QUEUED', (id: string) => progress(id, 5)],
    ['more progress', 'PROCESSING', (id: string) => progress(id, 50)],
  ] as const)('%s starts the patience again', async (_, status, live) => {
    const request = await anImageRequest(world, lena, { status, deadlineAgo: 5 });
    await live(request.id);
    expect(await deadlineOf(request.id)).toBeGreaterThan(Date.now() + 590_000);
  });

  test('progress starts a request once and never goes back', async () => {
    const request = await anImageRequest(world, lena, { status: 'QUEUED' });
    for (const percent of [40, 20, 39.6]) await progress(request.id, percent);
    const { row, moves } = await traceOf(world, request.id);
    expect(row).toMatchObject({ status: 'PROCESSING', progress: 40 });
    expect(moves).toEqual(['start']);
  });
});

const toldTo = async (account: TestAccount): Promise<unknown> => {
  const { data } = await world
    .as(account)
    .run<{ notifications: { nodes: unknown[] } }>('{ notifications { nodes { notice link } } }');
  return data.notifications.nodes;
};
const failed = [{ notice: 'imaging.failed', link: expect.stringMatching(/\/studio$/) as unknown }];
const watch = () => timeOutOverdue(world.app, operator);
const statusAfterwards = async (details: RequestDetails): Promise<unknown> => {
  const request = await anImageRequest(world, lena, { deadlineAgo: 1, ...details });
  await watch();
  return (await traceOf(world, request.id)).row.status;
};

describe('the watchdog', () => {
  test('ends what never came back, gives back what did not come, and tells the engine', async () => {
    const request = await anImageRequest(world, lena, { status: 'PROCESSING', count: 4, deadlineAgo: 1 });
    await anImage(world, request);
    await watch();

    const trace = await traceOf(world, request.id);
    expect(trace.row).toMatchObject({ status: 'TIMED_OUT', failure_code: 'TIMED_OUT', deadline_at: null });
    expect(trace.history).toEqual([{ move: 'timeOut', status: 'TIMED_OUT', actor_id: null, note: null }]);
    expect(trace.audit).toMatchObject([{ action: 'imaging.timeOut', details: { refunded: 3 } }]);
    expect(trace.jobs).toEqual(['image-cancel']);
    expect(await toldTo(lena)).toEqual(failed);
    expect(await quotaUsed(world, lena)).toBe(1);
  });

  test.each(['PENDING', 'QUEUED', 'PROCESSING'] as const)('ends what is %s', async (status) => {
    expect(await statusAfterwards({ status, age: 5000 })).toBe('TIMED_OUT');
  });

  test('leaves alone what still has time, and what is over', async () => {
    expect(await statusAfterwards({ status: 'PROCESSING', deadlineAgo: -60 })).toBe('PROCESSING');
    expect(await statusAfterwards({ status: 'FAILED' })).toBe('FAILED');
  });

  test('lets wait who stands in a line that moves', async () => {
    await anImageRequest(world, lena, { status: 'COMPLETED', age: 900, took: 890 });
    expect(await statusAfterwards({ status: 'QUEUED', age: 800 })).toBe('QUEUED');
    expect(await statusAfterwards({ status: 'QUEUED', age: 1000 })).toBe('TIMED_OUT');
    expect(await statusAfterwards({ status: 'PROCESSING', age: 800 })).toBe('TIMED_OUT');
    await world.db.pool.query(
      `update image_request set finished_at = now() - interval '11 minutes' where status = 'COMPLETED'`,
    );
    expect(await statusAfterwards({ status: 'QUEUED', age: 800 })).toBe('TIMED_OUT');
  });

  test('ends many, in several batches, and two at once end each once', async () => {
    await Promise.all(Array.from({ length: 120 }, () => anImageRequest(world, lena, { deadlineAgo: 1 })));
    expect(await quotaUsed(world, lena)).toBe(120);
    const [one, two] = await Promise.all([watch(), watch()]);
    await watch();
    expect(one + two).toBeGreaterThanOrEqual(120);
    expect(await quotaUsed(world, lena)).toBe(0);
    const { rows } = await world.db.pool.query(
      `select 1 from image_request r join image_request_event e on e.request_id = r.id
        where r.account_id = $1 group by r.id having count(*) <> 1`,
      [lena.id],
    );
    expect(rows).toEqual([]);
  });

  test('late: a request that timed out is not completed any more', async () => {
    const request = await anImageRequest(world, lena, { status: 'PROCESSING', deadlineAgo: 1 });
    await watch();
    await expect(move(request.id, 'complete')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await quotaUsed(world, lena)).toBe(0);
  });
});

describe('with a worker', () => {
  let busy: World;
  let ada: TestAccount;
  let vera: TestAccount;
  const brokenEngine = new StubEngine();
  beforeAll(async () => {
    busy = await aWorld({ worker: true, parts: { orchestrator: brokenEngine } });
    ada = await anAdministrator(busy);
    vera = await anInfluencer(busy);
    await busy.app.settings.change({ ...operator, accountId: ada.id }, dispatchRetryLimit, {}, 0);
  });
  afterAll(() => busy.stop());

  const ask = async (): Promise<string> =>
    (
      await busy
        .as(vera)
        .run<{ requestImages: { id: string } }>(
          'mutation { requestImages(input: { prompt: "a fox" }) { ... on ImageRequest { id } } }',
        )
    ).data.requestImages.id;
  const letterOf = async (requestId: string): Promise<{ id: string; error: string } | undefined> => {
    const { data } = await busy
      .as(ada)
      .run<{ deadLetters: { nodes: { id: string; error: string; imageRequestId: string }[] } }>(
        'query { deadLetters { nodes { id error imageRequestId queue } } }',
      );
    return data.deadLetters.nodes.find(({ imageRequestId }) => imageRequestId === requestId);
  };
  const retryLetter = (id: string) =>
    busy.as(ada).run('mutation ($id: ID!) { retryDeadLetter(id: $id) { id } }', { id });

  test('what cannot be handed over becomes a dead letter, which staff retry as a new request', async () => {
    brokenEngine.onSubmit = () => {
      throw new DispatchError('the engine is down', false);
    };
    const requestId = await ask();
    const letter = await vi.waitFor(
      async () => (await letterOf(requestId)) ?? Promise.reject(new Error('no letter')),
      5000,
    );
    expect(letter.error).toBe('the engine is down');
    expect((await traceOf(busy, requestId)).row).toMatchObject({ status: 'FAILED', failure_code: 'DISPATCH_GAVE_UP' });
    expect(await quotaUsed(busy, vera)).toBe(0);

    brokenEngine.onSubmit = () => undefined;
    expect((await retryLetter(letter.id)).errors).toEqual([]);
    expect(await letterOf(requestId)).toBeUndefined();
    const { rows } = await busy.db.pool.query<{ id: string }>('select id from image_request where retry_of_id = $1', [
      requestId,
    ]);
    await vi.waitFor(async () => expect((await traceOf(busy, rows[0]!.id)).row.status).toBe('QUEUED'), 5000);
    expect(await quotaUsed(busy, vera)).toBe(1);
  });

  test('a dead letter of somebody without quota stays, and says why', async () => {
    brokenEngine.onSubmit = () => {
      throw new DispatchError('the engine is down', true);
    };
    const requestId = await ask();
    const letter = await vi.waitFor(
      async () => (await letterOf(requestId)) ?? Promise.reject(new Error('no letter')),
      5000,
    );
    await busy.app.settings.change({ ...operator, accountId: ada.id }, monthlyQuota, { accountId: vera.id }, 1);

    const { errors } = await retryLetter(letter.id);
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect(await letterOf(requestId)).toBeDefined();
  });
});
