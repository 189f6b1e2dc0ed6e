import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told: mail on its way, their inbox, the texts that staff changed, and what each person wants to hear. */
export class Notices1763769606000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Since when mail to the account's address comes back.
      alter table account add column mail_bounced_at timestamptz(3);

      -- The newest version holds; one without texts means: the texts of the release again.
      create table mail_template (
        notice text not null,
        language text not null,
        version int not null,
        subject text,
        body text,
        author_id uuid references account (id) on delete set null,
        created_at timestamptz(3) not null default clock_timestamp(),
        primary key (notice, language, version),
        constraint mail_template_whole check ((subject is null) = (body is null))
      );

      create table mail_message (
        id uuid primary key default gen_random_uuid(),
        notice text not null,
        account_id uuid not null references account (id) on delete cascade,
        language text not null,
        -- Sealed: an address; names and one-time links.
        recipient_sealed bytea not null,
        content_sealed bytea not null,
        status text not null default 'QUEUED' constraint mail_message_status_known
          check (status in ('QUEUED', 'SENDING', 'SENT', 'RETRYING', 'BOUNCED', 'SUPPRESSED', 'KEPT')),
        attempts int not null default 0,
        -- What the last try met: a code, never the words of the other side.
        failure text,
        created_at timestamptz(3) not null default clock_timestamp(),
        next_attempt_at timestamptz(3),
        settled_at timestamptz(3)
      );
      create index mail_message_newest on mail_message (created_at desc, id desc);
      create index mail_message_by_status on mail_message (status, created_at desc, id desc);
      create index mail_message_by_notice on mail_message (notice, created_at desc, id desc);
      create index mail_message_of_account on mail_message (account_id, created_at desc, id desc);

      create table notification (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        notice text not null,
        content_sealed bytea not null,
        created_at timestamptz(3) not null default clock_timestamp(),
        read_at timestamptz(3)
      );
      create index notification_of_account on notification (account_id, created_at desc, id desc);
      create index notification_unread on notification (account_id, created_at desc, id desc) where read_at is null;
      create index notification_oldest on notification (created_at);

      -- What somebody chose; without a row they are told.
      create table notification_preference (
        account_id uuid not null references account (id) on delete cascade,
        notice text not null,
        channel text not null constraint notification_preference_channel_known check (channel in ('MAIL', 'INBOX')),
        wanted boolean not null,
        primary key (account_id, notice, channel)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table notification_preference, notification, mail_message, mail_template;
      alter table account drop column mail_bounced_at;
    `);
  }
}
