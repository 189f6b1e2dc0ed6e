import { traceIdOf } from './traceparent.ts';
import { once } from 'node:events';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
import { nobody, type SignedInActor } from './actor.ts';
import { transaction } from './db.ts';
import type { StoredJob } from './job-worker.ts';
import { PgBossJobs } from './jobs.pgboss.ts';
import { defineJob, GiveUp, type JobContext, type JobHandler, type JobType } from './jobs.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';

type Ids = { requestId: string };

const log = createLog({ logLevel: 'silent' }, 'test');
const staff: SignedInActor = {
  ...nobody,
  accountId: '00000000-0000-4000-8000-000000000001',
  ip: null,
  requestId: 'request-of-staff',
  traceparent: '00-1-2-01',
};

let home: TestDatabase;
const opened: PgBossJobs[] = [];

async function openJobs(): Promise<PgBossJobs> {
  const jobs = await PgBossJobs.open({ db: home.db, databaseUrl: home.url, log, metrics: createMetrics() });
  opened.push(jobs);
  return jobs;
}

const aJob = (name: string, retry: Partial<JobType<Ids>['retry']> = {}): JobType<Ids> =>
  defineJob<Ids>({ name, retry: { limit: 0, delay: 1, delayMax: 2, ...retry }, expireIn: 60, concurrency: 2 });

const enqueue = (jobs: PgBossJobs, type: JobType<Ids>, requestId = 'r1'): Promise<void> =>
  transaction(home.db, (tx) => jobs.enqueue(tx, type, { requestId }));

async function worker(type: JobType<Ids>, handler: JobHandler<Ids>): Promise<PgBossJobs> {
  const jobs = await openJobs();
  jobs.work(type, handler);
  await jobs.startWorking();
  return jobs;
}

async function oneDeadLetter(jobs: PgBossJobs, queue: string): Promise<string> {
  return vi.waitFor(async () => {
    const { nodes } = await jobs.deadLetters({ first: 50 });
    const found = nodes.find((node) => node.queue === queue);
    expect(found).toBeDefined();
    return found!.id;
  }, 10_000);
}

const auditOf = async (id: string): Promise<unknown[]> => {
  const { rows } = await home.db.pool.query<object>(
    `select action, actor_id, request_id, details from audit_event where record_type = 'deadLetter' and record_id = $1`,
    [id],
  );
  return rows;
};

/** What a killed worker leaves behind: a claimed job that nobody works on. */
async function claimedByTheDead(type: JobType<Ids>): Promise<string> {
  const dead = new PgBoss({ db: { executeSql: (text, values) => home.db.pool.query(text, values) }, migrate: false });
  const [claimed] = await dead.fetch<StoredJob>(type.name);
  return claimed!.id;
}

const endAllWorkers = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((jobs) => jobs.stop()));
};

async function aDeadLetter(name: string, handler?: JobHandler<Ids>): Promise<{ jobs: PgBossJobs; id: string }> {
  const type = aJob(name);
  let dead = false;
  const jobs = await worker(type, async (payload, job) => {
    if (dead) return handler?.(payload, job);
    throw new Error('down');
  });
  await enqueue(jobs, type);
  const id = await oneDeadLetter(jobs, name);
  dead = true;
  return { jobs, id };
}

beforeAll(async () => void (home = await aDatabase()));
afterAll(async () => {
  await Promise.all(opened.map((jobs) => jobs.stop()));
  await home.drop();
});

