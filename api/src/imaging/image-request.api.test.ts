import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { anImage, anImageRequest, quotaUsed, traceOf } from '../../test/imaging.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { applyMove, lockRequest } from './image-request.change.ts';
import { ImageAspectRatio } from './image-request.entity.ts';
import { monthlyQuota, resolutions, steps, usualAspectRatio } from './image.settings.ts';

const REQUEST = `mutation ($input: RequestImagesInput!) { requestImages(input: $input) {
  __typename ... on ImageRequest { id status prompt seed steps width height count queuePosition viewerMoves person { id } }
  ... on ImageQuotaExceeded { message quota { limit used remaining } } } }`;
const RETRY = `mutation ($id: ID!) { retryImageRequest(id: $id) {
  __typename ... on ImageRequest { id status prompt seed retryOfId count }
  ... on ImageQuotaExceeded { quota { limit used remaining } } } }`;
const CANCEL = 'mutation ($id: ID!) { cancelImageRequest(id: $id) { id status finishedAt viewerMoves cancelledBy } }';

interface Requested {
  __typename: 'ImageRequest' | 'ImageQuotaExceeded';
  id: string;
  seed: number;
}

const unknownId = '00000000-0000-4000-8000-000000000000';

let world: World;
let staff: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  staff = await anAdministrator(world);
});
afterAll(() => world.stop());

const ask = async (account: TestAccount | null, input: object = {}) => {
  const answer = await world
    .as(account)
    .run<{ requestImages: Requested }>(REQUEST, { input: { prompt: 'a fox', ...input } });
  return { ...answer, result: answer.data.requestImages };
};
const retry = async (account: TestAccount | null, id: string) => {
  const answer = await world.as(account).run<{ retryImageRequest: Requested }>(RETRY, { id });
  return { ...answer, result: answer.data.retryImageRequest };
};
const cancel = (account: TestAccount | null, id: string) =>
  world.as(account).run<{ cancelImageRequest: { id: string; status: string; cancelledBy: string } }>(CANCEL, { id });

const codes = ({ errors }: { errors: { extensions: { code: string } }[] }) => errors.map((e) => e.extensions.code);

async function withQuota(account: TestAccount, limit: number): Promise<void> {
  await world.app.settings.change({ ...operator, accountId: staff.id }, monthlyQuota, { accountId: account.id }, limit);
}

async function requestsOf(account: TestAccount): Promise<number> {
  const { rows } = await world.db.pool.query<{ count: number }>(
    'select count(*)::int as count from image_request where account_id = $1',
    [account.id],
  );
  return rows[0]!.count;
}

