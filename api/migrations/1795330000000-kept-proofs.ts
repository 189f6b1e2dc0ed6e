import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How somebody showed whose profile it is stays known after the profile is taken away; a question to staff has an age. */
export class KeptProofs1795330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table social_profile
        -- Taken away by the creator; what was seen of it is kept.
        add column removed_at timestamptz(3),
        -- When the creator asked staff to look for the code, which was good then.
        add column asked_at timestamptz(3);
      -- Nobody can have asked with a code that was too old.
      update social_profile set asked_at = code_expires_at where status = 'WITH_STAFF';
      create unique index social_profile_verified_one on social_profile (profile_index)
        where status = 'VERIFIED' and removed_at is null;
      drop index social_profile_verified_once;
      create index social_profile_asked on social_profile (asked_at) where status = 'WITH_STAFF' and removed_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from social_profile where removed_at is not null;
      create unique index social_profile_verified_once on social_profile (profile_index) where status = 'VERIFIED';
      drop index social_profile_verified_one, social_profile_asked;
      alter table social_profile drop column removed_at, drop column asked_at;
    `);
  }
}
