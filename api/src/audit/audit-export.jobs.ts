import type { ObjectStorage } from '../platform/object-storage.ts';
import { Staging } from '../platform/staging.ts';
import { lockContent } from '../platform/content-lock.ts';
import { type Db, rows as rowsOf, transaction } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { type ExportedRow, exportForms } from './audit-export.file.ts';
import { type AuditNarrowing, conditionsOf } from './audit-filter.ts';
import { auditColumns } from './audit-rows.ts';
import { exportReady } from './audit-export.notice.ts';
import { exportHours } from './audit.settings.ts';

export const exportJob = defineJob<{ exportId: string }>({
  name: 'audit-export',
  retry: { limit: 2, delay: 5, delayMax: 30 },
  expireIn: 3600,
  concurrency: 1,
});

export interface ExportJobDeps {
  db: Db;
  storage: ObjectStorage;
  settings: Settings;
  notifier: Notifier;
  /** Without a trailing slash. */
  publicUrl: string;
}

const batchSize = 1_000;

interface ClaimedExport {
  format: 'CSV' | 'JSON';
  filter: AuditNarrowing;
  created_at: Date;
}

/** Safe to run twice, also when staff retry one that failed: the file is made anew. Events that came after the export was asked for are not in it. */
export const handleExport =
  ({ db, storage, settings, notifier, publicUrl }: ExportJobDeps): JobHandler<{ exportId: string }> =>
  async ({ exportId }, { lastAttempt, signal }) => {
    const { rows } = await db.pool.query<ClaimedExport>(
      `update audit_export set status = 'RUNNING', events_done = 0 where id = $1
         and status in ('WAITING', 'RUNNING', 'FAILED')
       returning format, filter, created_at`,
      [exportId],
    );
    if (!rows[0]) return;
    const staging = new Staging(storage.stagingFolder, Number.POSITIVE_INFINITY);
    try {
      const file = await writeEvents(db, staging, { ...rows[0], id: exportId }, signal);
      const { mimeType } = exportForms[rows[0].format];
      await storage.put(file.sha256, file, mimeType);
      const hours = settings.read(exportHours);
      await transaction(db, async (tx) => {
        await lockContent(tx, [file.sha256]);
        // Another export with the same content may have come to its end meanwhile.
        if ((await storage.size(file.sha256)) === null) await storage.put(file.sha256, file, mimeType);
        const [ready] = await rowsOf<{ accountId: string }>(
          tx,
          `update audit_export set status = 'READY', content_key = $2, byte_size = $3, finished_at = now(),
             expires_at = now() + make_interval(hours => $4) where id = $1 returning account_id as "accountId"`,
          [exportId, file.sha256, file.byteSize, hours],
        );
        await notifier.notify(tx, exportReady, {
          accountId: ready!.accountId,
          variables: { link: `${publicUrl}/admin/audit`, hours: String(hours) },
        });
      });
    } catch (error) {
      if (lastAttempt)
        await db.pool.query(`update audit_export set status = 'FAILED', finished_at = now() where id = $1`, [exportId]);
      throw error;
    } finally {
      await staging.discard();
    }
  };

async function writeEvents(
  { pool }: Db,
  staging: Staging,
  { id, format, filter, created_at }: ClaimedExport & { id: string },
  signal: AbortSignal,
) {
  const form = exportForms[format];
  const { where, values } = conditionsOf(filter);
  const upTo = `${where} and e.at <= $${values.length + 1}`;
  const { rows: counted } = await pool.query<{ count: number }>(
    `select count(*)::int as count from audit_event e where ${upTo}`,
    [...values, created_at],
  );
  await pool.query('update audit_export set events_total = $2 where id = $1', [id, counted[0]!.count]);

  const file = staging.begin();
  file.write(Buffer.from(form.begin));
  let last: string | null = null;
  let done = 0;
  for (;;) {
    signal.throwIfAborted();
    const { rows }: { rows: ExportedRow[] } = await pool.query<ExportedRow>(
      `select ${auditColumns}, l.position from audit_event e left join audit_link l on l.event_id = e.id
        where ${upTo} and ($${values.length + 2}::uuid is null or e.uid > $${values.length + 2})
        order by e.uid limit ${batchSize}`,
      [...values, created_at, last],
    );
    if (rows.length === 0) break;
    file.write(Buffer.from(rows.map((row, index) => form.row(row, done + index)).join('')));
    await file.keepUp();
    done += rows.length;
    last = rows.at(-1)!.uid;
    await pool.query('update audit_export set events_done = $2 where id = $1', [id, done]);
  }
  file.write(Buffer.from(form.end));
  return file.finish();
}

/**
 * Ends exports of which nothing comes any more, and takes away what may no longer be downloaded. Killed in the middle, the next
 * run removes the file again and marks it.
 */
export const handleExpireExports =
  (
    deps: Pick<ExportJobDeps, 'db' | 'storage'> & { jobs: Pick<PgBossJobs, 'isUnderWay'> },
  ): JobHandler<Record<string, never>> =>
  async (_, { signal }) => {
    await endAbandonedExports(deps);
    while (!signal.aborted && (await expireOldest(deps)));
  };

/** A worker that was killed in its last try could not say so: without a job nothing comes of an export any more. */
const endAbandonedExports = async ({ db, jobs }: { db: Db; jobs: Pick<PgBossJobs, 'isUnderWay'> }): Promise<void> => {
  const { rows } = await db.pool.query<{ id: string }>(
    `select id from audit_export where status in ('WAITING', 'RUNNING')`,
  );
  for (const { id } of rows) {
    if (await jobs.isUnderWay(exportJob, { exportId: id })) continue;
    await db.pool.query(
      `update audit_export set status = 'FAILED', finished_at = now() where id = $1 and status in ('WAITING', 'RUNNING')`,
      [id],
    );
  }
};

const expireOldest = ({ db, storage }: Pick<ExportJobDeps, 'db' | 'storage'>): Promise<boolean> =>
  transaction(db, async (tx) => {
    const [old] = await rowsOf<{ id: string; key: string }>(
      tx,
      `select id, content_key as key from audit_export where status = 'READY' and expires_at < now()
       order by expires_at limit 1 for update skip locked`,
    );
    if (!old) return false;
    await lockContent(tx, [old.key]);
    const shared = await rowsOf(
      tx,
      `select from audit_export where content_key = $1 and id <> $2 and status = 'READY' and expires_at >= now() limit 1`,
      [old.key, old.id],
    );
    if (shared.length === 0) await storage.remove(old.key);
    await tx.query("update audit_export set status = 'EXPIRED' where id = $1", [old.id]);
    return true;
  });
