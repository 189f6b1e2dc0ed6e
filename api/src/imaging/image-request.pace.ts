import type { Db } from '../platform/db.ts';
import { inNobodysName } from '../platform/request-reach.ts';
import type { ImageEngine } from './image-request.entity.ts';
import { ImageRequestStatus } from './image-request.lifecycle.ts';

/** How an engine did lately, in seconds. */
export interface Pace {
  /** Median from start to finish. */
  usual: number;
  /** So long after they were asked for, nine of ten were complete. */
  slow: number;
  /** Requests it works on right now. */
  working: number;
}

export type PaceByEngine = ReadonlyMap<ImageEngine, Pace>;

/** What of a request its waiting time follows from. Dates as ISO strings. */
export interface WaitingRequest {
  engine: ImageEngine;
  status: ImageRequestStatus;
  progress: number;
  createdAt: string;
  startedAt: string | null;
  queuePosition?: number | null;
}

/** Below this share, progress says more about the engine's first report than about its speed. */
const tellingProgress = 10;
/** How long is too long while nothing is known about the engine, in seconds. */
const patienceWithStrangers = 120;

const secondsSince = (moment: string, now: Date): number => (now.getTime() - Date.parse(moment)) / 1000;

/** Seconds still to wait, at least 1. Null when final or unknown. */
export function expectedSeconds(request: WaitingRequest, paces: PaceByEngine, now: Date): number | null {
  const pace = paces.get(request.engine);
  if (!pace) return null;
  const left = secondsLeft(request, pace, now);
  return left === null ? null : Math.max(1, Math.ceil(left));
}

function secondsLeft({ status, progress, startedAt, queuePosition }: WaitingRequest, pace: Pace, now: Date) {
  if (queuePosition) {
    // The ones being worked on are half done on average.
    const roundsAhead = pace.working === 0 ? queuePosition - 1 : Math.ceil(queuePosition / pace.working) - 0.5;
    return (roundsAhead + 1) * pace.usual;
  }
  if (status !== ImageRequestStatus.PROCESSING || !startedAt) return null;
  const elapsed = secondsSince(startedAt, now);
  return progress < tellingProgress ? pace.usual - elapsed : (elapsed * (100 - progress)) / progress;
}

/** Half as long again as nine of ten took, and 5 seconds at least, so that a fast engine is not called slow for a hiccup. */
export function takesLongerThanUsual(
  { engine, status, createdAt }: Pick<WaitingRequest, 'engine' | 'status' | 'createdAt'>,
  paces: PaceByEngine,
  now: Date,
): boolean {
  const isWaitedFor = [ImageRequestStatus.PENDING, ImageRequestStatus.QUEUED, ImageRequestStatus.PROCESSING].includes(
    status,
  );
  if (!isWaitedFor) return false;
  const slow = paces.get(engine)?.slow;
  const limit = slow === undefined ? patienceWithStrangers : Math.max(slow * 1.5, slow + 5);
  return secondsSince(createdAt, now) > limit;
}

const recentPace = {
  name: 'image-pace',
  text: `
    select engine, percentile_cont(0.5) within group (order by work) as usual,
           percentile_cont(0.9) within group (order by total) as slow,
           (select count(*)::int from image_request w where w.status = 'PROCESSING' and w.engine = recent.engine) as working
      from (select engine, extract(epoch from finished_at - coalesce(started_at, created_at))::float8 as work,
                   extract(epoch from finished_at - created_at)::float8 as total
              from image_request where status = 'COMPLETED' and finished_at is not null
             order by finished_at desc limit 100) recent
     group by engine`,
};

const freshForMs = 3000;

/** From the latest hundred completed requests; asked of the database every few seconds at most. */
export class RecentPace {
  #loaded: { until: number; paces: Promise<PaceByEngine> } | null = null;

  constructor(private readonly db: Db) {}

  current(): Promise<PaceByEngine> {
    if (!this.#loaded || this.#loaded.until < Date.now()) {
      // Of everybody's pictures, whoever happens to ask first.
      const paces = inNobodysName(() => this.#load());
      const loaded = { until: Date.now() + freshForMs, paces };
      this.#loaded = loaded;
      paces.catch(() => {
        if (this.#loaded === loaded) this.#loaded = null;
      });
    }
    return this.#loaded.paces;
  }

  async #load(): Promise<PaceByEngine> {
    const { rows } = await this.db.pool.query<Pace & { engine: ImageEngine }>(recentPace);
    return new Map(rows.map(({ engine, ...pace }) => [engine, pace]));
  }
}
