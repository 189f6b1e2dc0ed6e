import { randomUUID } from 'node:crypto';
import { type Db as JobDatabase, PgBoss, type Queue } from 'pg-boss';
import { Gauge } from 'prom-client';
import type { Actor, SignedInActor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { type Db, rows, type Transaction } from './db.ts';
import { AppError } from './errors.ts';
import { type DeclaredWork, JobWorker, type StoredJob, workerLock } from './job-worker.ts';
import type { EnqueueOptions, JobHandler, Jobs, JobType } from './jobs.ts';
import type { Log } from './log.ts';
import type { Registry } from './metrics.ts';
import { isoMicroseconds, type Page, pageOf, type PageRequest, readPageRequest } from './pagination.ts';
import { isUuid } from './uuid.ts';

export interface JobQueueState {
  name: string;
  waiting: number;
  active: number;
  deadLetters: number;
}

/** A job whose tries are used up. It waits until staff retry or discard it. */
export interface DeadJob {
  id: string;
  queue: string;
  error: string;
  attempts: number;
  failedAt: Date;
  /** Ids only. */
  payload: Record<string, unknown>;
}

export interface WorkOptions<Payload extends object> {
  /**
   * Replaces running the same job again when staff retry a dead letter of this kind. Runs in the API process, before the
   * dead letter's own transaction commits, and so must be safe to repeat.
   */
  revive?: (actor: SignedInActor, payload: Payload, tx: Transaction) => Promise<void>;
}

export interface JobsParts {
  db: Db;
  databaseUrl: string;
  log: Log;
  metrics: Registry;
}

/** All queues share one: staff look at one list. */
const deadLetterQueue = 'dead-letters';
const tenYears = 10 * 365 * 24 * 3600;
/** The shortest that the library knows. */
const signOfLifeSeconds = 10;
/** Long enough to look into, short enough that counting queues stays cheap at twenty jobs a second. */
const keepFinishedSeconds = 600;

const queueOf = ({ name, retry, expireIn }: JobType<object>): Queue => ({
  name,
  // At most one waiting job with the same singleton key.
  policy: 'short',
  retryLimit: retry.limit,
  retryDelay: retry.delay,
  retryDelayMax: retry.delayMax,
  retryBackoff: true,
  expireInSeconds: expireIn,
  heartbeatSeconds: signOfLifeSeconds,
  deleteAfterSeconds: keepFinishedSeconds,
  deadLetter: deadLetterQueue,
  notify: true,
});

const within = (tx: Transaction): JobDatabase => ({
  executeSql: async (text, values) => ({ rows: await rows(tx, text, values) }),
});

/** Jobs in the tables of pg-boss, in the same database. Every process enqueues and inspects; workers also work. */
export class PgBossJobs implements Jobs {
  readonly #work = new Map<string, DeclaredWork>();
  readonly #queuesMade = new Map<string, Promise<void>>();
  #worker: JobWorker | null = null;

  private constructor(
    private readonly parts: JobsParts,
    private readonly boss: PgBoss,
  ) {}

  static async open(parts: JobsParts): Promise<PgBossJobs> {
    const boss = new PgBoss({
      connectionString: parts.databaseUrl,
      application_name: 'influencegen-jobs',
      // For making and looking up queues. Not from the pool: transactions that hold all its connections may wait for a queue.
      max: 1,
      // Laid by the migrations: the application's login may not.
      createSchema: false,
      supervise: false,
      schedule: false,
      bamIntervalSeconds: 3600,
      queueCacheIntervalSeconds: 3600,
    });
    boss.on('error', (error) => parts.log.warn({ err: error }, 'job queue failed'));
    await boss.start();
    const jobs = new PgBossJobs(parts, boss);
    jobs.#countJobs();
    return jobs;
  }

  async enqueue<Payload extends object>(
    tx: Transaction,
    type: JobType<Payload>,
    payload: Payload,
    { startAfter, singletonKey, cause }: EnqueueOptions = {},
  ): Promise<void> {
    await this.#queueExists(type);
    const { requestId, traceparent, accountId = null } = cause ?? {};
    const stored = {
      payload,
      ...(cause && { cause: { requestId, traceparent, ...(accountId !== null && { accountId }) } }),
    };
    await this.boss.send(type.name, stored, {
      ...(startAfter !== undefined && { startAfter }),
      singletonKey: singletonKey ?? randomUUID(),
      db: within(tx),
    });
  }

  /** Whether a job with this in its payload waits or runs; a dead letter does neither. */
  async isUnderWay<Payload extends object>({ name }: JobType<Payload>, payload: Partial<Payload>): Promise<boolean> {
    const { rows: found } = await this.parts.db.pool.query(
      `select from pgboss.job where name = $1 and state < 'completed' and data->'payload' @> $2 limit 1`,
      [name, JSON.stringify(payload)],
    );
    return found.length > 0;
  }

  /** Declares who does this kind of work. Every process declares; only one that calls `startWorking` works. */
  work<Payload extends object>(
    type: JobType<Payload>,
    handler: JobHandler<Payload>,
    { revive }: WorkOptions<Payload> = {},
  ): void {
    if (this.#work.has(type.name)) throw new Error(`job ${type.name} has two handlers`);
    this.#work.set(type.name, { type, handler, revive, cron: null });
  }

  /** Enqueues the type, with an empty payload, whenever the cron expression (UTC) is due; once for all workers. */
  schedule(type: JobType<Record<string, never>>, cron: string): void {
    const work = this.#work.get(type.name);
    if (!work) throw new Error(`job ${type.name} is scheduled but nobody does it`);
    work.cron = cron;
  }

  async startWorking(): Promise<void> {
    const work = [...this.#work.values()];
    await Promise.all(work.map(({ type }) => this.#queueExists(type)));
    this.#worker = await JobWorker.start({ ...this.parts, work });
  }

  /** Exists before the first job, with what the code says now about retries. */
  #queueExists(type: JobType<object>): Promise<void> {
    const made = this.#queuesMade.get(type.name) ?? this.#makeQueue(type);
    this.#queuesMade.set(type.name, made);
    made.catch(() => this.#queuesMade.delete(type.name));
    return made;
  }

  async #makeQueue(type: JobType<object>): Promise<void> {
    const { name, policy, ...wanted } = queueOf(type);
    const found = await this.boss.getQueue(name);
    if (!found) {
      await this.boss.createQueue(deadLetterQueue, { retentionSeconds: tenYears });
      await this.boss.createQueue(name, { policy, ...wanted });
    } else if (Object.entries(wanted).some(([option, value]) => found[option as keyof Queue] !== value))
      await this.boss.updateQueue(name, wanted);
  }

  async check(): Promise<void> {
    await this.parts.db.pool.query('select from pgboss.queue limit 1');
  }

  /** Worker processes that are alive, on any machine. */
  async workers(): Promise<number> {
    const { rows: found } = await this.parts.db.pool.query<{ alive: number }>(
      `select count(distinct pid)::int as alive from pg_locks
        where locktype = 'advisory' and mode = 'ShareLock' and classid = 0 and objid = $1
          and database = (select oid from pg_database where datname = current_database())`,
      [workerLock],
    );
    return found[0]?.alive ?? 0;
  }

  async queues(): Promise<JobQueueState[]> {
    const { rows: found } = await this.parts.db.pool.query<JobQueueState>(
      `select q.name, coalesce(sum(j.count) filter (where j.state in ('created', 'retry')), 0)::int as waiting,
              coalesce(sum(j.count) filter (where j.state = 'active'), 0)::int as active,
              (select count(*)::int from pgboss.job d
                where d.name = $1 and d.state = 'created' and d.source_name = q.name) as "deadLetters"
         from pgboss.queue q
         left join (select name, state, count(*) from pgboss.job where state < 'completed' group by name, state) j
                on j.name = q.name
        where q.name <> $1 and q.name not like '\\_\\_pgboss\\_\\_%'
        group by q.name order by q.name`,
      [deadLetterQueue],
    );
    return found;
  }

  /** The most recently given up first. */
  async deadLetters(page: PageRequest): Promise<Page<DeadJob>> {
    const { first, after } = readPageRequest(page);
    const { rows: found } = await this.parts.db.pool.query<DeadLetterRow>(
      `${selectDeadLetter} and ($2::timestamptz is null or (created_on, id) < ($2, $3))
       order by created_on desc, id desc limit $4`,
      [deadLetterQueue, after?.at, after?.id, first + 1],
    );
    const { nodes, pageInfo } = pageOf(found, first, ({ at, id }) => ({ at, id }));
    return { nodes: nodes.map(deadJobOf), pageInfo };
  }

  /** Given up after `from` until `upTo`, and still waiting for a person. */
  async deadLettersBetween(tx: Transaction, from: Date, upTo: Date): Promise<number> {
    const [counted] = await rows<{ count: number }>(
      tx,
      `select count(*)::int as count from pgboss.job
       where name = $1 and state = 'created' and created_on > $2 and created_on <= $3`,
      [deadLetterQueue, from, upTo],
    );
    return counted!.count;
  }

  /** Safe to repeat: of two people who retry the same one, one has an effect. */
  async retryDeadLetter(tx: Transaction, actor: SignedInActor, id: string): Promise<void> {
    const letter = await this.#claimDeadLetter(tx, 'deadLetter.retry', id);
    if (!letter) return;
    const revive = this.#work.get(letter.queue)?.revive;
    if (revive) {
      await revive(actor, letter.payload as never, tx);
      await this.boss.deleteJob(deadLetterQueue, id, { db: within(tx) });
    } else if ((await this.boss.redrive(deadLetterQueue, { ids: [id], db: within(tx) })) === 0)
      throw new AppError('CONFLICT', 'The same work already waits in its queue; discard this one');
    await recordAudit(tx, actor, 'deadLetter.retry', { type: 'deadLetter', id }, { queue: letter.queue });
  }

  async discardDeadLetter(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const letter = await this.#claimDeadLetter(tx, 'deadLetter.discard', id);
    if (!letter) return;
    await this.boss.deleteJob(deadLetterQueue, id, { db: within(tx) });
    await recordAudit(tx, actor, 'deadLetter.discard', { type: 'deadLetter', id }, { queue: letter.queue });
  }

  /** Locked until the transaction ends. Null when it was already settled in the same way. */
  async #claimDeadLetter(tx: Transaction, action: string, id: string): Promise<DeadJob | null> {
    const missing = new AppError('NOT_FOUND', 'No such dead letter');
    if (!isUuid(id)) throw missing;
    const [found] = await rows<DeadLetterRow>(tx, `${selectDeadLetter} and id = $2 for update`, [deadLetterQueue, id]);
    if (found) return deadJobOf(found);

    const [settled] = await rows<{ action: string }>(
      tx,
      `select action from audit_event where record_type = 'deadLetter' and record_id = $1 order by id desc limit 1`,
      [id],
    );
    if (!settled) throw missing;
    if (settled.action !== action) throw new AppError('CONFLICT', 'Somebody else already settled this dead letter');
    return null;
  }

  /** Counted when somebody scrapes. */
  #countJobs(): void {
    const countQueues = () => this.queues();
    const { log } = this.parts;
    const gauge = new Gauge({
      name: 'jobs',
      help: 'Jobs by queue and state: waiting, active, or dead (given up, waiting for a person)',
      labelNames: ['queue', 'state'],
      registers: [],
      async collect() {
        this.reset();
        try {
          for (const { name: queue, waiting, active, deadLetters } of await countQueues()) {
            this.set({ queue, state: 'waiting' }, waiting);
            this.set({ queue, state: 'active' }, active);
            this.set({ queue, state: 'dead' }, deadLetters);
          }
        } catch (error) {
          log.warn({ err: error }, 'jobs could not be counted');
        }
      },
    });
    this.parts.metrics.registerMetric(gauge);
  }

  /** Running jobs may take `patienceMs` more; what is not done then is retried later. */
  async stop(patienceMs = 8_000): Promise<void> {
    await this.#worker?.stop(patienceMs);
    await this.boss.stop({ graceful: false });
  }
}

interface DeadLetterRow {
  id: string;
  at: string;
  queue: string;
  output: { message?: string; value?: { message?: string } } | null;
  attempts: number;
  data: StoredJob;
}

const selectDeadLetter = `select id, ${isoMicroseconds('created_on')} as at, source_name as queue, source_output as output,
  source_retry_count + 1 as attempts, data from pgboss.job where name = $1 and state = 'created'`;

const deadJobOf = ({ id, at, queue, output, attempts, data }: DeadLetterRow): DeadJob => ({
  id,
  queue,
  error: output?.message ?? output?.value?.message ?? 'unknown error',
  attempts,
  failedAt: new Date(at),
  payload: data.payload,
});
