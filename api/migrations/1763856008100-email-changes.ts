import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who move their account to another e-mail address. */
export class EmailChanges1763856008100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table email_change (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        status text not null constraint email_change_status_known check (status in ('ASKED', 'DONE', 'UNDONE')),
        new_sealed bytea not null,
        -- From the moment it is done: what holds again when it is undone, and whose nobody else's it is until then.
        old_sealed bytea,
        old_index bytea,
        asked_at timestamptz(3) not null,
        -- When the link to the new address, or the one that undoes it, opens nothing any more.
        expires_at timestamptz(3) not null,
        constraint email_change_whole check ((status = 'ASKED') = (old_sealed is null) and (old_sealed is null) = (old_index is null))
      );
      create unique index email_change_one_asked on email_change (account_id) where status = 'ASKED';
      create index email_change_of_account on email_change (account_id, asked_at);
      create index email_change_by_old_address on email_change (old_index) where status = 'DONE';
      create index email_change_by_expiry on email_change (expires_at);
      alter table email_change enable row level security;
      create policy email_change_within_reach on email_change using (
        case coalesce(current_setting('influencegen.reach', true), '')
          when '' then true
          when 'all' then true
          else is_account_shown(account_id)
        end);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table email_change');
  }
}
