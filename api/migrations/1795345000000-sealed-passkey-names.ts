import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people call their passkeys lies sealed: it often says who they are. */
export class SealedPasskeyNames1795345000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The readable column is emptied by the release that comes with this, and goes with a later one.
      alter table passkey add column name_sealed bytea, alter column name drop not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table passkey drop column name_sealed');
  }
}
