import { randomBytes } from 'node:crypto';
import type { ImageOrchestrator, ImageOrder } from '../src/imaging/image-orchestrator.ts';
import type { ImageRequestStatus } from '../src/imaging/image-request.lifecycle.ts';
import type { TestAccount } from './actors.ts';
import type { World } from './world.ts';

type Where = Pick<World, 'db'>;

/** An engine that does what the test says. */
export class StubEngine implements ImageOrchestrator {
  readonly engine = 'EMBEDDED';
  readonly orders: ImageOrder[] = [];
  readonly cancelled: { requestId: string; executionId: string | null }[] = [];
  /** Runs while an order is handed over. Throw to refuse. */
  onSubmit: (order: ImageOrder) => Promise<void> | void = () => undefined;

  async submit(order: ImageOrder): Promise<{ executionId: string }> {
    this.orders.push(order);
    await this.onSubmit(order);
    return { executionId: `run-${this.orders.length}` };
  }

  async cancel(requestId: string, executionId: string | null): Promise<void> {
    this.cancelled.push({ requestId, executionId });
  }
}

export interface RequestDetails {
  status?: ImageRequestStatus | `${ImageRequestStatus}`;
  prompt?: string;
  /** Of a failed one. */
  failureCode?: string;
  count?: number;
  /** Seconds. */
  age?: number;
  /** Seconds from asked for to done. */
  took?: number;
  retryOfId?: string;
  deadlineAgo?: number;
}

const final = ['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT'];

/** A row in the state that a test needs, without the way there: counted in the quota as its state says. */
export async function anImageRequest(
  { db }: Where,
  { id: accountId }: TestAccount,
  {
    status = 'PENDING',
    prompt = 'a fox',
    failureCode = 'AI_ERROR',
    count = 1,
    age = 10,
    took = 5,
    retryOfId,
    deadlineAgo,
  }: RequestDetails = {},
): Promise<{ id: string; accountId: string }> {
  const isFinal = final.includes(status);
  const { rows } = await db.pool.query<{ id: string }>(
    `insert into image_request (account_id, status, purpose, prompt, aspect_ratio, resolution, width, height, seed, steps,
       cfg_scale, style, count, engine, traceparent, progress, retry_of_id, quota_period, timeout_seconds, created_at,
       started_at, finished_at, deadline_at, failure_code, failure_message)
     select $1, $2, 'PERSONAL', $3, 'SQUARE', 'STANDARD', 1024, 1024, 7, 28, 3.5, 'NATURAL', $4, 'EMBEDDED',
       '00-00000000000000000000000000000001-0000000000000001-01', case when $2 = 'COMPLETED' then 100 else 0 end, $5,
       date_trunc('month', now() at time zone 'utc'), 600, asked,
       case when $2 in ('PROCESSING', 'COMPLETED') then asked + interval '1 second' end,
       case when $6 then asked + $7 * interval '1 second' end,
       case when not $6 then now() + coalesce(-$8::float8, 600) * interval '1 second' end,
       case when $2 = 'FAILED' then $10 end, case when $2 = 'FAILED' then 'The engine failed' end
     from (select now() - $9 * interval '1 second' as asked) moments returning id`,
    [accountId, status, prompt, count, retryOfId ?? null, isFinal, took, deadlineAgo ?? null, age, failureCode],
  );
  if (!isFinal || status === 'COMPLETED')
    await db.pool.query(
      `insert into image_quota (account_id, period_start, used) values ($1, date_trunc('month', now() at time zone 'utc'), $2)
       on conflict (account_id, period_start) do update set used = image_quota.used + excluded.used`,
      [accountId, count],
    );
  return { id: rows[0]!.id, accountId };
}

export interface ImageDetails {
  position?: number;
  sha256?: string;
  derived?: boolean;
  /** Days. */
  deletedAgo?: number;
  /** Seconds. */
  madeAgo?: number;
}

export async function anImage(
  { db }: Where,
  request: { id: string; accountId: string },
  {
    position = 0,
    sha256 = randomBytes(32).toString('hex'),
    derived = true,
    deletedAgo,
    madeAgo = 0,
  }: ImageDetails = {},
): Promise<{ id: string; sha256: string }> {
  const { rows } = await db.pool.query<{ id: string }>(
    `insert into image (request_id, account_id, position, sha256, mime_type, width, height, byte_size, derived_at, deleted_at, created_at)
     values ($1, $2, $3, $4, 'image/png', 1024, 1024, 1234, case when $5 then now() end, now() - $6 * interval '1 day', now() - $7 * interval '1 second')
     returning id`,
    [request.id, request.accountId, position, sha256, derived, deletedAgo ?? null, madeAgo],
  );
  return { id: rows[0]!.id, sha256 };
}

/** Everything that is left behind by what happened to a request. */
export async function traceOf({ db }: Where, requestId: string) {
  const one = async <Row>(text: string): Promise<Row[]> =>
    (await db.pool.query<{ row: Row }>(`select row_to_json(x) as row from (${text}) x`, [requestId])).rows.map(
      ({ row }) => row,
    );
  const [row] = await one<Record<string, unknown>>('select * from image_request where id = $1');
  const history = await one<{ move: string; status: string; actor_id: string | null; note: string | null }>(
    'select move, status, actor_id, note from image_request_event where request_id = $1 order by id',
  );
  const audit = await one<{ action: string; actor_id: string | null; details: Record<string, unknown> }>(
    'select action, actor_id, details from audit_event where record_id = $1::text order by id',
  );
  const jobs = await one<{ name: string }>(
    `select name from pgboss.job where data -> 'payload' ->> 'requestId' = $1::text order by created_on`,
  );
  return {
    row: row!,
    moves: history.map(({ move }) => move),
    history,
    actions: audit.map(({ action }) => action),
    audit,
    jobs: jobs.map(({ name }) => name),
  };
}

/** Pictures counted against this month's quota. */
export async function quotaUsed({ db }: Where, { id }: TestAccount): Promise<number> {
  const { rows } = await db.pool.query<{ used: number }>(
    `select used from image_quota where account_id = $1 and period_start = date_trunc('month', now() at time zone 'utc')`,
    [id],
  );
  return rows[0]?.used ?? 0;
}