describe('asking for pictures', () => {
  test('stores the request, counts it, and hands it on, all at once', async () => {
    const lena = await anInfluencer(world);
    const { result, errors } = await ask(lena, { prompt: '  a secret fox ', count: 3, seed: 5 });

    expect(errors).toEqual([]);
    expect(result).toMatchObject({
      __typename: 'ImageRequest',
      status: 'PENDING',
      prompt: 'a secret fox',
      seed: 5,
      // As the studio of this workspace usually makes them: a portrait of the standard size.
      width: 912,
      height: 1152,
      count: 3,
      viewerMoves: ['CANCEL'],
      person: { id: lena.id },
    });
    const trace = await traceOf(world, result.id);
    expect(trace.row).toMatchObject({ account_id: lena.id, engine: 'EMBEDDED', progress: 0, timeout_seconds: 600 });
    expect(trace.row.traceparent).toMatch(/^00-[0-9a-f]{32}-/);
    expect(trace.history).toEqual([{ move: 'request', status: 'PENDING', actor_id: lena.id, note: null }]);
    expect(trace.audit).toEqual([{ action: 'imaging.request', actor_id: lena.id, details: { count: 3 } }]);
    expect(JSON.stringify(trace.audit)).not.toContain('secret');
    expect(trace.jobs).toEqual(['image-dispatch']);
    expect(await quotaUsed(world, lena)).toBe(3);
  });

  test('chooses another seed each time when none is given', async () => {
    const lena = await anInfluencer(world);
    const [one, two] = [await ask(lena), await ask(lena)];
    expect(one.result.seed).not.toBe(two.result.seed);
  });

  test('names every wrong field and leaves nothing behind', async () => {
    const lena = await anInfluencer(world);
    const { errors } = await ask(lena, { prompt: ' ', steps: 999, count: 0, loras: [{ model: 'nope', weight: 0.5 }] });

    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.extensions.fields?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'prompt REQUIRED',
      'steps TOO_LARGE',
      'count TOO_SMALL',
      'loras.0.model NOT_ALLOWED',
    ]);
    expect(await requestsOf(lena)).toBe(0);
    expect(await quotaUsed(world, lena)).toBe(0);
  });

  test('checks against the settings of the person, and of their role', async () => {
    const [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
    const changer = { ...operator, accountId: staff.id };
    await world.app.settings.change(changer, steps, { accountId: lena.id }, { min: 1, max: 10, default: 5 });
    expect((await ask(lena)).result).toMatchObject({ steps: 5 });
    expect((await ask(lena, { steps: 11 })).errors[0]?.extensions.fields).toMatchObject([{ path: 'steps', bound: 10 }]);
    expect((await ask(mateo, { steps: 11 })).errors).toEqual([]);

    await world.app.settings.change(changer, resolutions, { role: 'INFLUENCER' }, resolutions.initial.slice(0, 1));
    expect((await ask(mateo, { resolution: 'HIGH' })).errors[0]?.extensions.fields).toMatchObject([
      { path: 'resolution' },
    ]);
    // The usual one is not offered now; the first is.
    expect((await ask(mateo)).result).toMatchObject({ width: 464, height: 576 });
    await world.app.settings.unset(changer, resolutions, { role: 'INFLUENCER' });
    await world.app.settings.change(changer, usualAspectRatio, { accountId: mateo.id }, ImageAspectRatio.SQUARE);
    expect((await ask(mateo)).result).toMatchObject({ width: 1024, height: 1024 });
  });

  test('beyond the quota is refused with what is left, and leaves nothing behind', async () => {
    const lena = await anInfluencer(world);
    await withQuota(lena, 3);
    await ask(lena, { count: 2 });
    const { result, errors } = await ask(lena, { count: 2 });

    expect(errors).toEqual([]);
    expect(result).toMatchObject({ __typename: 'ImageQuotaExceeded', quota: { limit: 3, used: 2, remaining: 1 } });
    expect(await requestsOf(lena)).toBe(1);
    expect(await quotaUsed(world, lena)).toBe(2);
  });

  test('with a quota of nothing the first request is refused too', async () => {
    const lena = await anInfluencer(world);
    await withQuota(lena, 0);
    expect((await ask(lena)).result).toMatchObject({ quota: { limit: 0, used: 0, remaining: 0 } });
  });

  test('in many tabs at once takes the last credits exactly once', async () => {
    const lena = await anInfluencer(world);
    await withQuota(lena, 3);
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(lena)));

    const won = answers.filter(({ result }) => result.__typename === 'ImageRequest');
    expect(won).toHaveLength(3);
    expect(answers.filter(({ result }) => result.__typename === 'ImageQuotaExceeded')).toHaveLength(5);
    expect(await requestsOf(lena)).toBe(3);
    expect(await quotaUsed(world, lena)).toBe(3);
  });

  test('again with the same key gives the first request, even at the same moment and over the quota', async () => {
    const lena = await anInfluencer(world);
    await withQuota(lena, 1);
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(lena, { idempotencyKey: 'tap' })));

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map(({ result }) => result.id)).size).toBe(1);
    expect(await requestsOf(lena)).toBe(1);
    expect(await quotaUsed(world, lena)).toBe(1);
    const trace = await traceOf(world, answers[0]!.result.id);
    expect(trace).toMatchObject({ moves: ['request'], actions: ['imaging.request'], jobs: ['image-dispatch'] });
  });

  test('with the key of somebody else is a request of its own', async () => {
    const [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
    const [hers, his] = [await ask(lena, { idempotencyKey: 'k' }), await ask(mateo, { idempotencyKey: 'k' })];
    expect(hers.result.id).not.toBe(his.result.id);
  });

  test('is for influencers who are signed in', async () => {
    expect(codes(await ask(null))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await ask(staff))).toEqual(['FORBIDDEN']);
  });
});

