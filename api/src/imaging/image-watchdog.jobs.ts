import type { Actor } from '../platform/actor.ts';
import { type Db, rows, transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { defineJob, type JobHandler, type Jobs } from '../platform/jobs.ts';
import { cancelJob } from './image-dispatch.jobs.ts';
import type { ImageFailures } from './image-failure.notice.ts';
import { applyMove, lockRequest } from './image-request.change.ts';
import { openStatuses } from './image-request.lifecycle.ts';

/** Times out what never comes back. */
export const watchdogJob = defineJob<Record<string, never>>({
  name: 'image-watchdog',
  retry: { limit: 0, delay: 1, delayMax: 1 },
  expireIn: 300,
  concurrency: 1,
});

export interface ImageWatchdogParts {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  failures: ImageFailures;
}

const batchSize = 50;

/**
 * A deadline restarts with every sign of life. Who stands in line also lives as long as the line moves: a request that has not
 * begun is only overdue when none of the latest completed ones, within its patience, was asked for before it.
 * Ordered by account, so that two watchdogs lock quota rows in the same order.
 */
const overdue = `
  select r.id from image_request r
   where r.status = any($1) and r.deadline_at < now()
     and (r.status = 'PROCESSING' or not exists (
       select from (
         select created_at from image_request
          where status = 'COMPLETED' and finished_at > now() - r.timeout_seconds * interval '1 second'
          order by finished_at desc limit 100) served
        where served.created_at < r.created_at))
   order by r.account_id limit ${batchSize} for update of r skip locked`;

export async function timeOutOverdue(parts: ImageWatchdogParts, actor: Actor): Promise<number> {
  let total = 0;
  for (;;) {
    const timedOut = await timeOutBatch(parts, actor);
    total += timedOut;
    if (timedOut < batchSize) return total;
  }
}

const timeOutBatch = ({ db, events, jobs, failures }: ImageWatchdogParts, actor: Actor): Promise<number> =>
  transaction(db, async (tx) => {
    const found = await rows<{ id: string }>(tx, overdue, [openStatuses]);
    for (const { id } of found) {
      const request = await lockRequest(tx, id);
      await applyMove(tx, events, actor, request!, 'timeOut', {
        failure: {
          code: 'TIMED_OUT',
          message: 'The image engine did not answer in time. What did not come was not counted; please try again.',
        },
      });
      await failures.tell(tx, request!);
      await jobs.enqueue(tx, cancelJob, { requestId: id }, { cause: actor });
    }
    return found.length;
  });

export const handleWatchdog =
  (parts: ImageWatchdogParts): JobHandler<Record<string, never>> =>
  async (_, { actor, log }) => {
    const timedOut = await timeOutOverdue(parts, actor);
    if (timedOut > 0) log.warn({ timedOut }, 'image requests timed out');
  };
