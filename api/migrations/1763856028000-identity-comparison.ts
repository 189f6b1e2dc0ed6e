import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a provider read on a document is compared with what was typed; what was returned does not vouch any more. */
export class IdentityComparison1763856028000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table identity_check
        -- The provider is to be asked what it read.
        add column comparing boolean not null default false,
        -- What came of it, never what was read. Null: verified by a former release, which did not compare.
        add column findings_sealed bytea;
      alter table identity_check drop constraint identity_check_status_known;
      alter table identity_check add constraint identity_check_status_known
        check (status in ('REQUESTED', 'OPEN', 'PROCESSING', 'NEEDS_INPUT', 'VERIFIED', 'CANCELLED', 'FAILED', 'VOID'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update identity_check set status = 'CANCELLED' where status = 'VOID';
      alter table identity_check drop constraint identity_check_status_known;
      alter table identity_check add constraint identity_check_status_known
        check (status in ('REQUESTED', 'OPEN', 'PROCESSING', 'NEEDS_INPUT', 'VERIFIED', 'CANCELLED', 'FAILED'));
      alter table identity_check drop column comparing, drop column findings_sealed;
    `);
  }
}
