import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far somebody who was let in has looked around, the same on all of their devices. */
export class FirstSteps1795310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table first_steps (
        account_id uuid primary key references account (id) on delete cascade,
        -- Steps that consist in having looked at something.
        seen text[] not null default '{}',
        -- Null: the guide is shown.
        put_away_at timestamptz(3)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table first_steps');
  }
}
