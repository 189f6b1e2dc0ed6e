import { accessTokenMinutes } from '../accounts/account.settings.ts';
import { type Db, rows, transaction } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { toldUntil } from '../platform/told-until.ts';
import { imagesReady } from './image-ready.notice.ts';
import { tellReadyMinutes } from './image.settings.ts';

export const tellReadyJob = defineJob<Record<string, never>>({
  name: 'tell-pictures-ready',
  retry: { limit: 3, delay: 30, delayMax: 300 },
  expireIn: 120,
  concurrency: 1,
});

export interface TellReadyParts {
  db: Db;
  settings: Settings;
  notifier: Notifier;
  /** Without a trailing slash. */
  publicUrl: string;
  now: () => Date;
}

/**
 * Whoever has the app open renews their token every few minutes, and so has been there since. Who was told and has not been
 * back is not told again.
 */
export const handleTellReady =
  ({ db, settings, notifier, publicUrl, now }: TellReadyParts): JobHandler<Record<string, never>> =>
  () =>
    transaction(db, async (tx) => {
      const minutes = Math.max(settings.read(tellReadyMinutes), settings.read(accessTokenMinutes) + 1);
      const upTo = new Date(now().getTime() - minutes * 60_000);
      const from = await toldUntil(tx, 'pictures', upTo);
      if (from === null) return;
      const waiting = await rows<{ accountId: string; pictures: number }>(
        tx,
        `select r.account_id as "accountId", count(i.id)::int as pictures
         from image_request r
         join image i on i.request_id = r.id and i.deleted_at is null
         left join lateral (select max(s.last_used_at) as at from session s where s.account_id = r.account_id) visit on true
         where r.status = 'COMPLETED' and r.finished_at > $1 and r.finished_at <= $2
           and (visit.at is null or visit.at < r.finished_at)
           and not exists (
             select from notification n
             where n.account_id = r.account_id and n.notice = $3 and n.read_at is null
               and n.created_at > coalesce(visit.at, '-infinity'))
         group by r.account_id order by r.account_id`,
        [from, upTo, imagesReady.key],
      );
      for (const { accountId, pictures } of waiting)
        await notifier.notify(tx, imagesReady, {
          accountId,
          variables: { count: String(pictures), link: `${publicUrl}/gallery` },
        });
    });
