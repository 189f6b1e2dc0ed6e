import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { asOwner } from '../../test/database.ts';
import { aFolder } from '../../test/folder.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { defineJob } from '../platform/jobs.ts';

const failing = defineJob<{ requestId?: string }>({
  name: 'test-failing',
  retry: { limit: 0, delay: 1, delayMax: 1 },
  expireIn: 10,
  concurrency: 2,
});

interface DeadLetterShape {
  id: string;
  queue: string;
  error: string;
  attempts: number;
  payload: string;
  imageRequestId: string | null;
}

const DEAD_LETTERS = `query ($first: Int!, $after: String) { deadLetters(first: $first, after: $after) {
  nodes { id queue error attempts failedAt payload imageRequestId } pageInfo { endCursor hasNextPage } } }`;
const RETRY = 'mutation ($id: ID!) { retryDeadLetter(id: $id) { id } }';
const DISCARD = 'mutation ($id: ID!) { discardDeadLetter(id: $id) { id } }';
const QUEUES = '{ jobQueues { name waiting active deadLetters } }';
const HEALTH = '{ health { status processId version startedAt checks { name status latency } } }';

let world: World;
let staff: TestAccount;
let influencer: TestAccount;
let broken = true;

beforeAll(async () => {
  world = await aWorld();
  world.app.jobs.work(failing, async ({ requestId }) => {
    if (broken) throw new Error(`cannot do ${requestId}`);
  });
  await world.app.work();
  staff = await anAdministrator(world);
  influencer = await anInfluencer(world);
});
afterAll(() => world.stop());

