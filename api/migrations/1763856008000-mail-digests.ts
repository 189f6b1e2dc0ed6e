import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who wants one mail now and then instead of many, and what waits for it. */
export class MailDigests1763856008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Without a row: every mail by itself.
      create table mail_digest (
        account_id uuid primary key references account (id) on delete cascade,
        rhythm text not null constraint mail_digest_rhythm_known check (rhythm in ('OFF', 'DAILY', 'WEEKLY')),
        -- In the time zone of the person. Of the week, Monday is 1; it counts for WEEKLY only.
        hour smallint not null constraint mail_digest_hour_exists check (hour between 0 and 23),
        weekday smallint not null constraint mail_digest_weekday_exists check (weekday between 1 and 7),
        -- When the next one leaves. Null: nothing waits.
        due_at timestamptz(3)
      );
      create index mail_digest_due on mail_digest (due_at) where due_at is not null;

      create table mail_digest_item (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        notice text not null,
        -- Sealed: names, and where links lead.
        content_sealed bytea not null,
        created_at timestamptz(3) not null default clock_timestamp()
      );
      create index mail_digest_item_of_account on mail_digest_item (account_id, created_at, id);
    `);
    for (const table of ['mail_digest', 'mail_digest_item'])
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
    await runner.query('drop table mail_digest_item, mail_digest');
  }
}
