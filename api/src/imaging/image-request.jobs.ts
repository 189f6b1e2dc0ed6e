import { type Db, transaction } from '../platform/db.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import {
  cancelJob,
  dispatchJob,
  handleCancel,
  handleDispatch,
  type ImageDispatchParts,
} from './image-dispatch.jobs.ts';
import { handlePurge, purgeJob, type ImagePurgeParts } from './image-purge.jobs.ts';
import type { ImageRequestService } from './image-request.service.ts';
import { handleWatchdog, watchdogJob, type ImageWatchdogParts } from './image-watchdog.jobs.ts';

export interface ImageJobsParts extends ImageDispatchParts, ImageWatchdogParts, ImagePurgeParts {
  jobs: PgBossJobs;
  service: ImageRequestService;
}

/** Declares what a worker does for requests without being asked by a person. */
export function declareImageJobs(parts: ImageJobsParts): void {
  const { jobs, service } = parts;
  jobs.work(dispatchJob, handleDispatch(parts), {
    revive: (actor, payload, tx) => service.revive(actor, payload, tx),
  });
  jobs.work(cancelJob, handleCancel(parts));
  jobs.work(watchdogJob, handleWatchdog(parts));
  jobs.schedule(watchdogJob, '* * * * *');
  jobs.work(purgeJob, handlePurge(parts));
  jobs.schedule(purgeJob, '30 3 * * *');
}

/** For a worker that starts: what became overdue while none ran need not wait for the next minute. */
export const checkOverdueNow = ({ db, jobs }: { db: Db; jobs: PgBossJobs }): Promise<void> =>
  transaction(db, (tx) => jobs.enqueue(tx, watchdogJob, {}, { singletonKey: 'start' }));
