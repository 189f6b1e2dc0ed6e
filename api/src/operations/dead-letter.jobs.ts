import { type Db, transaction } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import type { Notifier } from '../platform/notifier.ts';
import { toldUntil } from '../platform/told-until.ts';
import { deadLettersAppeared } from './dead-letter.notice.ts';

export const tellDeadLettersJob = defineJob<Record<string, never>>({
  name: 'tell-dead-letters',
  retry: { limit: 3, delay: 30, delayMax: 300 },
  expireIn: 120,
  concurrency: 1,
});

/** What is younger may still be on its way into the table. */
const settledAfterMs = 10_000;

/** Those since the last look in one notice: when a provider fails, a thousand jobs are one piece of news. */
export const handleTellDeadLetters =
  ({
    db,
    jobs,
    notifier,
    publicUrl,
    now,
  }: {
    db: Db;
    jobs: PgBossJobs;
    notifier: Notifier;
    publicUrl: string;
    now: () => Date;
  }): JobHandler<Record<string, never>> =>
  () =>
    transaction(db, async (tx) => {
      const upTo = new Date(now().getTime() - settledAfterMs);
      const from = await toldUntil(tx, 'dead letters', upTo);
      const count = from === null ? 0 : await jobs.deadLettersBetween(tx, from, upTo);
      if (count > 0)
        await notifier.notifyAll(tx, deadLettersAppeared, {
          variables: { count: String(count), link: `${publicUrl}/admin/queues` },
        });
    });
