import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept about an account, and is shown no further than the account itself. */
const partsOfAccounts = [
  'account_permission',
  'account_role',
  'api_key',
  'impersonation',
  'mail_message',
  'notification',
  'notification_preference',
  'one_time_link',
  'passkey',
  'personal_reveal',
  'recovery_code',
  'session',
  'totp',
];

/**
 * Row-level security for people. Unlike organisations, they are read by work that nobody asked for and before anybody is
 * known, so what was not said hides nothing: whoever is limited to an organisation says so, and cannot do otherwise
 * (platform/reach.ts). Not forced on the owner, whose rights `accounts_named` borrows to look into the index of names.
 */
export class AccountRows1763856007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function within_declared_reach(owner uuid) returns boolean language sql stable parallel safe as $$
        select case coalesce(current_setting('influencegen.reach', true), '')
          when '' then true
          when 'all' then true
          else owner = current_setting('influencegen.reach', true)::uuid
        end $$;
      create function accounts_named(words bytea[]) returns setof uuid language sql stable parallel safe rows 100
        security definer set search_path = pg_catalog, public as $$
        select id from public.account where name_words @> words $$;

      -- Not a subquery in each policy: those would cost every statement their preparation, also where nothing is limited.
      create function is_account_shown(shown uuid) returns boolean language plpgsql stable parallel safe
        set search_path = pg_catalog, public as $$
        begin return exists (select from public.account where id = shown); end $$;

      alter table account enable row level security;
      create policy account_within_reach on account using (within_declared_reach(organisation_id));
    `);
    for (const table of partsOfAccounts)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy ${table}_within_reach on ${table} using (
          case coalesce(current_setting('influencegen.reach', true), '')
            when '' then true
            when 'all' then true
            else is_account_shown(account_id)
          end);
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...partsOfAccounts, 'account'])
      await runner.query(`
        drop policy ${table}_within_reach on ${table};
        alter table ${table} disable row level security;
      `);
    await runner.query('drop function within_declared_reach, is_account_shown, accounts_named');
  }
}
