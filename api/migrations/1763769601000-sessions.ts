import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that sign access tokens; sessions with rotating refresh tokens, what device they are on, and what they proved. */
export class Sessions1763769601000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table signing_key (
        id uuid primary key default gen_random_uuid(),
        algorithm text not null constraint signing_key_algorithm_known check (algorithm in ('EdDSA')),
        public_key bytea not null,
        private_key bytea not null,
        created_at timestamptz(3) not null,
        -- Published before it signs, so that whoever keeps a copy of the public keys has it in time.
        signs_from timestamptz(3) not null
      );

      alter table session
        -- Of the former release, whose tokens nobody accepts any more. To be dropped by a later one.
        alter column token_hash drop not null,
        add column refresh_secret bytea,
        add column refresh_generation int not null default 1,
        add column refreshed_at timestamptz(3) not null default now(),
        add column retry_key_hash bytea,
        add column user_agent text constraint session_user_agent_short check (length(user_agent) <= 500),
        add column ip inet,
        add column last_used_at timestamptz(3) not null default now(),
        add column step text constraint session_step_known check (step in ('SECOND_FACTOR', 'ENROLMENT', 'PASSWORD_CHANGE')),
        add column verified_at timestamptz(3);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from session where token_hash is null;
      alter table session
        drop column refresh_secret, drop column refresh_generation, drop column refreshed_at, drop column retry_key_hash,
        drop column user_agent, drop column ip, drop column last_used_at, drop column step, drop column verified_at,
        alter column token_hash set not null;
      drop table signing_key;
    `);
  }
}
