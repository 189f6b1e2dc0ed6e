import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever asks for a campaign again, because the answer was lost, gets the one that was made. */
export class CampaignOnce1795356200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaign add column idempotency_key text constraint campaign_asked_once unique');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaign drop column idempotency_key');
  }
}
