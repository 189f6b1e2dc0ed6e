import type { ObjectStorage } from '../platform/object-storage.ts';
import type { AuditKeys } from '../platform/audit-keys.ts';
import type { Db } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { exportJob, handleExpireExports, handleExport } from './audit-export.jobs.ts';
import { headColumns, type HeadRow, headOf } from './audit-head.ts';
import { type Journals, receiptText } from './audit-journals.ts';
import type { HeadPlace } from './audit-head-place.ts';
import type { AuditHeads } from './audit.heads.ts';
import { verifyAudit } from './audit.verify.ts';

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

export const verifyJob = defineJob<{ verificationId?: string }>({
  name: 'audit-verify',
  retry: { limit: 2, delay: 30, delayMax: 60 },
  expireIn: 7200,
  concurrency: 1,
});

const nightlyVerifyJob = defineJob<Record<string, never>>({
  name: 'audit-verify-nightly',
  retry: { limit: 2, delay: 30, delayMax: 60 },
  expireIn: 7200,
  concurrency: 1,
});

const expireExportsJob = defineJob<Record<string, never>>({
  name: 'audit-expire-exports',
  retry: { limit: 2, delay: 30, delayMax: 60 },
  expireIn: 300,
  concurrency: 1,
});

export interface AuditJobsParts {
  db: Db;
  jobs: PgBossJobs;
  keys: AuditKeys;
  heads: AuditHeads;
  place: HeadPlace;
  journals: Journals;
  storage: ObjectStorage;
  settings: Settings;
  notifier: Notifier;
  publicUrl: string;
}

export function declareAuditJobs(parts: AuditJobsParts): void {
  const { jobs, heads } = parts;
  jobs.work(signHeadJob, () => heads.signWhenDue());
  jobs.schedule(signHeadJob, '* * * * *');
  jobs.work(deliverHeadJob, deliverHead(parts));
  jobs.work(verifyJob, verify(parts));
  jobs.work(nightlyVerifyJob, verify(parts));
  jobs.schedule(nightlyVerifyJob, '30 3 * * *');
  jobs.work(exportJob, handleExport(parts));
  jobs.work(expireExportsJob, handleExpireExports(parts));
  jobs.schedule(expireExportsJob, '*/5 * * * *');
}

/** Safe to run twice: the same head is kept twice at most. */
const deliverHead =
  ({ db, keys, place }: Pick<AuditJobsParts, 'db' | 'keys' | 'place'>): JobHandler<{ number: number }> =>
  async ({ number }, { signal }) => {
    const { rows } = await db.pool.query<HeadRow>(
      `select ${headColumns} from audit_head where number = $1
        and not exists (select from audit_head_delivery d where d.number = audit_head.number)`,
      [number],
    );
    if (!rows[0]) return;
    const head = headOf(rows[0]);
    await place.put(head, signal);
    await db.pool.query('insert into audit_head_delivery (number, receipt) values ($1, $2) on conflict do nothing', [
      number,
      keys.note(receiptText(head)),
    ]);
  };

/** Events between two notes of how far it has come. */
const noteEvery = 100_000;

/** Safe to run twice: it only looks. Without an id nobody asked for it. */
const verify =
  ({
    db,
    keys,
    place,
    journals,
  }: Pick<AuditJobsParts, 'db' | 'keys' | 'place' | 'journals'>): JobHandler<{ verificationId?: string }> =>
  async ({ verificationId }, { log, signal }) => {
    const id = verificationId ?? (await newVerification(db));
    let noted = 0;
    const findings = await verifyAudit({
      pool: db.pool,
      keys,
      readOutside: () => place.all(),
      readTail: async () => (await place.tails?.read()) ?? null,
      journals,
      async onProgress(events) {
        signal.throwIfAborted();
        if (events - noted < noteEvery) return;
        noted = events;
        await db.pool.query('update audit_verification set events = $2 where id = $1 and finished_at is null', [
          id,
          events,
        ]);
      },
    });
    // What was found the first time stays.
    await db.pool.query(
      `update audit_verification set finished_at = now(), events = $2, problems = $3 where id = $1 and finished_at is null`,
      [id, findings.events, JSON.stringify(findings.problems)],
    );
    if (findings.notRead.length > 0) log.warn({ notRead: findings.notRead }, 'not all of the trail could be compared');
    if (findings.problems.length > 0)
      log.error({ first: findings.problems[0] }, 'somebody has tampered with the audit trail');
  };

async function newVerification({ pool }: Db): Promise<string> {
  const { rows } = await pool.query<{ id: string }>('insert into audit_verification default values returning id');
  return rows[0]!.id;
}
