import { Field, Int, ObjectType } from 'type-graphql';
import { rows, type Transaction } from '../platform/db.ts';
import { refuse } from '../platform/errors.ts';
import type { Settings, SettingScope } from '../platform/setting.ts';
import { monthlyQuota } from './image.settings.ts';

@ObjectType({
  description: 'Amount of pictures a person may still ask for in the current calendar month (UTC).',
})
export class ImageQuota {
  @Field(() => Int, { description: 'Pictures allowed in the period.' })
  limit!: number;

  @Field(() => Int, {
    description: 'Pictures asked for in the period, without those refunded because nothing was produced.',
  })
  used!: number;

  @Field(() => Int, { description: 'Pictures left this month; never below 0.' })
  remaining!: number;

  @Field(() => Date, { description: 'First day of the month this quota counts for.' })
  periodStart!: Date;

  @Field(() => Date, { description: 'When the next period begins and the count starts again.' })
  resetsAt!: Date;
}

@ObjectType({
  description: "The month's quota does not cover what was asked for. Nothing was stored or counted.",
})
export class ImageQuotaExceeded {
  @Field(() => String)
  message!: string;

  @Field(() => ImageQuota, { description: 'As it stands now.' })
  quota!: ImageQuota;

  constructor(quota: ImageQuota) {
    this.message =
      quota.remaining === 0
        ? 'The pictures of this month are used up'
        : `Only ${quota.remaining} of this month's pictures ${quota.remaining === 1 ? 'is' : 'are'} left`;
    this.quota = quota;
  }
}

export interface QuotaPeriod {
  start: Date;
  end: Date;
}

/** A calendar month in UTC, the same for everybody wherever they are. */
export const quotaPeriodAt = (now: Date): QuotaPeriod => ({
  start: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())),
  end: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)),
});

/** As the `date` columns hold it. */
export const quotaPeriodKey = ({ start }: QuotaPeriod): string => start.toISOString().slice(0, 10);

type QuotaScope = SettingScope & { accountId: string };

export async function quotaOf(tx: Transaction, settings: Settings, scope: QuotaScope, now: Date): Promise<ImageQuota> {
  const period = quotaPeriodAt(now);
  const [counted] = await rows<{ used: number }>(
    tx,
    `select used from image_quota where account_id = $1 and period_start = $2`,
    [scope.accountId, quotaPeriodKey(period)],
  );
  const limit = settings.read(monthlyQuota, scope);
  const used = counted?.used ?? 0;
  // A limit lowered below what was used leaves nothing, not less than nothing.
  return { limit, used, remaining: Math.max(0, limit - used), periodStart: period.start, resetsAt: period.end };
}

/** Counts the pictures, or refuses and counts nothing. One guarded statement: of two tabs racing for the last credit one wins. */
export async function reserveQuota(
  tx: Transaction,
  settings: Settings,
  scope: QuotaScope,
  now: Date,
  pictures: number,
): Promise<void> {
  const reserved = await rows(
    tx,
    `insert into image_quota (account_id, period_start, used) select $1, $2, $3::int where $3::int <= $4::int
     on conflict (account_id, period_start) do update set used = image_quota.used + excluded.used
       where image_quota.used + excluded.used <= $4::int
     returning used`,
    [scope.accountId, quotaPeriodKey(quotaPeriodAt(now)), pictures, settings.read(monthlyQuota, scope)],
  );
  if (reserved.length === 0) refuse(new ImageQuotaExceeded(await quotaOf(tx, settings, scope, now)));
}

/** Gives back to the month in which it was counted, even when another has begun since. */
export async function refundQuota(
  tx: Transaction,
  { accountId, quotaPeriod }: { accountId: string; quotaPeriod: string },
  pictures: number,
): Promise<void> {
  await tx.query(`update image_quota set used = greatest(used - $3, 0) where account_id = $1 and period_start = $2`, [
    accountId,
    quotaPeriod,
    pictures,
  ]);
}

/** Settings are read for the person and the role that brings them to the studio. */
export async function settingScopeOf(tx: Transaction, accountId: string): Promise<QuotaScope> {
  const [account] = await rows<{ role: string | null }>(
    tx,
    `select min(role_key) as role from account_role join role on key = role_key where account_id = $1 and audience = 'CREATOR'`,
    [accountId],
  );
  return { accountId, ...(account?.role && { role: account.role }) };
}
