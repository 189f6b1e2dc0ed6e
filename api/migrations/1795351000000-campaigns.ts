import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What brands look for creators for, and who would like to take part. */
export class Campaigns1795351000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table campaign (
        id uuid primary key default gen_random_uuid(),
        -- The brand.
        organisation_id uuid not null references organisation (id),
        name text not null,
        summary text not null,
        brief text not null,
        status text not null default 'DRAFT' check (status in
          ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'IN_PROGRESS', 'COMPLETED', 'ARCHIVED', 'CANCELLED')),
        -- Whom it is for. Empty: everybody.
        platforms text[] not null default '{}',
        niches text[] not null default '{}',
        countries text[] not null default '{}',
        minimum_followers int check (minimum_followers > 0),
        compensation_kind text not null check (compensation_kind in ('FLAT_FEE', 'COMMISSION', 'PRODUCT', 'MIXED')),
        -- In the smallest unit of the currency.
        fee_minor bigint check (fee_minor > 0),
        currency char(3),
        compensation_note text,
        content text not null,
        rights_channels text[] not null check (cardinality(rights_channels) > 0),
        -- Empty: worldwide.
        rights_countries text[] not null default '{}',
        -- Nobody gives rights away for ever.
        rights_months int not null check (rights_months between 1 and 120),
        ai_images boolean not null,
        interest_until date not null,
        starts_on date not null,
        ends_on date not null,
        published_at timestamptz(3),
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        revision int not null default 1,
        words tsvector not null generated always as
          (to_tsvector('simple'::regconfig, name || ' ' || summary || ' ' || brief)) stored,
        check (interest_until <= starts_on and starts_on <= ends_on),
        check ((fee_minor is null) = (currency is null)),
        check (status in ('DRAFT', 'IN_REVIEW', 'CANCELLED', 'ARCHIVED') or published_at is not null)
      );
      create index campaign_words on campaign using gin (words);
      create index campaign_newest on campaign (created_at desc, id desc);
      create index campaign_of_brand on campaign (organisation_id, created_at desc, id desc);
      create index campaign_by_status on campaign (status, created_at desc, id desc);
      create index campaign_closing on campaign (interest_until, id);
      create index campaign_closing_by_status on campaign (status, interest_until, id);
      create index campaign_published on campaign (published_at desc, id desc) where status = 'PUBLISHED';

      create table campaign_interest (
        campaign_id uuid not null references campaign (id) on delete cascade,
        account_id uuid not null references account (id) on delete cascade,
        created_at timestamptz(3) not null default now(),
        primary key (campaign_id, account_id)
      );
      create index campaign_interest_newest on campaign_interest (campaign_id, created_at desc, account_id desc);
      create index campaign_interest_of_account on campaign_interest (account_id);

      alter table campaign enable row level security;
      -- Members of a brand are shown its own. Creators belong to none and are shown the campaigns of all brands ...
      create policy campaign_within_reach on campaign using (within_declared_reach(organisation_id));
      -- ... of those that ever were published: drafts are shown to nobody who reaches no further than their own account.
      create policy campaign_to_creators on campaign as restrictive using (
        case (select coalesce(current_setting('influencegen.account', true), '')) when '' then true
          else published_at is not null end);

      create function is_campaign_shown(shown uuid) returns boolean language plpgsql stable parallel safe
        set search_path = pg_catalog, public as $$
        begin return exists (select from public.campaign where id = shown); end $$;

      alter table campaign_interest enable row level security;
      create policy campaign_interest_own on campaign_interest using (
        case (select coalesce(current_setting('influencegen.account', true), '')) when '' then true
          else account_id = (select nullif(current_setting('influencegen.account', true), '')::uuid) end);
      -- A brand is shown how many are interested in its own campaigns.
      create policy campaign_interest_of_brand on campaign_interest as restrictive using (
        case coalesce(current_setting('influencegen.reach', true), '')
          when '' then true
          when 'all' then true
          else is_campaign_shown(campaign_id)
        end);

      -- Whoever is shown a campaign is shown whose it is, also creators, who are shown no organisation.
      create function campaign_brand(shown uuid) returns text language sql stable parallel safe
        security definer set search_path = pg_catalog, public as $$
        select o.name from public.campaign c join public.organisation o on o.id = c.organisation_id
         where c.id = shown $$;

      -- Looks into the index of words, which a policy keeps statements from. The last word may be its beginning alone.
      create function campaigns_with(wanted text) returns setof uuid language sql stable parallel safe rows 100
        security definer set search_path = pg_catalog, public as $$
        select id from public.campaign where words @@ (
          select case when query like '%''' then (query || ':*')::tsquery else query::tsquery end
            from (select websearch_to_tsquery('simple'::regconfig, wanted)::text as query) asked) $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table campaign_interest;
      drop function campaigns_with, campaign_brand, is_campaign_shown;
      drop table campaign;
    `);
  }
}
