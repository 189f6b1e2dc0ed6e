import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A channel has several names and is one. */
export class Channels1795335000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of the name that stays, once it is known; what a former release wrote has none until it is sealed anew.
      alter table social_profile add column permanent_index bytea;
      create unique index social_profile_permanent_once on social_profile (permanent_index)
        where status = 'VERIFIED' and removed_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table social_profile drop column permanent_index');
  }
}
