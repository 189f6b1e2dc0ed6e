import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A niche that hardly any campaign names is found by an index, instead of by looking at all that are open. */
export class CampaignNiches1795353000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index campaign_niches on campaign using gin (niches) where status = 'PUBLISHED';

      -- Looks into the index of niches, which a policy keeps statements from. Null: they are so many that whoever walks along the
      -- newest ones soon has a page full, and nothing was looked up.
      create function rare_open_campaigns(wanted text[], today date, most int) returns uuid[] language sql stable parallel safe
        security definer set search_path = pg_catalog, public as $$
        select case when count(*) < 10 then array(
                 select id from public.campaign
                  where status = 'PUBLISHED' and interest_until >= today and niches && wanted limit most) end
          from (select niches from public.campaign where status = 'PUBLISHED' and interest_until >= today
                 order by published_at desc, id desc limit 500) newest
         where niches && wanted $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function rare_open_campaigns;
      drop index campaign_niches;
    `);
  }
}
