import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who let somebody in no more, and why. */
export class Deactivations1795356000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account_deactivation (
        id uuid primary key,
        account_id uuid not null references account (id),
        deactivated_by uuid not null references account (id),
        reason_sealed bytea not null,
        at timestamptz(3) not null
      );
      create index account_deactivation_of_account on account_deactivation (account_id, at desc);

      alter table account_deactivation enable row level security;
      create policy account_deactivation_within_reach on account_deactivation using (
        case coalesce(current_setting('influencegen.reach', true), '')
          when '' then true
          when 'all' then true
          else is_account_shown(account_id)
        end);
      create policy account_deactivation_own on account_deactivation as restrictive using (
        case (select coalesce(current_setting('influencegen.account', true), ''))
          when '' then true
          else account_id = (select nullif(current_setting('influencegen.account', true), '')::uuid)
        end);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table account_deactivation');
  }
}