describe('enqueueing', () => {
  test('a job starts at once, with its payload and the trace of its cause', async () => {
    const type = aJob('prompt');
    const seen = vi.fn<JobHandler<Ids>>(async () => undefined);
    const jobs = await worker(type, seen);
    await transaction(home.db, (tx) => jobs.enqueue(tx, type, { requestId: 'r1' }, { cause: staff }));

    await vi.waitFor(() => expect(seen).toHaveBeenCalledOnce(), { timeout: 500, interval: 5 });
    const [payload, job] = seen.mock.calls[0] as [Ids, JobContext];
    expect(payload).toEqual({ requestId: 'r1' });
    expect(job).toMatchObject({ attempt: 1, lastAttempt: true });
    expect(job.actor).toMatchObject({ accountId: null, requestId: 'request-of-staff', traceparent: '00-1-2-01' });
    expect(job.log.bindings()).toMatchObject({ requestId: 'request-of-staff', traceId: traceIdOf(staff) });
    expect(job.log.bindings()['accountId']).toBe(staff.accountId);
  });

  test('a rolled back job never runs', async () => {
    const type = aJob('rolled-back');
    const seen: string[] = [];
    const jobs = await worker(type, async ({ requestId }) => void seen.push(requestId));
    const failing = transaction(home.db, async (tx) => {
      await jobs.enqueue(tx, type, { requestId: 'never' });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await enqueue(jobs, type, 'always');

    await vi.waitFor(async () =>
      expect(await jobs.queues()).toContainEqual({ name: 'rolled-back', waiting: 0, active: 0, deadLetters: 0 }),
    );
    expect(seen).toEqual(['always']);
  });

  test('of several jobs with one singleton key one waits', async () => {
    const type = aJob('singleton');
    const jobs = await openJobs();
    for (const requestId of ['a', 'b'])
      await transaction(home.db, (tx) => jobs.enqueue(tx, type, { requestId }, { singletonKey: 'only' }));
    await Promise.all([enqueue(jobs, type), enqueue(jobs, type)]);
    expect(await jobs.queues()).toContainEqual({ name: 'singleton', waiting: 3, active: 0, deadLetters: 0 });
  });

  test('a burst of first jobs needs no more connections than its transactions hold', async () => {
    const type = aJob('burst');
    const jobs = await openJobs();
    jobs.work(type, async () => undefined);
    const before = performance.now();
    await Promise.all(Array.from({ length: 12 }, () => enqueue(jobs, type)));
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(await jobs.queues()).toContainEqual({ name: 'burst', waiting: 12, active: 0, deadLetters: 0 });
  });

  test('a postponed job waits for its time', async () => {
    const type = aJob('postponed');
    const startedAt: number[] = [];
    const jobs = await worker(type, async () => void startedAt.push(Date.now()));
    const enqueuedAt = Date.now();
    await transaction(home.db, (tx) => jobs.enqueue(tx, type, { requestId: 'r1' }, { startAfter: 1 }));
    await vi.waitFor(() => expect(startedAt).toHaveLength(1), 5_000);
    expect(startedAt[0]! - enqueuedAt).toBeGreaterThanOrEqual(1_000);
  });

  test('a hundred jobs of one transaction are done within two seconds', async () => {
    const type = aJob('many');
    const done = new Set<string>();
    const jobs = await worker(type, async ({ requestId }) => void done.add(requestId));
    await transaction(home.db, async (tx) => {
      for (let n = 0; n < 100; n++) await jobs.enqueue(tx, type, { requestId: String(n) });
    });
    await vi.waitFor(() => expect(done.size).toBe(100), 2_000);
  });
});

describe('failing', () => {
  test('a failing job is tried again, later each time, and then becomes a dead letter', async () => {
    const type = aJob('failing', { limit: 2, delay: 1, delayMax: 2 });
    const tries: { at: number; attempt: number; last: boolean }[] = [];
    const jobs = await worker(type, async (_payload, { attempt, lastAttempt }) => {
      tries.push({ at: Date.now(), attempt, last: lastAttempt });
      throw new Error(`try ${attempt} failed`);
    });
    await enqueue(jobs, type, 'r7');

    const id = await oneDeadLetter(jobs, 'failing');
    const { nodes } = await jobs.deadLetters({ first: 50 });
    expect(nodes.find((node) => node.id === id)).toMatchObject({
      queue: 'failing',
      error: 'try 3 failed',
      attempts: 3,
      payload: { requestId: 'r7' },
    });
    expect(tries.map(({ attempt, last }) => [attempt, last])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(tries[1]!.at - tries[0]!.at).toBeGreaterThanOrEqual(1_000);
    expect(tries[2]!.at - tries[1]!.at).toBeGreaterThanOrEqual(2_000);
    expect(await jobs.queues()).toContainEqual({ name: 'failing', waiting: 0, active: 0, deadLetters: 1 });
  });

  test('a handler that gives up makes a dead letter at once', async () => {
    const type = aJob('hopeless', { limit: 5 });
    const tries = vi.fn<JobHandler<Ids>>(async () => {
      throw new GiveUp('the engine refuses our credential');
    });
    const jobs = await worker(type, tries);
    await enqueue(jobs, type);
    await oneDeadLetter(jobs, 'hopeless');
    expect(tries).toHaveBeenCalledOnce();
  });
});

describe('a worker that ends', () => {
  test('by being killed loses its job to the next one that starts, at once', async () => {
    await endAllWorkers();
    const type = aJob('killed', { limit: 1, delay: 30, delayMax: 30 });
    await enqueue(await openJobs(), type);
    const id = await claimedByTheDead(type);

    const seen = vi.fn<JobHandler<Ids>>(async () => undefined);
    await worker(type, seen);
    await vi.waitFor(() => expect(seen).toHaveBeenCalledOnce(), 1_000);
    expect(seen.mock.calls[0]?.[1]).toMatchObject({ id, attempt: 2, lastAttempt: true });
  });

  test('by being killed loses its job to the others once its sign of life is overdue', async () => {
    const type = aJob('missed', { limit: 1 });
    const seen = vi.fn<JobHandler<Ids>>(async () => undefined);
    const other = await worker(aJob('other'), async () => undefined);
    await enqueue(other, type);
    const id = await claimedByTheDead(type);
    await home.db.pool.query(
      `update pgboss.job set heartbeat_on = heartbeat_on - interval '10 seconds' where id = $1`,
      [id],
    );

    await worker(type, seen);
    await vi.waitFor(() => expect(seen).toHaveBeenCalledOnce(), { timeout: 15_000, interval: 100 });
  });

  test('does not take jobs from one that lives', async () => {
    const type = aJob('living', { limit: 3 });
    const finish = Promise.withResolvers<void>();
    const first = vi.fn<JobHandler<Ids>>(() => finish.promise);
    await enqueue(await worker(type, first), type);
    await vi.waitFor(() => expect(first).toHaveBeenCalledOnce());

    const second = await worker(aJob('bystander'), async () => undefined);
    expect(await second.queues()).toContainEqual({ name: 'living', waiting: 0, active: 1, deadLetters: 0 });
    finish.resolve();
    await vi.waitFor(async () =>
      expect(await second.queues()).toContainEqual({ name: 'living', waiting: 0, active: 0, deadLetters: 0 }),
    );
    expect(first).toHaveBeenCalledOnce();
  });

  test('lets its jobs finish, and tells those that take too long to stop', async () => {
    const quick = aJob('quick');
    const slow = aJob('slow', { limit: 3 });
    const jobs = await openJobs();
    const done: string[] = [];
    const started = vi.fn<() => void>();
    jobs.work(quick, async () => {
      started();
      await new Promise((resolve) => setTimeout(resolve, 100));
      done.push('quick');
    });
    jobs.work(slow, async (_payload, { signal }) => {
      started();
      await once(signal, 'abort');
      throw new Error('told to stop');
    });
    await jobs.startWorking();
    await enqueue(jobs, quick);
    await enqueue(jobs, slow);
    await vi.waitFor(() => expect(started).toHaveBeenCalledTimes(2));

    await jobs.stop(300);
    expect(done).toEqual(['quick']);
    const observer = await openJobs();
    expect(await observer.queues()).toContainEqual({ name: 'quick', waiting: 0, active: 0, deadLetters: 0 });
    expect(await observer.queues()).toContainEqual({ name: 'slow', waiting: 1, active: 0, deadLetters: 0 });
  });
});

describe('dead letters', () => {
  test('retried twice at the same moment it runs once more and is audited once', async () => {
    const again = vi.fn<JobHandler<Ids>>(async () => undefined);
    const { jobs, id } = await aDeadLetter('retried', again);
    const retry = () => transaction(home.db, (tx) => jobs.retryDeadLetter(tx, staff, id));
    await Promise.all([retry(), retry()]);
    await retry();

    await vi.waitFor(() => expect(again).toHaveBeenCalledOnce(), 3_000);
    expect(again.mock.calls[0]?.[0]).toEqual({ requestId: 'r1' });
    expect(await auditOf(id)).toEqual([
      {
        action: 'deadLetter.retry',
        actor_id: staff.accountId,
        request_id: 'request-of-staff',
        details: { queue: 'retried' },
      },
    ]);
    const discard = transaction(home.db, (tx) => jobs.discardDeadLetter(tx, staff, id));
    await expect(discard).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('discarded twice at the same moment it is gone and audited once', async () => {
    const { jobs, id } = await aDeadLetter('discarded');
    const discard = () => transaction(home.db, (tx) => jobs.discardDeadLetter(tx, staff, id));
    await Promise.all([discard(), discard()]);

    expect((await jobs.deadLetters({ first: 50 })).nodes.map((node) => node.id)).not.toContain(id);
    expect(await auditOf(id)).toHaveLength(1);
    const retry = transaction(home.db, (tx) => jobs.retryDeadLetter(tx, staff, id));
    await expect(retry).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('a retry that rolls back leaves the dead letter and no audit', async () => {
    const { jobs, id } = await aDeadLetter('kept');
    const failing = transaction(home.db, async (tx) => {
      await jobs.retryDeadLetter(tx, staff, id);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await jobs.deadLetters({ first: 50 })).nodes.map((node) => node.id)).toContain(id);
    expect(await auditOf(id)).toEqual([]);
  });

  test('work that knows how to be revived is revived once instead of run again', async () => {
    const type = aJob('revivable');
    const jobs = await openJobs();
    const handler = vi.fn<JobHandler<Ids>>(async () => {
      throw new Error('down');
    });
    const revive = vi.fn<(actor: SignedInActor, payload: Ids) => Promise<void>>(async () => undefined);
    jobs.work(type, handler, { revive });
    await jobs.startWorking();
    await enqueue(jobs, type, 'r9');
    const id = await oneDeadLetter(jobs, 'revivable');

    const retry = () => transaction(home.db, (tx) => jobs.retryDeadLetter(tx, staff, id));
    await Promise.all([retry(), retry()]);
    expect(revive).toHaveBeenCalledOnce();
    expect(revive.mock.calls[0]?.slice(0, 2)).toEqual([staff, { requestId: 'r9' }]);
    expect(handler).toHaveBeenCalledOnce();
    expect((await jobs.deadLetters({ first: 50 })).nodes.map((node) => node.id)).not.toContain(id);
  });

  test.for(['no-uuid', '00000000-0000-4000-8000-00000000dead'])('%s is not found', async (id) => {
    const jobs = await openJobs();
    const retry = transaction(home.db, (tx) => jobs.retryDeadLetter(tx, staff, id));
    await expect(retry).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('pages follow each other without a gap or a repeat', async () => {
    const type = aJob('paged');
    const jobs = await worker(type, async () => {
      throw new Error('down');
    });
    for (let n = 0; n < 5; n++) await enqueue(jobs, type, String(n));
    await vi.waitFor(async () =>
      expect(await jobs.queues()).toContainEqual({ name: 'paged', waiting: 0, active: 0, deadLetters: 5 }),
    );
    const all = (await jobs.deadLetters({ first: 100 })).nodes.map((node) => node.id);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page = await jobs.deadLetters({ first: 2, after });
      paged.push(...page.nodes.map((node) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(paged).toEqual(all);
  });
});

const schedules = async (): Promise<unknown[]> => {
  const { rows } = await home.db.pool.query<object>('select name, cron from pgboss.schedule order by name');
  return rows;
};

test('schedules are those that the code declares, and no others', async () => {
  const [kept, dropped] = ['kept-schedule', 'dropped-schedule'].map((name) =>
    defineJob<Record<string, never>>({
      name,
      retry: { limit: 0, delay: 1, delayMax: 1 },
      expireIn: 60,
      concurrency: 1,
    }),
  );
  for (const [wanted, found] of [
    [[kept!, dropped!], 2],
    [[kept!], 1],
  ] as const) {
    const jobs = await openJobs();
    for (const type of wanted) {
      jobs.work(type, async () => undefined);
      jobs.schedule(type, '0 4 * * *');
    }
    await jobs.startWorking();
    expect(await schedules()).toHaveLength(found);
  }
  expect(await schedules()).toEqual([{ name: 'kept-schedule', cron: '0 4 * * *' }]);
});

test('the figures count jobs by state and tries by outcome', async () => {
  const type = aJob('counted');
  const metrics = createMetrics();
  const jobs = await PgBossJobs.open({ db: home.db, databaseUrl: home.url, log, metrics });
  opened.push(jobs);
  jobs.work(type, async () => {
    throw new Error('down');
  });
  await jobs.startWorking();
  await enqueue(jobs, type);
  await oneDeadLetter(jobs, 'counted');
  await vi.waitFor(async () => expect(await metrics.metrics()).toContain('jobs{queue="counted",state="dead"} 1'));
  expect(await metrics.metrics()).toContain('job_seconds_count{queue="counted",outcome="dead"} 1');
  expect(await jobs.workers()).toBeGreaterThanOrEqual(1);
});
