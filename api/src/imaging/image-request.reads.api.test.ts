import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { anImage, anImageRequest } from '../../test/imaging.ts';
import { aWorld, type World } from '../../test/world.ts';
import { encodeCursor } from '../platform/pagination.ts';
import { ImageRequestStatus } from './image-request.lifecycle.ts';

const LIST = `query ($filter: ImageRequestFilter, $order: ImageRequestOrder = NEWEST, $first: Int = 20, $after: String) {
  imageRequests(filter: $filter, order: $order, first: $first, after: $after) {
    nodes { id status prompt createdAt person { id displayName } viewerMoves images { id thumbnailUrl } }
    pageInfo { endCursor hasNextPage } } }`;
const ONE = `query ($id: ID!) { imageRequest(id: $id) { id prompt status queuePosition expectedSeconds
  takingLongerThanUsual retriedById retryOfId viewerMoves dispatchAttempts engine finishedAt failure { code message }
  person { displayName } history { move status note at actor { displayName } }
  images { id position thumbnailUrl displayUrl downloadUrl request { id prompt images { id } } } } }`;

interface Node {
  id: string;
  prompt: string;
  status: string;
  images: { id: string; thumbnailUrl: string | null }[];
  viewerMoves: string[];
  person: { id: string };
}
interface List {
  imageRequests: { nodes: Node[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}

let world: World;
let staff: TestAccount;
let lena: TestAccount;
let mateo: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  staff = await anAdministrator(world, { displayName: 'Ada Desk' });
  lena = await anInfluencer(world, { displayName: 'Lena Lens' });
  mateo = await anInfluencer(world);
});
afterAll(() => world.stop());

const list = async (account: TestAccount | null, variables: object = {}) => {
  const { data, errors } = await world.as(account).run<List>(LIST, variables);
  return { ...data.imageRequests, errors };
};
const one = async (account: TestAccount | null, id: string) => {
  const { data, errors } = await world.as(account).run<{ imageRequest: Record<string, unknown> }>(ONE, { id });
  return { request: data.imageRequest, codes: errors.map((e) => e.extensions.code) };
};

const statuses = (nodes: Node[]): string[] => nodes.map(({ status }) => status);
const secondsAgo = (age: number): string => new Date(Date.now() - age * 1000).toISOString();

