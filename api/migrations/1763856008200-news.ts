import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told by jobs that look at what happened since they looked last. */
export class News1763856008200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table told_until (
        what text primary key,
        until timestamptz(3) not null
      );
      -- Nobody is told about what happened before there was news.
      insert into told_until (what, until) values ('pictures', now()), ('dead letters', now());
      alter table api_key add column expiry_told_at timestamptz(3);
      create index image_request_completed on image_request (finished_at) where status = 'COMPLETED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table told_until;
      alter table api_key drop column expiry_told_at;
      drop index image_request_completed;
    `);
  }
}
