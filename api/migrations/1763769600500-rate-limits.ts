import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RateLimits1763769600500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Worth nothing after a crash: then every bucket is full.
      create unlogged table rate_bucket (
        key text primary key,
        units double precision not null,
        at timestamptz not null default clock_timestamp()
      );
      create index rate_bucket_by_age on rate_bucket (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table rate_bucket');
  }
}
