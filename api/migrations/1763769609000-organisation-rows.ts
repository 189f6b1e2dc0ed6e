import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Row-level security for tables whose rows belong to an organisation. */
export class OrganisationRows1763769609000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- True for the rows that this transaction may reach: see platform/reach.ts. Without a word about it, none.
      create function within_reach(owner uuid) returns boolean language sql stable parallel safe as $$
        select case current_setting('influencegen.reach', true)
          when 'all' then true
          when '' then false
          else owner = current_setting('influencegen.reach', true)::uuid
        end $$;

      alter table organisation enable row level security, force row level security;
      create policy organisation_within_reach on organisation using (within_reach(id)) with check (within_reach(id));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy organisation_within_reach on organisation;
      alter table organisation no force row level security, disable row level security;
      drop function within_reach;
    `);
  }
}
