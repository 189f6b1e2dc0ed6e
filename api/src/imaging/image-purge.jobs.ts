import { IsNull, Not } from 'typeorm';
import { type Db, rows, transaction } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Settings } from '../platform/setting.ts';
import { lockContent } from '../platform/content-lock.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { storageKeys } from './picture-files.ts';
import { Image } from './image.entity.ts';
import { goneBefore } from './image.service.ts';
import { receiptDays } from './image.settings.ts';

/** Gives up the bytes of pictures that were deleted long ago. */
export const purgeJob = defineJob<Record<string, never>>({
  name: 'image-purge',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 3600,
  concurrency: 1,
});

export interface ImagePurgeParts {
  db: Db;
  settings: Settings;
  storage: ObjectStorage;
}

/** Killed in the middle, the bytes may be gone with the row still unmarked; the next run removes them again and marks it. */
export const handlePurge =
  (parts: ImagePurgeParts): JobHandler<Record<string, never>> =>
  async (_, { signal, log }) => {
    const goneSince = goneBefore(parts.settings, new Date());
    let purged = 0;
    while (!signal.aborted && (await purgeOldest(parts, goneSince))) purged += 1;
    if (purged > 0) log.info({ purged }, 'gave up the bytes of deleted pictures');
    await forgetReceipts(parts, signal);
  };

const receiptsAtOnce = 5_000;

/** A callback that comes again after that is late, whatever it says: its request has ended. */
async function forgetReceipts({ db, settings }: ImagePurgeParts, signal: AbortSignal): Promise<void> {
  for (let gone = receiptsAtOnce; gone === receiptsAtOnce && !signal.aborted;)
    gone = await transaction(db, async (tx) => {
      const deleted = await rows(
        tx,
        `delete from image_callback where ctid = any(array(
           select c.ctid from image_callback c join image_request r on r.id = c.request_id
           where c.received_at < now() - make_interval(days => $1) and r.finished_at < now() - make_interval(days => $1)
           limit ${receiptsAtOnce})) returning 1`,
        [settings.read(receiptDays)],
      );
      return deleted.length;
    });
}

const purgeOldest = ({ db, storage }: ImagePurgeParts, goneSince: Date): Promise<boolean> =>
  transaction(db, async (tx) => {
    const [image] = await rows<{ id: string; sha256: string }>(
      tx,
      `select id, sha256 from image where deleted_at < $1 and purged_at is null
        order by deleted_at limit 1 for update skip locked`,
      [goneSince],
    );
    if (!image) return false;
    await lockContent(tx, [image.sha256]);
    const shared = await tx.existsBy(Image, { sha256: image.sha256, id: Not(image.id), purgedAt: IsNull() });
    if (!shared) for (const key of storageKeys(image.sha256)) await storage.remove(key);
    await tx.update(Image, { id: image.id }, { purgedAt: new Date() });
    return true;
  });
