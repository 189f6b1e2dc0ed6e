import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Client } from 'pg';
import { Histogram } from 'prom-client';
import { type SignedInActor, systemActor } from './actor.ts';
import type { Db, Transaction } from './db.ts';
import { type Cause, GiveUp, type JobContext, type JobHandler, type JobType } from './jobs.ts';
import type { Log } from './log.ts';
import type { Registry } from './metrics.ts';
import { StandingConnection } from './standing-connection.ts';
import { newTraceparent, traceIdOf } from './traceparent.ts';

/** One kind of work with who does it; the payload's type is checked by `work` and forgotten here. */
export interface DeclaredWork {
  type: JobType<object>;
  handler: JobHandler<never>;
  revive: ((actor: SignedInActor, payload: never, tx: Transaction) => Promise<void>) | undefined;
  cron: string | null;
}

/** What is stored of a job. */
export interface StoredJob {
  payload: Record<string, unknown>;
  cause?: Cause;
}

export interface JobWorkerParts {
  db: Db;
  databaseUrl: string;
  log: Log;
  metrics: Registry;
  work: DeclaredWork[];
}

/** Any number that no other program uses as an advisory lock in this database. */
export const workerLock = 731_640_212;

/** A silent worker is missed after ten seconds; its jobs are retried when somebody looks. */
const superviseSeconds = 5;
/** NOTIFY tells of new jobs at once; retries and postponed jobs are found by looking. */
const lookSeconds = 1;
/** What a job that was told to stop may still take. */
const afterwordMs = 1_000;

/** Runs the jobs of one process. */
export class JobWorker {
  readonly #stopping = new AbortController();

  private constructor(
    private readonly parts: JobWorkerParts,
    private readonly boss: PgBoss,
    private readonly alive: StandingConnection,
    private readonly seconds: { tries: Histogram<'queue' | 'outcome'>; wait: Histogram<'queue'> },
  ) {}

  static async start(parts: JobWorkerParts): Promise<JobWorker> {
    const { databaseUrl, log, metrics } = parts;
    const boss = new PgBoss({
      connectionString: databaseUrl,
      application_name: 'influencegen-jobs',
      max: 4,
      migrate: false,
      useListenNotify: true,
      superviseIntervalSeconds: superviseSeconds,
      monitorIntervalSeconds: superviseSeconds,
      maintenanceIntervalSeconds: 60,
    });
    boss.on('error', (error) => log.warn({ err: error }, 'job queue failed'));
    boss.on('warning', ({ message, data }) => log.warn({ data }, message));
    await boss.start();

    const alive = await StandingConnection.open({
      databaseUrl,
      name: 'influencegen-worker',
      log,
      onConnected: (client, again) => (again ? joinWorkers(client) : joinWorkersAfterCrash(client, log)),
    });
    const buckets = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
    const worker = new JobWorker(parts, boss, alive, {
      tries: new Histogram({
        name: 'job_seconds',
        help: 'How long tries took, by queue and outcome: completed, retry, dead',
        labelNames: ['queue', 'outcome'],
        buckets,
        registers: [metrics],
      }),
      wait: new Histogram({
        name: 'job_wait_seconds',
        help: 'From the moment a job could start until its first try, by queue',
        labelNames: ['queue'],
        buckets,
        registers: [metrics],
      }),
    });
    await worker.#replaceSchedules();
    for (const work of parts.work) await worker.#serve(work);
    return worker;
  }

