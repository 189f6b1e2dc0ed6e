import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As with niches: a platform that hardly any campaign names is found by an index, instead of by looking at all that are open. */
export class CampaignPlatforms1795355000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index campaign_platforms on campaign using gin (platforms) where status = 'PUBLISHED';

      create function rare_open_campaigns_on(wanted text[], today date, most int) returns uuid[] language sql stable parallel safe
        security definer set search_path = pg_catalog, public as $$
        select case when count(*) < 10 then array(
                 select id from public.campaign
                  where status = 'PUBLISHED' and interest_until >= today and platforms && wanted limit most) end
          from (select platforms from public.campaign where status = 'PUBLISHED' and interest_until >= today
                 order by published_at desc, id desc limit 500) newest
         where platforms && wanted $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function rare_open_campaigns_on;
      drop index campaign_platforms;
    `);
  }
}
