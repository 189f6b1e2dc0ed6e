import { transaction, type Db } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import type { KeyRotation } from './key-rotation.ts';

export const rotateKeysJob = defineJob<Record<string, never>>({
  name: 'rotate-keys',
  retry: { limit: 10, delay: 30, delayMax: 3600 },
  expireIn: 3600,
  concurrency: 1,
});

/** Stopped in the middle, it goes on where it was when it is tried again. */
export const handleRotateKeys =
  (rotation: KeyRotation): JobHandler<Record<string, never>> =>
  async (_payload, { log, signal }) => {
    const sealed = await rotation.run(signal);
    if (sealed > 0) log.info({ sealed }, 'sealed anew under the newest master key');
  };

/** For a worker that starts: a new key is put to use without anybody's doing. */
export async function rotateKeysWhenDue({ db, jobs, rotation }: { db: Db; jobs: PgBossJobs; rotation: KeyRotation }) {
  if (await rotation.isDue())
    await transaction(db, (tx) => jobs.enqueue(tx, rotateKeysJob, {}, { singletonKey: 'rotate' }));
}
