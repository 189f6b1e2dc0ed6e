import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the mail server could be used when a worker looked last, before anybody waits for a mail. */
export class MailServerLook1795354500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table mail_server_look (
        -- The last one is all that is kept.
        latest boolean primary key default true check (latest),
        -- Under a master key, of the address with all that it takes to sign in there: a look at another server says nothing about this one.
        server_digest bytea not null,
        looked_at timestamptz(3) not null default now(),
        -- What it answered, or what went wrong on the way. Null: mail can leave.
        failure text
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table mail_server_look');
  }
}
