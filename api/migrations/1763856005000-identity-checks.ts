import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checks of identity documents that somebody else makes for us, and what they told us about them. */
export class IdentityChecks1763856005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity_check (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id) on delete cascade,
        provider text not null,
        -- What the provider calls it. Null until it answered.
        session_id text,
        -- Sealed: whoever has the link is taken for the creator.
        link_sealed bytea,
        status text not null constraint identity_check_status_known
          check (status in ('REQUESTED', 'OPEN', 'PROCESSING', 'NEEDS_INPUT', 'VERIFIED', 'CANCELLED', 'FAILED')),
        -- The provider's code of what was wrong.
        problem text,
        created_at timestamptz(3) not null,
        -- The provider's time of the newest news.
        heard_at timestamptz(3),
        finished_at timestamptz(3)
      );
      create unique index identity_check_session on identity_check (provider, session_id);
      create unique index identity_check_one_open on identity_check (account_id)
        where status in ('REQUESTED', 'OPEN', 'PROCESSING', 'NEEDS_INPUT');
      create index identity_check_of_account on identity_check (account_id, created_at desc);

      -- Each piece of news counts once.
      create table identity_check_event (
        provider text not null,
        event_id text not null,
        check_id uuid references identity_check (id) on delete cascade,
        type text not null,
        outcome text not null,
        received_at timestamptz(3) not null,
        primary key (provider, event_id)
      );
      create index identity_check_event_of_check on identity_check_event (check_id);
      create index identity_check_event_oldest on identity_check_event (received_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table identity_check_event, identity_check');
  }
}
