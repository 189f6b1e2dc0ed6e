import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of people in the order in which they were here last; roles that two people edit at once. */
export class People1763769606500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table role add column version int not null default 1;
      create index account_by_last_sign_in
        on account ((coalesce(last_sign_in_at, timestamptz '0001-01-01 00:00:00+00')) desc, id desc);
      create unique index organisation_name_once on organisation (lower(name));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index organisation_name_once, account_by_last_sign_in;
      alter table role drop column version;
    `);
  }
}