const deadLetters = async (first = 50, after?: string | null) => {
  const { data } = await world
    .as(staff)
    .run<{ deadLetters: { nodes: DeadLetterShape[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } }>(
      DEAD_LETTERS,
      { first, after },
    );
  return data.deadLetters;
};

async function aDeadLetter(requestId: string): Promise<DeadLetterShape> {
  broken = true;
  await transaction(world.db, (tx) => world.app.jobs.enqueue(tx, failing, { requestId }));
  return vi.waitUntil(async () => (await deadLetters()).nodes.find((node) => node.imageRequestId === requestId), 5_000);
}

describe('dead letters', () => {
  test('tell what failed, how often, and for which request', async () => {
    expect(await aDeadLetter('request-1')).toMatchObject({
      queue: 'test-failing',
      error: 'cannot do request-1',
      attempts: 1,
      payload: '{"requestId":"request-1"}',
    });
    const { data } = await world.as(staff).run<{ jobQueues: object[] }>(QUEUES);
    expect(data.jobQueues).toContainEqual({ name: 'test-failing', waiting: 0, active: 0, deadLetters: 1 });
  });

  test('retried by two people at once, the job runs again once', async () => {
    const { id } = await aDeadLetter('request-2');
    broken = false;
    const answers = await Promise.all([1, 2].map(() => world.as(staff).run(RETRY, { id })));
    expect(answers).toEqual([1, 2].map(() => ({ data: { retryDeadLetter: { id } }, errors: [] })));

    expect((await deadLetters()).nodes.map((node) => node.id)).not.toContain(id);
    const { rows } = await world.db.pool.query<object>(
      `select action, actor_id from audit_event where record_type = 'deadLetter' and record_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ action: 'deadLetter.retry', actor_id: staff.id }]);
  });

  test('once discarded, cannot be retried', async () => {
    const { id } = await aDeadLetter('request-3');
    expect((await world.as(staff).run(DISCARD, { id })).errors).toEqual([]);
    const { errors } = await world.as(staff).run(RETRY, { id });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect((await deadLetters()).nodes.map((node) => node.id)).not.toContain(id);
  });

  test('come in pages', async () => {
    for (const requestId of ['page-1', 'page-2', 'page-3']) await aDeadLetter(requestId);
    const all = await deadLetters();
    const first = await deadLetters(2);
    expect(first).toMatchObject({ nodes: all.nodes.slice(0, 2), pageInfo: { hasNextPage: true } });
    const second = await deadLetters(2, first.pageInfo.endCursor);
    expect(second.nodes).toEqual(all.nodes.slice(2, 4));
  });

  test.for([
    [{ first: 0 }, 'first', 'TOO_SMALL'],
    [{ first: 101 }, 'first', 'TOO_LARGE'],
    [{ first: 5, after: 'made up' }, 'after', 'MALFORMED'],
    [{ first: 5, after: cursorFrom('2026-02-31T00:00:00.000Z') }, 'after', 'MALFORMED'],
    [{ first: 5, after: cursorFrom(`2026-02-01T00:00:00.000Z' or true`) }, 'after', 'MALFORMED'],
  ] as const)('%j is refused by its field', async ([variables, path, code]) => {
    const { errors } = await world.as(staff).run(DEAD_LETTERS, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', fields: [{ path, code }] } }]);
  });

  test.for([RETRY, DISCARD])('%s of something unknown is not found', async (mutation) => {
    for (const id of ['1', '00000000-0000-4000-8000-000000000001']) {
      const { errors } = await world.as(staff).run(mutation, { id });
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });
});

function cursorFrom(at: string): string {
  return Buffer.from(`${at} 00000000-0000-4000-8000-000000000001`).toString('base64url');
}

describe('permissions', () => {
  const operations: [string, object][] = [
    [HEALTH, {}],
    [QUEUES, {}],
    [DEAD_LETTERS, { first: 1 }],
    [RETRY, { id: '00000000-0000-4000-8000-000000000001' }],
    [DISCARD, { id: '00000000-0000-4000-8000-000000000001' }],
  ];

  test.for(operations)('%s is for staff', async ([operation, variables]) => {
    const nobody = await world.as(null).run(operation, variables);
    expect(nobody.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const person = await world.as(influencer).run(operation, variables);
    expect(person.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('health', () => {
  test('shows staff every part and which process answers', async () => {
    const { data } = await world
      .as(staff)
      .run<{ health: { status: string; checks: { name: string; status: string }[] } }>(HEALTH);
    expect(data.health.status).toBe('UP');
    const parts = new Map(data.health.checks.map(({ name, status }) => [name, status]));
    expect(parts).toEqual(
      new Map(
        ['database', 'queue', 'keys', 'worker', 'audit', 'storage', 'mail', 'events', 'engine'].map((name) => [
          name,
          'UP',
        ]),
      ),
    );
  });

  test('is told to machines as JSON', async () => {
    const live = await fetch(`${world.url}/healthz`);
    expect([live.status, await live.json()]).toMatchObject([200, { status: 'UP' }]);
    const ready = await fetch(`${world.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { status: 'UP', checks: { database: { status: 'UP' }, queue: { status: 'UP' }, events: { status: 'UP' } } },
    ]);
  });

  test('the figures are given to whoever has the token, and events that nobody seals are noticed', async () => {
    const guarded = await aWorld({ config: { metricsToken: 'm'.repeat(32) } });
    const waiting = (seconds: number) =>
      asOwner(
        guarded.databaseUrl,
        `with event as (insert into audit_event (uid, at, action, outcome)
           values (gen_random_uuid(), now() - interval '${seconds} seconds', 'test.wait', 'DONE') returning id)
         insert into audit_pending (event_id) select id from event`,
      );
    const chain = async (): Promise<unknown> => {
      const { checks } = (await (await fetch(`${guarded.url}/readyz`)).json()) as { checks: Record<string, unknown> };
      return checks['audit'];
    };
    await asOwner(guarded.databaseUrl, 'delete from audit_pending');
    await waiting(50);
    expect(await chain()).toMatchObject({ status: 'UP' });
    await asOwner(guarded.databaseUrl, 'delete from audit_pending');
    await waiting(70);
    expect(await chain()).toMatchObject({ status: 'DOWN' });
    expect((await fetch(`${guarded.url}/metrics`)).status).toBe(401);
    const answer = await fetch(`${guarded.url}/metrics`, { headers: { authorization: `Bearer ${'m'.repeat(32)}` } });
    expect(await answer.text()).toContain('process_cpu_seconds_total');
    await guarded.stop();
  });

  test('a folder for audit heads that cannot be written is told at the start and on the page, and traffic is taken as before', async () => {
    const obstacle = join(aFolder(), 'a file where the folder should be');
    await writeFile(obstacle, '');
    const said: { msg: string }[] = [];
    const log = pino(
      { level: 'error' },
      { write: (line: string) => void said.push(JSON.parse(line) as { msg: string }) },
    );
    const careless = await aWorld({
      config: { auditHeads: { driver: 'file', folder: join(obstacle, 'heads') } },
      parts: { log },
    });
    await careless.app.work();
    expect(said.map(({ msg }) => msg)).toContain(
      'AUDIT_HEADS_FOLDER cannot be written (ENOTDIR): heads stay in the database, whose owner could rewrite them',
    );

    const audit = async (): Promise<unknown> => {
      const { data } = await careless
        .as(await anAdministrator(careless))
        .run<{ health: { checks: { name: string }[] } }>('{ health { checks { name status finding value } } }');
      return data.health.checks.find(({ name }) => name === 'audit');
    };
    expect(await audit()).toMatchObject({ status: 'DOWN', finding: 'AUDIT_HEADS_STAY', value: 'ENOTDIR' });
    expect((await fetch(`${careless.url}/readyz`)).status).toBe(200);
    await rm(obstacle);
    expect(await audit()).toMatchObject({ status: 'UP', finding: null });
    await careless.stop();
  });

  test('a folder for audit journals that cannot be written is told too, until what was recorded is noted there', async () => {
    const obstacle = join(aFolder(), 'a file where the folder should be');
    await writeFile(obstacle, '');
    const careless = await aWorld({ config: { auditJournalFolder: join(obstacle, 'journal') } });
    const admin = await anAdministrator(careless);
    await careless.app.journalKeeper.keep();
    const audit = async (): Promise<unknown> => {
      const { data } = await careless
        .as(admin)
        .run<{ health: { checks: { name: string }[] } }>('{ health { checks { name status finding value } } }');
      return data.health.checks.find(({ name }) => name === 'audit');
    };
    expect(await audit()).toMatchObject({ status: 'DOWN', finding: 'AUDIT_JOURNAL_STAYS', value: 'ENOTDIR' });
    await rm(obstacle);
    await careless.app.journalKeeper.keep();
    expect(await audit()).toMatchObject({ status: 'UP', finding: null });
    await careless.stop();
  });

  test('a process without its database lives but is not ready, and is ready again when it is back', async () => {
    const lonely = await aWorld();
    const server = new URL(lonely.databaseUrl);
    const name = server.pathname.slice(1);
    const elsewhere = (statement: string) => asOwner(world.databaseUrl, statement);
    await elsewhere(`alter database ${name} allow_connections false`);
    await elsewhere(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and backend_type = 'client backend'`,
    );

    const ready = await fetch(`${lonely.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      {
        status: 'DOWN',
        checks: { database: { status: 'DOWN' }, queue: { status: 'DOWN' }, storage: { status: 'UP' } },
      },
    ]);
    expect((await fetch(`${lonely.url}/healthz`)).status).toBe(200);

    await elsewhere(`alter database ${name} allow_connections true`);
    await vi.waitUntil(async () => (await fetch(`${lonely.url}/readyz`)).ok, 5_000);
    await lonely.stop();
  });
});
