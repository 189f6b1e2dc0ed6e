import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Profiles of creators on social platforms, and how they showed that these are theirs. */
export class SocialProfiles1763856003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table social_profile (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        platform text not null,
        -- Sealed JSON: the handle as it is shown, and the address of the page.
        profile_sealed bytea not null,
        -- Of platform and handle in the one form that two spellings share.
        profile_index bytea not null,
        status text not null constraint social_profile_status_known
          check (status in ('UNPROVEN', 'CHECKING', 'WITH_STAFF', 'VERIFIED')),
        -- To be put on the page. Good for this profile alone.
        code text not null constraint social_profile_code_once unique,
        code_expires_at timestamptz(3) not null,
        -- What the last look met.
        problem text,
        created_at timestamptz(3) not null,
        verified_at timestamptz(3),
        constraint social_profile_once unique (account_id, profile_index)
      );
      create unique index social_profile_verified_once on social_profile (profile_index) where status = 'VERIFIED';
      create index social_profile_of_account on social_profile (account_id, created_at);

      -- Every look, kept as evidence.
      create table social_proof (
        id uuid primary key default gen_random_uuid(),
        profile_id uuid not null references social_profile (id) on delete cascade,
        method text not null constraint social_proof_method_known check (method in ('PAGE', 'OAUTH', 'STAFF')),
        -- Null: not finished.
        outcome text,
        -- Sealed JSON: what was seen, where and when.
        evidence_sealed bytea,
        started_at timestamptz(3) not null,
        finished_at timestamptz(3)
      );
      create index social_proof_of_profile on social_proof (profile_id, started_at desc);

      -- On the way to a platform's own sign-in and back.
      create table social_sign_in (
        id uuid primary key default gen_random_uuid(),
        state_digest bytea not null constraint social_sign_in_state_once unique,
        profile_id uuid not null references social_profile (id) on delete cascade,
        proof_id uuid not null references social_proof (id) on delete cascade,
        -- Sealed: what the trade needs; with what the platform gave, until it is traded in.
        secret_sealed bytea not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3)
      );
      create index social_sign_in_expired on social_sign_in (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table social_sign_in, social_proof, social_profile');
  }
}
