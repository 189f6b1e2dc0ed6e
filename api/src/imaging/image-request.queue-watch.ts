import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import type { ImageRequestChanged } from './image-request.change.ts';
import { type RecentPace, takesLongerThanUsual, type WaitingRequest } from './image-request.pace.ts';
import type { RequestRow } from './image-request.rows.ts';

export interface QueueWatchParts {
  db: Db;
  pace: RecentPace;
  log: Log;
  /** Somebody's place in line (`mover`) or more has changed without a change to the request itself. */
  announce: (change: ImageRequestChanged, mover: boolean) => void;
  isAnybodyThere: () => boolean;
  now: () => Date;
}

type OpenRequest = ImageRequestChanged & WaitingRequest;

/** What people were last told about a request, and when. */
interface Told {
  position: number | null;
  at: Date;
}

const restMs = 1000;
/** While nothing moves, somebody's patience may still run out. */
const idleMs = 5000;

const openRequests = {
  name: 'image-requests-open',
  text: `
    select row_to_json(x) as row from (
      select id as "requestId", account_id as "accountId", engine, status, progress,
             created_at as "createdAt", started_at as "startedAt",
             case when status <> 'PROCESSING'
               then row_number() over (partition by status = 'PROCESSING' order by created_at, id) end as "queuePosition"
        from (select * from image_request where status in ('PENDING', 'QUEUED', 'PROCESSING')
               order by created_at, id limit 1000) open) x`,
};

/**
 * When one request moves, those behind it move up: nothing happens to their rows, yet their people want to know. Looks at
 * the line at most once a second while it moves, and now and then while anything is open.
 */
export class QueueWatch {
  #told = new Map<string, Told>();
  #timer: NodeJS.Timeout | null = null;
  #dueAt = Infinity;
  #lookedAt = 0;
  #stopped = false;

  constructor(private readonly parts: QueueWatchParts) {}

  /** Some request has changed. */
  moved(): void {
    this.#lookAt(this.#lookedAt + restMs);
  }

  /** This is what its people see now. */
  told({ id, queuePosition }: RequestRow): void {
    if (queuePosition === undefined) return;
    this.#told.set(id, { position: queuePosition, at: this.parts.now() });
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #lookAt(when: number): void {
    if (this.#stopped || this.#dueAt <= when) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueAt = when;
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, when - Date.now())).unref();
  }

  async #look(): Promise<void> {
    this.#dueAt = Infinity;
    this.#lookedAt = Date.now();
    if (!this.parts.isAnybodyThere()) return;
    try {
      const isAnyOpen = await this.#compare();
      if (isAnyOpen) this.#lookAt(Date.now() + idleMs);
    } catch (error) {
      this.parts.log.warn({ err: error }, 'the line of image requests could not be read; trying again');
      this.#lookAt(Date.now() + idleMs);
    }
  }

  async #compare(): Promise<boolean> {
    const { db, pace, announce } = this.parts;
    const [{ rows }, paces] = await Promise.all([db.pool.query<{ row: OpenRequest }>(openRequests), pace.current()]);
    const now = this.parts.now();
    const seen = new Map<string, Told>();
    for (const { row } of rows) {
      const { requestId, accountId } = row;
      const before = this.#told.get(requestId);
      const position = row.queuePosition ?? null;
      const wasSlow = before !== undefined && takesLongerThanUsual(row, paces, before.at);
      if (takesLongerThanUsual(row, paces, now) && !wasSlow) announce({ requestId, accountId }, false);
      else if (position !== (before?.position ?? null)) announce({ requestId, accountId }, true);
      seen.set(requestId, { position, at: now });
    }
    this.#told = seen;
    return rows.length > 0;
  }
}
