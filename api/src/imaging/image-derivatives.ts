import type { Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Settings } from '../platform/setting.ts';
import type { ImageStorage } from './image-storage.ts';

/** Makes what is shown of a picture. One job serves all owners of the same bytes. */
export const deriveJob = defineJob<{ sha256: string }>({
  name: 'image-derive',
  retry: { limit: 5, delay: 2, delayMax: 60 },
  expireIn: 60,
  concurrency: 1,
});

export interface DeriveDeps {
  db: Db;
  events: EventBus;
  settings: Settings;
  storage: ImageStorage;
  log: Log;
}

export function handleDerive(_deps: DeriveDeps): JobHandler<{ sha256: string }> {
  throw new Error('not yet');
}
