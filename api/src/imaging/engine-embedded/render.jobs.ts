import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import { defineJob, type JobHandler } from '../../platform/jobs.ts';
import type { Log } from '../../platform/log.ts';

export const renderJob = defineJob<{ requestId: string }>({
  name: 'image-render',
  retry: { limit: 4, delay: 1, delayMax: 10 },
  expireIn: 25,
  concurrency: 1,
});

export interface RenderDeps {
  db: Db;
  events: EventBus;
  log: Log;
  callback: Pick<Config['callback'], 'baseUrl' | 'secrets'>;
}

export function handleRender(_deps: RenderDeps): JobHandler<{ requestId: string }> {
  return async () => {
    throw new Error('not written yet');
  };
}