describe('the list', () => {
  let person: TestAccount;
  let ids: Record<string, string>;
  beforeAll(async () => {
    person = await anInfluencer(world);
    ids = {};
    for (const [index, status] of Object.values(ImageRequestStatus).entries())
      ids[status] = (await anImageRequest(world, person, { status, age: 1000 - index * 100, prompt: status })).id;
    await anImageRequest(world, mateo, { age: 500 });
  });

  const allNewestFirst = Object.values(ImageRequestStatus).reverse();

  test('holds one’s own, newest first', async () => {
    const { nodes, pageInfo } = await list(person);
    expect(statuses(nodes)).toEqual(allNewestFirst);
    expect(pageInfo.hasNextPage).toBe(false);
    expect(nodes[0]).toMatchObject({ person: { id: person.id } });
  });

  test('can be read the other way round', async () => {
    expect(statuses((await list(person, { order: 'OLDEST' })).nodes)).toEqual(allNewestFirst.toReversed());
  });

  test.each(['NEWEST', 'OLDEST'])('is read in pages without gap or repeat, %s first', async (order) => {
    for (const filter of [{}, { status: Object.values(ImageRequestStatus) }]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list(person, { order, filter, first: 3, after });
        seen.push(...page.nodes.map(({ id }) => id));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      const wholePage = (await list(person, { order })).nodes.map(({ id }) => id);
      expect(seen).toEqual(wholePage);
    }
  });

  test('of equal times is read without gap or repeat', async () => {
    const twin = await anInfluencer(world);
    for (let i = 0; i < 5; i++) await anImageRequest(world, twin);
    await world.db.pool.query('update image_request set created_at = $2 where account_id = $1', [twin.id, new Date()]);
    const first = await list(twin, { first: 2 });
    const rest = await list(twin, { first: 10, after: first.pageInfo.endCursor });
    expect(new Set([...first.nodes, ...rest.nodes].map(({ id }) => id)).size).toBe(5);
  });

  test.each([
    [['FAILED'], ['FAILED']],
    [
      ['PENDING', 'TIMED_OUT', 'COMPLETED'],
      ['TIMED_OUT', 'COMPLETED', 'PENDING'],
    ],
    [['QUEUED', 'QUEUED'], ['QUEUED']],
    [[], allNewestFirst],
  ])('is filtered by status %j', async (status, expected) => {
    expect(statuses((await list(person, { filter: { status } })).nodes)).toEqual(expected);
  });

  test('is filtered by date', async () => {
    const { nodes } = await list(person, { filter: { createdAfter: secondsAgo(850), createdBefore: secondsAgo(550) } });
    expect(statuses(nodes)).toEqual(['FAILED', 'COMPLETED', 'PROCESSING']);
  });

  describe('by what went wrong', () => {
    const codes = ['AI_ERROR', 'RENDER_ERROR', 'AI_ERROR', 'DISPATCH_GAVE_UP', 'AI_ERROR', 'RENDER_ERROR'];
    let failing: TestAccount;
    let asked: string[];
    beforeAll(async () => {
      failing = await anInfluencer(world);
      asked = [];
      for (const [index, failureCode] of codes.entries())
        asked.unshift(
          (await anImageRequest(world, failing, { status: 'FAILED', failureCode, age: 300 - index * 10 })).id,
        );
      await anImageRequest(world, failing, { status: 'COMPLETED' });
    });
    const wanted = (...failures: string[]): string[] =>
      asked.filter((_, index) => failures.includes(codes.toReversed()[index]!));

    test.each([[['AI_ERROR']], [['RENDER_ERROR', 'DISPATCH_GAVE_UP']], [['NEVER_SEEN']]])(
      'staff find %j, in pages without gap or repeat',
      async (failureCodes) => {
        const filter = { failureCodes, personId: failing.id };
        const seen: string[] = [];
        let after: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof list>> = await list(staff, { filter, first: 2, after });
          seen.push(...page.nodes.map(({ id }) => id));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        } while (after);
        expect(seen).toEqual(wanted(...failureCodes));
      },
    );

    test('together with a status, both have to hold', async () => {
      const filter = { failureCodes: ['RENDER_ERROR'], personId: failing.id };
      expect((await list(staff, { filter: { ...filter, status: ['FAILED'] } })).nodes).toHaveLength(2);
      expect((await list(staff, { filter: { ...filter, status: ['TIMED_OUT'] } })).nodes).toEqual([]);
    });

    test('creators find their own only', async () => {
      const { nodes } = await list(mateo, { filter: { failureCodes: codes, personId: failing.id } });
      expect(nodes).toEqual([]);
    });

    test('the database walks an index that holds nothing but failures', async () => {
      const plan = await world.db.pool.query<{ 'QUERY PLAN': string }>(
        `begin; set local enable_seqscan = off; set local enable_sort = off;
         explain select * from image_request where failure_code = 'AI_ERROR' order by created_at desc, id desc limit 21;
         rollback`,
      );
      expect(JSON.stringify(plan)).toContain('image_request_by_failure');
    });

    test.each([
      [['no code'], 'filter.failureCodes.0'],
      [['AI_ERROR', 'ai-error'], 'filter.failureCodes.1'],
      [Array.from({ length: 51 }, () => 'AI_ERROR'), 'filter.failureCodes'],
    ])('refuses %j by field', async (failureCodes, path) => {
      const { errors } = await list(staff, { filter: { failureCodes } });
      expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path }] });
    });
  });

  test('shows staff everybody, and of one person when asked', async () => {
    const all = await list(staff, { first: 100 });
    expect(new Set(all.nodes.map(({ person: { id } }) => id)).size).toBeGreaterThan(1);
    const hers = await list(staff, { filter: { personId: person.id, status: ['FAILED'] } });
    expect(hers.nodes.map(({ id }) => id)).toEqual([ids.FAILED]);
    expect(hers.nodes[0]?.viewerMoves).toEqual(['RETRY']);
  });

  test('of somebody else stays one’s own', async () => {
    const { nodes } = await list(mateo, { filter: { personId: person.id } });
    expect(nodes.every((node) => !Object.values(ids).includes(node.id))).toBe(true);
  });

  test.each([
    [{ first: 0 }, 'first'],
    [{ first: -5 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ after: 'nonsense' }, 'after'],
    ...['0000-01-01', '2026-02-31'].map((day): [object, string] => [
      { after: encodeCursor({ at: `${day}T00:00:00.000Z`, id: randomUUID() }) },
      'after',
    ]),
  ])('refuses %j by field', async (variables, path) => {
    const { errors } = await list(lena, variables);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path }] });
  });

  test('refuses what is no person’s id', async () => {
    const { errors } = await list(staff, { filter: { personId: 'everybody' } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'filter.personId' }] });
  });

  test('is one statement, however much is selected', async () => {
    const query = vi.spyOn(world.db.pool, 'query');
    await list(person);
    const texts = query.mock.calls.map(([asked]: unknown[]) => JSON.stringify(asked));
    query.mockRestore();
    expect(texts.filter((text) => text.includes('from image'))).toHaveLength(1);
  });
});

