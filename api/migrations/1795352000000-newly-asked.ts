import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is asked within a section may change after it was accepted: then it is opened again for what is missing. */
export class NewlyAsked1795352000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The rules by which it was last looked what is due within the sections of this creator. Null: begun with a former release.
      alter table onboarding_application add column asked_within jsonb;
      -- Whoever was asked by other rules than now is found without reading everybody.
      create index onboarding_application_asked on onboarding_application (asked);
      create index onboarding_application_asked_within on onboarding_application (asked_within);

      alter table onboarding_section
        -- Names of questions and purposes of documents that are due only since it was handed in or accepted.
        add column newly_asked text[] not null default '{}',
        -- When it was opened again for them, and what it was until then. Null: it was with the creator anyway.
        add column newly_asked_at timestamptz(3),
        add column newly_asked_from text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table onboarding_section
        drop column newly_asked, drop column newly_asked_at, drop column newly_asked_from;
      alter table onboarding_application drop column asked_within;
      drop index onboarding_application_asked;
    `);
  }
}