describe('cancelling', () => {
  test.each(['PENDING', 'QUEUED', 'PROCESSING'] as const)(
    'a request that is %s gives its pictures back',
    async (status) => {
      const lena = await anInfluencer(world);
      const request = await anImageRequest(world, lena, { status, count: 4 });
      const { data, errors } = await cancel(lena, request.id);

      expect(errors).toEqual([]);
      expect(data.cancelImageRequest).toMatchObject({
        status: 'CANCELLED',
        viewerMoves: ['RETRY'],
        cancelledBy: 'CREATOR',
      });
      expect(await quotaUsed(world, lena)).toBe(0);
      const trace = await traceOf(world, request.id);
      expect(trace.row).toMatchObject({ deadline_at: null });
      expect(trace.history).toEqual([{ move: 'cancel', status: 'CANCELLED', actor_id: lena.id, note: null }]);
      expect(trace.audit).toEqual([{ action: 'imaging.cancel', actor_id: lena.id, details: { refunded: 4 } }]);
      expect(trace.jobs).toEqual(['image-cancel']);
    },
  );

  test('keeps what came until then, and counts it', async () => {
    const lena = await anInfluencer(world);
    const request = await anImageRequest(world, lena, { status: 'PROCESSING', count: 3 });
    await anImage(world, request);
    await cancel(lena, request.id);
    expect(await quotaUsed(world, lena)).toBe(1);
  });

  test.each(['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT'] as const)(
    'what is %s changes nothing',
    async (status) => {
      const lena = await anInfluencer(world);
      const request = await anImageRequest(world, lena, { status });
      const before = await traceOf(world, request.id);
      expect(codes(await cancel(lena, request.id))).toEqual(['CONFLICT']);
      expect(await traceOf(world, request.id)).toEqual(before);
    },
  );

  test('staff may, others see nothing to cancel', async () => {
    const [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
    const request = await anImageRequest(world, lena);
    expect(codes(await cancel(null, request.id))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await cancel(mateo, request.id))).toEqual(['NOT_FOUND']);
    expect(codes(await cancel(lena, unknownId))).toEqual(['NOT_FOUND']);
    expect(codes(await cancel(lena, "x' or true --"))).toEqual(['NOT_FOUND']);
    expect((await cancel(staff, request.id)).data.cancelImageRequest).toMatchObject({
      status: 'CANCELLED',
      cancelledBy: 'AGENCY',
    });
    expect((await traceOf(world, request.id)).history[0]?.actor_id).toBe(staff.id);
  });

  test('staff in the account of a creator are the agency', async () => {
    const lena = await anInfluencer(world);
    const request = await anImageRequest(world, lena);
    const permissions = new Map([
      ['imaging.own', 'OWN'],
      ['imaging.request', 'OWN'],
    ] as const);
    await world.app.requests.cancel(
      { ...operator, accountId: lena.id, impersonatorId: staff.id, permissions },
      request.id,
    );
    expect((await traceOf(world, request.id)).row.cancelled_by).toBe('AGENCY');
  });

  test('who may only look is told so', async () => {
    const lena = await anInfluencer(world);
    const request = await anImageRequest(world, lena);
    const watcher = { ...operator, accountId: staff.id, permissions: new Map([['imaging.monitor', 'ALL'] as const]) };
    await expect(world.app.requests.cancel(watcher, request.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(world.app.requests.retry(watcher, request.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await traceOf(world, request.id)).row.status).toBe('PENDING');
  });

  test('at the moment of completion: one of the two happens, and the quota fits it', async () => {
    const lena = await anInfluencer(world);
    const complete = (id: string) =>
      transaction(world.db, async (tx) => {
        const request = await lockRequest(tx, id);
        await tx.query(
          `insert into image (request_id, account_id, position, sha256, mime_type, width, height, byte_size)
           values ($1, $2, 0, 'x', 'image/png', 1, 1, 1)`,
          [id, lena.id],
        );
        await applyMove(tx, world.app.events, operator, request!, 'complete');
      }).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
      });

    let completed = 0;
    for (let round = 0; round < 10; round++) {
      const request = await anImageRequest(world, lena, { status: 'PROCESSING' });
      await Promise.all([complete(request.id), cancel(lena, request.id)]);
      const { row, moves } = await traceOf(world, request.id);
      expect(moves).toHaveLength(1);
      if (row.status === 'COMPLETED') completed += 1;
      expect(await quotaUsed(world, lena)).toBe(completed);
    }
  });
});

