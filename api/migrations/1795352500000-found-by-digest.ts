import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever was asked by other rules than now is found by a digest of them: under row security no index serves comparisons of lists
 * and documents, which might tell of rows that are not shown.
 */
export class FoundByDigest1795352500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index onboarding_application_asked;
      drop index onboarding_application_asked_within;
      -- Of the rules in asked_within, once everything that follows from them is done. Null: it was never looked.
      alter table onboarding_application add column asked_digest uuid;
      create index onboarding_application_asked_digest on onboarding_application (asked_digest);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table onboarding_application drop column asked_digest;
      create index onboarding_application_asked on onboarding_application (asked);
      create index onboarding_application_asked_within on onboarding_application (asked_within);
    `);
  }
}
