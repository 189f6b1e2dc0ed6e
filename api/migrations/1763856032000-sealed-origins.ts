import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From where and with what people sign in, and why staff gave, denied or looked, lie sealed. */
export class SealedOrigins1763856032000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The readable columns are emptied by the release that comes with this, and go with a later one.
      alter table session
        add column ip_sealed bytea,
        add column ip_index bytea,
        add column user_agent_sealed bytea,
        add column user_agent_index bytea;
      create index session_from_ip on session (ip_index) where ip_index is not null;
      alter table impersonation add column reason_sealed bytea, alter column reason drop not null;
      alter table account_permission
        add column id uuid not null default gen_random_uuid() constraint account_permission_id unique,
        add column reason_sealed bytea,
        alter column reason drop not null,
        alter column reason drop default;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account_permission drop column reason_sealed, drop column id;
      alter table impersonation drop column reason_sealed;
      drop index session_from_ip;
      alter table session drop column user_agent_index, drop column user_agent_sealed, drop column ip_index, drop column ip_sealed;
    `);
  }
}
