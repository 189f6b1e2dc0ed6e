import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people prove themselves with besides a password: authenticator apps, passkeys, recovery codes. */
export class SecondFactors1763769603000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table totp (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        secret bytea not null,
        -- The 30-second step of the last code that was accepted: no code is accepted twice.
        last_used_step bigint,
        created_at timestamptz(3) not null,
        -- Null: shown to the person, but no code has come back yet.
        confirmed_at timestamptz(3)
      );
      create unique index totp_once_per_account on totp (account_id) where confirmed_at is not null;
      create unique index totp_one_pending_per_account on totp (account_id) where confirmed_at is null;

      create table passkey (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        credential_id text not null constraint passkey_credential_once unique,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        name text not null,
        backed_up boolean not null,
        created_at timestamptz(3) not null,
        last_used_at timestamptz(3)
      );
      create index passkey_of_account on passkey (account_id, created_at, id);
      -- Challenges are signed, not stored; only those that were answered are remembered, until they would have expired.
      create table passkey_challenge_spent (
        digest bytea primary key,
        expires_at timestamptz(3) not null
      );

      create table recovery_code (
        account_id uuid not null references account (id) on delete cascade,
        digest bytea not null,
        used_at timestamptz(3),
        primary key (account_id, digest)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table recovery_code, passkey_challenge_spent, passkey, totp');
  }
}
