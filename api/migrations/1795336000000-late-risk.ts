import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What makes a case one of high risk may be found while it waits, while somebody has it, and after it was decided. */
export class LateRisk1795336000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table review_case
        -- Ids of the hints that are known, such as PAYOUT_ACCOUNT.<account>: what is not among them is new.
        add column risk_hints text[] not null default '{}',
        -- When the last of them was found, and when the first of two reviewers said what they want.
        add column risk_at timestamptz(3),
        add column proposed_at timestamptz(3);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table review_case drop column risk_hints, drop column risk_at, drop column proposed_at');
  }
}
