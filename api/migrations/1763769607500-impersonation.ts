import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Staff look at an account through its owner's eyes, while the owner allows it. */
export class Impersonation1763769607500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account add column support_access_until timestamptz(3);
      -- impersonator_id: who of the staff holds this session of somebody else.
      alter table session
        add column impersonator_id uuid references account (id),
        add column read_only boolean not null default false;
      create index session_of_impersonator on session (impersonator_id) where impersonator_id is not null;

      -- Asked for at the desk, begun in the other app by a code that works once.
      create table impersonation (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id),
        impersonator_id uuid not null references account (id),
        reason text not null,
        read_only boolean not null,
        code_digest bytea not null constraint impersonation_code_once unique,
        created_at timestamptz(3) not null,
        code_expires_at timestamptz(3) not null,
        session_id uuid references session (id)
      );
      create index impersonation_of_account on impersonation (account_id, created_at desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table impersonation;
      alter table session drop column impersonator_id, drop column read_only;
      alter table account drop column support_access_until;
    `);
  }
}
