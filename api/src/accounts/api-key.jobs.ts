import { type Db, rows, transaction } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { apiKeyExpires } from './api-key.notice.ts';
import { apiKeyWarningDays } from './api-key.settings.ts';

export const tellExpiringKeysJob = defineJob<Record<string, never>>({
  name: 'tell-expiring-keys',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 300,
  concurrency: 1,
});

interface ExpiringKey {
  id: string;
  accountId: string;
  name: string;
  days: number;
}

/** Each key once: programs that stop at night are noticed too late. */
export const handleTellExpiringKeys =
  ({
    db,
    settings,
    notifier,
    publicUrl,
  }: {
    db: Db;
    settings: Settings;
    notifier: Notifier;
    publicUrl: string;
  }): JobHandler<Record<string, never>> =>
  () =>
    transaction(db, async (tx) => {
      const expiring = await rows<ExpiringKey>(
        tx,
        `update api_key k set expiry_told_at = now() from account a
         where a.id = k.account_id and a.status = 'ACTIVE' and k.expiry_told_at is null and k.revoked_at is null
           and k.expires_at > now() and k.expires_at <= now() + make_interval(days => $1)
         returning k.id, k.account_id as "accountId", k.name, ceil(extract(epoch from k.expires_at - now()) / 86400)::int as days`,
        [settings.read(apiKeyWarningDays)],
      );
      for (const { accountId, name, days } of expiring.toSorted((one, other) =>
        one.accountId < other.accountId ? -1 : 1,
      ))
        await notifier.notify(tx, apiKeyExpires, {
          accountId,
          variables: { key: name, days: String(days), link: `${publicUrl}/admin/api-keys` },
        });
    });
