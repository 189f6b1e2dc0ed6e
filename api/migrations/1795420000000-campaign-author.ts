import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key says of one person that they ask again: another person who happens to use it asks for a campaign of their own. */
export class CampaignAuthor1795420000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table campaign
        add column author_id uuid references account (id) on delete set null,
        drop constraint campaign_asked_once,
        add constraint campaign_asked_once unique (author_id, idempotency_key)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update campaign set idempotency_key = null;
      alter table campaign
        drop constraint campaign_asked_once,
        drop column author_id,
        add constraint campaign_asked_once unique (idempotency_key)
    `);
  }
}
