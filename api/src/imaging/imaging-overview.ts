import { Field, Int, ObjectType } from 'type-graphql';
import type { Db } from '../platform/db.ts';

@ObjectType({ description: 'The state of imaging right now and in the last hour.' })
export class ImagingOverview {
  @Field(() => Int, { description: 'Asked for and not yet handed on.' })
  pending!: number;

  @Field(() => Int, { description: 'With the engine, not begun.' })
  queued!: number;

  @Field(() => Int, { description: 'Being made.' })
  processing!: number;

  @Field(() => Int, { nullable: true, description: 'Age of the oldest request that waits; null when none does.' })
  oldestWaitingSeconds!: number | null;

  @Field(() => Int, { description: 'Requests that came out well.' })
  completedLastHour!: number;

  @Field(() => Int, { description: 'Requests that failed or timed out.' })
  failedLastHour!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Median seconds from start to finish of recent requests. Null: there were none.',
  })
  usualSeconds!: number | null;
}

/** Timed out counts as failed: the person got nothing. */
const overview = {
  name: 'imaging-overview',
  text: `
    select
      (select count(*)::int from image_request where status = 'PENDING') as pending,
      (select count(*)::int from image_request where status = 'QUEUED') as queued,
      (select count(*)::int from image_request where status = 'PROCESSING') as processing,
      (select extract(epoch from now() - min(oldest))::int from (
        select (select created_at from image_request where status = waiting order by created_at limit 1) as oldest
          from unnest(array['PENDING', 'QUEUED']) waiting) each_status) as "oldestWaitingSeconds",
      (select count(*)::int from image_request
        where status = 'COMPLETED' and finished_at > now() - interval '1 hour') as "completedLastHour",
      (select count(*)::int from image_request
        where status in ('FAILED', 'TIMED_OUT') and finished_at > now() - interval '1 hour') as "failedLastHour"`,
};

export async function readOverview(db: Db): Promise<Omit<ImagingOverview, 'usualSeconds'>> {
  const { rows } = await db.pool.query<Omit<ImagingOverview, 'usualSeconds'>>(overview);
  return rows[0]!;
}
