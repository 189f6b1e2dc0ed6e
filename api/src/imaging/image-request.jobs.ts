import type { Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { defineJob } from '../platform/jobs.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import type { Settings } from '../platform/setting.ts';
import type { ImageOrchestrator } from './image-orchestrator.ts';
import type { ImageRequestService } from './image-request.service.ts';
import type { ImageStorage } from './image-storage.ts';

/** Hands a request to its engine. The retry limit of each job comes from the setting. */
export const dispatchJob = defineJob<{ requestId: string }>({
  name: 'image-dispatch',
  retry: { limit: 5, delay: 2, delayMax: 60 },
  expireIn: 60,
  concurrency: 8,
});

/** Tells an engine that nobody waits any more. */
export const cancelJob = defineJob<{ requestId: string }>({
  name: 'image-cancel',
  retry: { limit: 2, delay: 5, delayMax: 30 },
  expireIn: 60,
  concurrency: 4,
});

/** Times out what never came back. */
export const watchdogJob = defineJob<Record<string, never>>({
  name: 'image-watchdog',
  retry: { limit: 0, delay: 1, delayMax: 1 },
  expireIn: 300,
  concurrency: 1,
});

/** Gives up the bytes of pictures that were deleted long ago. */
export const purgeJob = defineJob<Record<string, never>>({
  name: 'image-purge',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 3600,
  concurrency: 1,
});

export interface ImageJobsParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  storage: ImageStorage;
  service: ImageRequestService;
  /** The engines this workspace can reach; a request names the one it is for. */
  orchestrators: ImageOrchestrator[];
  callbackBaseUrl: string;
}

/** Declares the room's own work: dispatch, cancel, watchdog (each minute, and once when a worker starts), purge (nightly). */
export function declareImageJobs(_jobs: PgBossJobs, _parts: ImageJobsParts): void {
  throw new Error('not yet');
}

/** For worker.ts after `startWorking`: what was overdue while no worker ran is timed out at once. */
export async function checkOverdueNow(_jobs: PgBossJobs, _db: Db): Promise<void> {
  throw new Error('not yet');
}
