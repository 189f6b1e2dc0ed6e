import type { Db } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import { headColumns, type HeadRow, headOf } from './audit-head.ts';
import type { HeadPlace } from './audit-head-place.ts';
import type { AuditHeads } from './audit.heads.ts';

const signHeadJob = defineJob<Record<string, never>>({
  name: 'audit-sign-head',
  retry: { limit: 2, delay: 5, delayMax: 20 },
  expireIn: 60,
  concurrency: 1,
});

export const deliverHeadJob = defineJob<{ number: number }>({
  name: 'audit-deliver-head',
  retry: { limit: 10, delay: 5, delayMax: 600 },
  expireIn: 60,
  concurrency: 1,
});

export interface AuditJobsParts {
  db: Db;
  jobs: PgBossJobs;
  heads: AuditHeads;
  place: HeadPlace;
}

export function declareAuditJobs({ db, jobs, heads, place }: AuditJobsParts): void {
  jobs.work(signHeadJob, () => heads.signWhenDue());
  jobs.schedule(signHeadJob, '* * * * *');
  jobs.work(deliverHeadJob, deliverHead(db, place));
}

/** Safe to run twice: the same head is kept twice at most. */
const deliverHead =
  (db: Db, place: HeadPlace): JobHandler<{ number: number }> =>
  async ({ number }, { signal }) => {
    const { rows } = await db.pool.query<HeadRow>(
      `select ${headColumns} from audit_head where number = $1
        and not exists (select from audit_head_delivery d where d.number = audit_head.number)`,
      [number],
    );
    if (!rows[0]) return;
    await place.put(headOf(rows[0]), signal);
    await db.pool.query('insert into audit_head_delivery (number) values ($1) on conflict do nothing', [number]);
  };