describe('one request', () => {
  test('names nobody of the agency to its creator, and keeps from them what is noted for staff', async () => {
    const request = await anImageRequest(world, lena, { status: 'CANCELLED' });
    await world.db.pool.query(
      `insert into image_request_event (request_id, move, status, actor_id, note) values
       ($1, 'request', 'PENDING', $2, null), ($1, 'cancel', 'CANCELLED', $3, 'asked by the brand')`,
      [request.id, lena.id, staff.id],
    );
    const asked = { move: 'request', note: null, actor: { displayName: 'Lena Lens' } };
    const cancelled = { move: 'cancel', note: 'asked by the brand', actor: { displayName: 'Ada Desk' } };
    expect((await one(staff, request.id)).request).toMatchObject({ history: [asked, cancelled] });
    const told = { history: [asked, { ...cancelled, note: null, actor: null }] };
    expect((await one(lena, request.id)).request).toMatchObject(told);
    await anImage(world, request);
    const { data } = await world
      .as(lena)
      .run('{ images(first: 1) { nodes { request { history { move note actor { displayName } } } } } }');
    expect(data).toMatchObject({ images: { nodes: [{ request: told }] } });
  });

  test('shows its history, its pictures and what went wrong', async () => {
    const request = await anImageRequest(world, lena, { status: 'FAILED', prompt: 'broken' });
    await world.db.pool.query(
      `insert into image_request_event (request_id, move, status, actor_id, note) values
       ($1, 'request', 'PENDING', $2, null), ($1, 'fail', 'FAILED', null, 'a note')`,
      [request.id, lena.id],
    );
    const retried = await anImageRequest(world, lena, { retryOfId: request.id });
    const picture = await anImage(world, request, { position: 1 });
    const raw = await anImage(world, request, { position: 0, derived: false });
    await anImage(world, request, { position: 2, deletedAgo: 1 });

    const { request: shown } = await one(lena, request.id);
    expect(shown).toMatchObject({
      status: 'FAILED',
      engine: 'EMBEDDED',
      failure: { code: 'AI_ERROR', message: 'The engine failed' },
      retriedById: retried.id,
      viewerMoves: [],
      queuePosition: null,
      expectedSeconds: null,
      takingLongerThanUsual: false,
      person: { displayName: 'Lena Lens' },
      history: [
        { move: 'request', status: 'PENDING', note: null, actor: { displayName: 'Lena Lens' } },
        { move: 'fail', status: 'FAILED', note: null, actor: null },
      ],
      images: [
        { id: raw.id, position: 0, thumbnailUrl: null, displayUrl: null },
        {
          id: picture.id,
          position: 1,
          request: { id: request.id, prompt: 'broken', images: [{ id: raw.id }, { id: picture.id }] },
        },
      ],
    });
    expect(shown?.finishedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const { thumbnailUrl, displayUrl, downloadUrl } = (shown.images as Record<string, string>[])[1]!;
    expect(thumbnailUrl).toContain(`/media/${picture.id}/thumbnail?viewer=${lena.id}&`);
    expect(displayUrl).toContain(`/media/${picture.id}/display?viewer=${lena.id}&`);
    expect(downloadUrl).toContain(`/media/${picture.id}/original?viewer=${lena.id}&`);
    expect((await one(lena, retried.id)).request).toMatchObject({ retryOfId: request.id, viewerMoves: ['CANCEL'] });
  });

  test('links are made for who looks', async () => {
    const request = await anImageRequest(world, lena, { status: 'COMPLETED' });
    await anImage(world, request);
    const { request: shown } = await one(staff, request.id);
    expect(JSON.stringify(shown?.images)).toContain(`viewer=${staff.id}`);
  });

  test('of somebody else, unknown or misspelt is not there', async () => {
    const request = await anImageRequest(world, lena);
    expect((await one(mateo, request.id)).codes).toEqual(['NOT_FOUND']);
    expect((await one(lena, '00000000-0000-4000-8000-000000000000')).codes).toEqual(['NOT_FOUND']);
    expect((await one(lena, '🦊')).codes).toEqual(['NOT_FOUND']);
    expect((await one(null, request.id)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await one(staff, request.id)).request).toMatchObject({ id: request.id });
  });
});

describe('waiting', () => {
  let quiet: World;
  let vera: TestAccount;
  beforeAll(async () => {
    quiet = await aWorld();
    vera = await anInfluencer(quiet);
  });
  afterAll(() => quiet.stop());

  test('shows the place in line, the time to come, and when it takes too long', async () => {
    const other = await anInfluencer(quiet);
    for (let i = 0; i < 5; i++) await anImageRequest(quiet, other, { status: 'COMPLETED', age: 5000, took: 11 });
    await anImageRequest(quiet, other, { status: 'PROCESSING', age: 40 });
    await anImageRequest(quiet, other, { status: 'QUEUED', age: 30 });
    const mine = await anImageRequest(quiet, vera, { status: 'PENDING', age: 20 });
    await anImageRequest(quiet, other, { status: 'PENDING', age: 10 });

    const { data } = await quiet.as(vera).run<{ imageRequest: unknown }>(ONE, { id: mine.id });
    expect(data.imageRequest).toMatchObject({ queuePosition: 2, expectedSeconds: 25, takingLongerThanUsual: true });
  });

  test('staff see the whole line at a glance', async () => {
    const admin = await anAdministrator(quiet);
    await anImageRequest(quiet, vera, { status: 'TIMED_OUT', age: 60 });
    await anImageRequest(quiet, vera, { status: 'FAILED', age: 7200 });
    const { data } = await quiet
      .as(admin)
      .run<{ imagingOverview: { oldestWaitingSeconds: number } }>(
        'query { imagingOverview { pending queued processing completedLastHour failedLastHour oldestWaitingSeconds usualSeconds } }',
      );
    expect(data.imagingOverview).toMatchObject({
      pending: 2,
      queued: 1,
      processing: 1,
      completedLastHour: 0,
      failedLastHour: 1,
      usualSeconds: 10,
    });
    expect(data.imagingOverview.oldestWaitingSeconds).toBeGreaterThanOrEqual(30);
  });
});

test('the quota says what is left and when it starts again', async () => {
  const person = await anInfluencer(world);
  await anImageRequest(world, person, { count: 3 });
  const { data } = await world
    .as(person)
    .run<{ imageQuota: { periodStart: string; resetsAt: string } }>(
      'query { imageQuota { limit used remaining periodStart resetsAt } }',
    );
  expect(data.imageQuota).toMatchObject({ limit: 200, used: 3, remaining: 197 });
  expect(data.imageQuota.periodStart).toMatch(/^\d{4}-\d\d-01T00:00:00.000Z$/);
  expect(Date.parse(data.imageQuota.resetsAt)).toBeGreaterThan(Date.now());
});

test('the studio offers what the rules accept', async () => {
  const { data } = await world.as(lena).run<{ studio: object }>(
    `query { studio { promptMaxLength negativePromptMaxLength steps { min max default } cfgScale { min max default }
       count { min max default } seed { min max } resolutions aspectRatios styles usual { aspectRatio resolution style } loraModels { id name }
       loraWeight { min max default } maxLoras engine } }`,
  );
  expect(data.studio).toMatchObject({
    promptMaxLength: 2000,
    steps: { min: 1, max: 50, default: 28 },
    seed: { min: 0, max: 2147483647 },
    resolutions: ['DRAFT', 'STANDARD', 'HIGH'],
    usual: { aspectRatio: 'PORTRAIT', resolution: 'STANDARD', style: 'NATURAL' },
    loraModels: [{ id: 'soft-daylight' }, { id: 'studio-product' }, { id: 'street-film' }],
    engine: 'EMBEDDED',
  });
});
