import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ApiKeys1763769607000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Digests: SHA-256, because a secret has 256 random bits and a slow hash would protect nothing.
      create table api_key (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id),
        name text not null,
        prefix text not null constraint api_key_prefix_once unique,
        secret_digest bytea not null,
        previous_digest bytea,
        previous_until timestamptz(3),
        permissions text[] not null,
        addresses text[] not null default '{}',
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        last_used_at timestamptz(3),
        revoked_at timestamptz(3)
      );
      create index api_key_newest on api_key (created_at desc, id desc);
      create index api_key_of_account on api_key (account_id, created_at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_key');
  }
}
