import type { Transaction } from '../platform/db.ts';
import type { Settings } from '../platform/setting.ts';
import type { DocumentPurpose } from './document.entity.ts';
import { documentSupersededDays } from './document.settings.ts';

/** What replaced them has been decided about: they are shown to nobody any more, and go after the days of the setting. */
export async function forgetSuperseded(
  tx: Transaction,
  settings: Settings,
  accountId: string,
  { purposes, requestIds = [] }: { purposes: readonly DocumentPurpose[]; requestIds?: readonly string[] },
): Promise<void> {
  await tx.query(
    `update document set forget_at = now() + make_interval(days => $3)
     where account_id = $1 and (purpose = any($2) or request_id = any($4)) and status = 'SUPERSEDED' and forget_at is null`,
    [accountId, purposes, settings.read(documentSupersededDays), requestIds],
  );
}
