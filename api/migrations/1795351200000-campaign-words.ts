import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is looked for, so that both ways to find it (by the index of words, or along another one) understand it alike. */
export class CampaignWords1795351200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The last word may be its beginning alone.
      create function campaign_query(wanted text) returns tsquery language sql immutable parallel safe as $$
        select case when query like '%''' then (query || ':*')::tsquery else query::tsquery end
          from (select websearch_to_tsquery('simple'::regconfig, wanted)::text as query) asked $$;
      create or replace function campaigns_with(wanted text) returns setof uuid language sql stable parallel safe rows 100
        security definer set search_path = pg_catalog, public as $$
        select id from public.campaign where words @@ (select public.campaign_query(wanted)) $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function campaigns_with(wanted text) returns setof uuid language sql stable parallel safe rows 100
        security definer set search_path = pg_catalog, public as $$
        select id from public.campaign where words @@ (
          select case when query like '%''' then (query || ':*')::tsquery else query::tsquery end
            from (select websearch_to_tsquery('simple'::regconfig, wanted)::text as query) asked) $$;
      drop function campaign_query;
    `);
  }
}
