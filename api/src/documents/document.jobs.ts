import { rows, transaction, type Db } from '../platform/db.ts';
import type { JobHandler } from '../platform/jobs.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import type { Settings } from '../platform/setting.ts';
import { removeFile } from './document-files.ts';
import { applyMove, lockDocument, type ChangeParts } from './document.change.ts';
import { forgetJob, unfinishedJob } from './document.job-types.ts';
import { DocumentStatus } from './document.lifecycle.ts';
import { documentSilenceSeconds } from './document.settings.ts';

export interface DocumentJobsParts extends ChangeParts {
  db: Db;
  storage: ObjectStorage;
  settings: Settings;
}

/** Safe to run twice: an upload that is over, or goes on, is left alone. */
export const handleUnfinished =
  (parts: DocumentJobsParts): JobHandler<{ documentId: string }> =>
  ({ documentId }, { actor }) =>
    transaction(parts.db, async (tx) => {
      const document = await lockDocument(tx, documentId);
      if (document?.status !== DocumentStatus.UPLOADING) return;
      const [silence] = await rows<{ left: number }>(
        tx,
        `select extract(epoch from heard_at + make_interval(secs => $2) - now())::float8 as left
         from document where id = $1`,
        [documentId, parts.settings.read(documentSilenceSeconds)],
      );
      if (silence!.left > 0)
        await parts.jobs.enqueue(
          tx,
          unfinishedJob,
          { documentId },
          { startAfter: Math.ceil(silence!.left), cause: actor },
        );
      else await applyMove(parts, tx, actor, document, { verb: 'remove', reason: 'UNFINISHED' });
    });

/** Safe to run twice. */
export const handlePurgeSuperseded =
  (parts: DocumentJobsParts): JobHandler<Record<string, never>> =>
  async (_, { actor, signal }) => {
    for (let found = mostPurged; found === mostPurged && !signal.aborted;) {
      const { rows: due } = await parts.db.pool.query<{ id: string }>(
        `select id from document where status = 'SUPERSEDED' and forget_at <= now() limit ${mostPurged}`,
      );
      for (const { id } of due)
        await transaction(parts.db, async (tx) => {
          const document = await lockDocument(tx, id);
          if (document?.status === DocumentStatus.SUPERSEDED)
            await applyMove(parts, tx, actor, document, { verb: 'remove', reason: 'REPLACED' });
        });
      found = due.length;
    }
  };
const mostPurged = 200;

/**
 * Removes every byte of a document that is over, and the key that would open them. Whoever is still writing a file finds out
 * when it is whole; until then its name is kept, so that it can be removed later.
 */
export const handleForget =
  ({ db, storage, jobs, settings }: DocumentJobsParts): JobHandler<{ documentId: string }> =>
  async ({ documentId }, { actor }) => {
    const silence = settings.read(documentSilenceSeconds);
    const { rows: files } = await db.pool.query<{ id: string; written: boolean }>(
      `select f.id, f.byte_size is null and d.heard_at > now() - make_interval(secs => $2) as written
       from document_file f join document d on d.id = f.document_id
       where d.id = $1 and d.status in ('REFUSED', 'REMOVED')`,
      [documentId, silence],
    );
    for (const { id } of files) await removeFile(storage, id);
    await transaction(db, async (tx) => {
      await tx.query('delete from document_file where id = any($1)', [
        files.filter(({ written }) => !written).map(({ id }) => id),
      ]);
      await tx.query(
        `update document set key_sealed = null, name_sealed = case when status = 'REFUSED' then name_sealed end
         where id = $1 and status in ('REFUSED', 'REMOVED')`,
        [documentId],
      );
      if (files.some(({ written }) => written))
        await jobs.enqueue(tx, forgetJob, { documentId }, { startAfter: silence, cause: actor });
      // What was never whole was never there.
      else
        await tx.query(`delete from document where id = $1 and status = 'REMOVED' and finished_at is null`, [
          documentId,
        ]);
    });
  };
