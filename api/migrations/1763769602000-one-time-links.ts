import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links that open once: to confirm an address, to choose a password, to accept an invitation. */
export class OneTimeLinks1763769602000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table one_time_link (
        token_hash bytea primary key,
        account_id uuid not null references account (id) on delete cascade,
        purpose text not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3)
      );
      create index one_time_link_of_account on one_time_link (account_id, purpose) where used_at is null;
      create index one_time_link_by_expiry on one_time_link (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table one_time_link');
  }
}
