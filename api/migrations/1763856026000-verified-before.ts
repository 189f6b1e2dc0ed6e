import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an acceptance rested on stays beside what replaced it, until that is decided. */
export class VerifiedBefore1763856026000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null: nobody has begun it, though it is there to say until when it has to be handed in.
      alter table onboarding_section alter column changed_at drop not null;
      alter table onboarding_section add column accepted_at timestamptz(3);
      -- The best that a former release knew.
      update onboarding_section set accepted_at = decided_at where accepted_sealed is not null;

      alter table document drop constraint document_status;
      alter table document add constraint document_status
        check (status in ('UPLOADING', 'CHECKING', 'READY', 'SUPERSEDED', 'REFUSED', 'REMOVED'));
      -- Of a superseded one: when its bytes go. Null: what replaced it has not been decided.
      alter table document add column forget_at timestamptz(3);
      create index document_to_forget on document (forget_at) where status = 'SUPERSEDED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index document_to_forget;
      alter table document drop column forget_at;
      update document set status = 'REMOVED', reason = 'REPLACED', removed_at = now() where status = 'SUPERSEDED';
      alter table document drop constraint document_status;
      alter table document add constraint document_status
        check (status in ('UPLOADING', 'CHECKING', 'READY', 'REFUSED', 'REMOVED'));
      alter table onboarding_section drop column accepted_at;
      delete from onboarding_section where changed_at is null;
      alter table onboarding_section alter column changed_at set not null;
    `);
  }
}