describe('retrying', () => {
  test.each(['FAILED', 'CANCELLED', 'TIMED_OUT'] as const)('what is %s asks again for the same', async (status) => {
    const lena = await anInfluencer(world);
    const old = await anImageRequest(world, lena, { status, count: 2, prompt: 'the very same' });
    const { result, errors } = await retry(lena, old.id);

    expect(errors).toEqual([]);
    expect(result).toMatchObject({ status: 'PENDING', prompt: 'the very same', seed: 7, count: 2, retryOfId: old.id });
    expect(await quotaUsed(world, lena)).toBe(2);
    expect(await traceOf(world, result.id)).toMatchObject({ moves: ['request'], jobs: ['image-dispatch'] });
    const trace = await traceOf(world, old.id);
    expect(trace.row.status).toBe(status);
    expect(trace.history).toEqual([{ move: 'retry', status, actor_id: lena.id, note: null }]);
    expect(trace.audit).toEqual([{ action: 'imaging.retry', actor_id: lena.id, details: { repeatedBy: result.id } }]);
  });

  test('what came in part asks and pays for the rest, under the seeds that follow', async () => {
    const lena = await anInfluencer(world);
    const old = await anImageRequest(world, lena, { status: 'TIMED_OUT', count: 4 });
    await anImage(world, old, { position: 0 });
    await anImage(world, old, { position: 1, deletedAgo: 1 });
    const { result } = await retry(lena, old.id);
    expect(result).toMatchObject({ seed: 9, count: 2, retryOfId: old.id });
    expect(await quotaUsed(world, lena)).toBe(2);
  });

  test('what the studio no longer offers is refused to the owner, while staff may repeat it', async () => {
    const lena = await anInfluencer(world);
    const old = await anImageRequest(world, lena, { status: 'FAILED' });
    const changer = { ...operator, accountId: staff.id };
    await world.app.settings.change(changer, steps, { accountId: lena.id }, { min: 1, max: 2, default: 2 });
    const { errors } = await retry(lena, old.id);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'steps', code: 'TOO_LARGE' }],
    });
    expect(await requestsOf(lena)).toBe(1);
    expect(await quotaUsed(world, lena)).toBe(0);
    expect((await retry(staff, old.id)).errors).toEqual([]);
  });

  test('in two tabs, by the owner and by staff, makes one new request', async () => {
    const lena = await anInfluencer(world);
    const old = await anImageRequest(world, lena, { status: 'FAILED' });
    const answers = await Promise.all([
      retry(lena, old.id),
      retry(lena, old.id),
      retry(staff, old.id),
      retry(staff, old.id),
    ]);

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map(({ result }) => result.id)).size).toBe(1);
    expect(await requestsOf(lena)).toBe(2);
    expect(await quotaUsed(world, lena)).toBe(1);
    expect((await traceOf(world, old.id)).moves).toEqual(['retry']);
  });

  test('by staff counts for the owner, who must have quota left', async () => {
    const lena = await anInfluencer(world);
    const [one, two] = [
      await anImageRequest(world, lena, { status: 'FAILED' }),
      await anImageRequest(world, lena, { status: 'FAILED' }),
    ];
    await withQuota(lena, 1);
    const { result } = await retry(staff, one.id);
    expect((await traceOf(world, result.id)).row).toMatchObject({ account_id: lena.id });
    expect((await traceOf(world, result.id)).history[0]?.actor_id).toBe(staff.id);
    expect((await retry(staff, two.id)).result).toMatchObject({
      __typename: 'ImageQuotaExceeded',
      quota: { limit: 1, used: 1, remaining: 0 },
    });
    expect((await traceOf(world, two.id)).moves).toEqual([]);
  });

  test.each(['PENDING', 'QUEUED', 'PROCESSING', 'COMPLETED'] as const)('what is %s is a conflict', async (status) => {
    const lena = await anInfluencer(world);
    const request = await anImageRequest(world, lena, { status });
    expect(codes(await retry(lena, request.id))).toEqual(['CONFLICT']);
    expect(await requestsOf(lena)).toBe(1);
  });

  test('others find nothing to retry', async () => {
    const [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
    const request = await anImageRequest(world, lena, { status: 'FAILED' });
    expect(codes(await retry(null, request.id))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await retry(mateo, request.id))).toEqual(['NOT_FOUND']);
    expect(codes(await retry(lena, unknownId))).toEqual(['NOT_FOUND']);
    expect(codes(await retry(lena, 'no-id'))).toEqual(['NOT_FOUND']);
    expect(await requestsOf(lena)).toBe(1);
  });
});
