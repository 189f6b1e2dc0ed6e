import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a creator is asked for may change, what was verified is verified again when it changes, and what an intruder added goes. */
export class AskedAndProven1795337000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The sections that this creator was last asked for: where the setting says otherwise, they have not heard of it.
      alter table onboarding_application add column asked text[];
      -- Accepted once and changed since: until when it has to be handed in again.
      alter table onboarding_section add column reverify_by timestamptz(3);
      create index onboarding_section_to_reverify on onboarding_section (reverify_by) where reverify_by is not null;
      -- Null: made by a former release.
      alter table recovery_code add column created_at timestamptz(3);
      alter table recovery_code alter column created_at set default now();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table onboarding_application drop column asked;
      alter table onboarding_section drop column reverify_by;
      alter table recovery_code drop column created_at;
    `);
  }
}