  async #replaceSchedules(): Promise<void> {
    const wanted = this.parts.work.filter(({ cron }) => cron !== null);
    for (const { name } of await this.boss.getSchedules())
      if (!wanted.some(({ type }) => type.name === name)) await this.boss.unschedule(name);
    for (const { type, cron } of wanted)
      await this.boss.schedule(type.name, cron!, { payload: {} } satisfies StoredJob, { singletonKey: 'schedule' });
  }

  /**
   * One lane for each job that may run at once. Lanes wake each other: the first looks every second, and whoever found a job
   * sends the next lane to look too and looks again itself when done, so that many jobs at once are all found at once.
   */
  async #serve(work: DeclaredWork): Promise<void> {
    const { name, concurrency } = work.type;
    const lanes: string[] = [];
    const wake = (lane: number): void => {
      const id = lanes[lane % concurrency];
      if (id) this.boss.notifyWorker(id);
    };
    for (let lane = 0; lane < concurrency; lane++) {
      const options = {
        batchSize: 1,
        includeMetadata: true,
        perJobResults: true,
        pollingIntervalSeconds: lookSeconds,
        notifyPollingIntervalSeconds: lane === 0 ? lookSeconds : 60,
      } as const;
      lanes.push(
        await this.boss.work<StoredJob, unknown, typeof options>(name, options, async ([job]) => {
          if (!job) return [];
          wake(lane + 1);
          const result = await this.#try(work, job);
          wake(lane);
          return [result];
        }),
      );
    }
  }

  async #try({ type, handler }: DeclaredWork, job: JobWithMetadata<StoredJob>): Promise<JobResult> {
    const { payload, cause } = job.data;
    const actor = systemActor(cause ?? { requestId: job.id, traceparent: newTraceparent() });
    const attempt = job.retryCount + 1;
    const lastAttempt = job.retryCount >= job.retryLimit;
    const log = this.parts.log.child({
      queue: type.name,
      jobId: job.id,
      attempt,
      requestId: actor.requestId,
      traceId: traceIdOf(actor),
      ...(cause?.accountId && { accountId: cause.accountId }),
    });
    const signal = AbortSignal.any([job.signal, this.#stopping.signal]);
    const context: JobContext = { id: job.id, attempt, lastAttempt, actor, log, signal };
    if (attempt === 1)
      this.seconds.wait.observe({ queue: type.name }, Math.max(0, Date.now() - job.startAfter.getTime()) / 1000);
    const finished = this.seconds.tries.startTimer({ queue: type.name });
    try {
      await handler(payload as never, context);
      finished({ outcome: 'completed' });
      log.debug('job completed');
      return { id: job.id, status: 'completed' };
    } catch (error) {
      const dead = lastAttempt || error instanceof GiveUp;
      finished({ outcome: dead ? 'dead' : 'retry' });
      log[dead ? 'error' : 'warn']({ err: error, payload }, dead ? 'job given up' : 'job failed and will be retried');
      // Only the message is kept: a whole error may carry the rows it met.
      const output = { message: error instanceof Error ? error.message : String(error) };
      return { id: job.id, status: dead ? 'deadletter' : 'failed', output };
    }
  }

  /** Jobs may finish for a while; then they are told to stop, and those that do not are left to be retried. */
  async stop(patienceMs: number): Promise<void> {
    const names = this.parts.work.map(({ type }) => type.name);
    const idle = Promise.all(names.map((name) => this.boss.offWork(name, { wait: true })));
    const impatient = setTimeout(() => this.#stopping.abort(new Error('the worker stops')), patienceMs);
    const leave = Promise.withResolvers<void>();
    const enough = setTimeout(leave.resolve, patienceMs + afterwordMs);
    await Promise.race([idle, leave.promise]);
    clearTimeout(impatient);
    clearTimeout(enough);
    await this.boss.stop({ graceful: false });
    await this.alive.close();
  }
}

/** Every living worker shares this lock. Postgres takes it back the moment the process is gone, however it went. */
async function joinWorkers(client: Client): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1)', [workerLock]);
}

/** Alone means that whoever held the jobs that are being worked on is dead: no need to wait for the missing sign of life. */
async function joinWorkersAfterCrash(client: Client, log: Log): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [workerLock]);
  if (!rows[0]?.alone) return joinWorkers(client);
  const { rowCount } = await client.query(
    `update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null
      where state = 'active' and retry_count < retry_limit and name not like '\\_\\_pgboss\\_\\_%'`,
  );
  if (rowCount) log.warn({ jobs: rowCount }, 'took over the jobs of a worker that was killed');
  await joinWorkers(client);
  await client.query('select pg_advisory_unlock($1)', [workerLock]);
}
