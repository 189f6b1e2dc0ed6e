import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Joining goes on with the phone, in a sign-in that can do nothing else. */
export class HandOff1763856009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- limited_to: all that this sign-in can be used for. handed_by: the sign-in that gave it to another device.
      alter table session
        add column limited_to text constraint session_limited_to_known check (limited_to in ('ONBOARDING')),
        add column handed_by uuid references session (id) on delete set null,
        add constraint session_handed_on_limited check (handed_by is null or limited_to is not null);
      create index session_handed_by on session (handed_by) where handed_by is not null;
      -- Of links that a sign-in gave out: they end with it.
      alter table one_time_link add column session_id uuid references session (id) on delete cascade;
      create index one_time_link_of_session on one_time_link (session_id) where session_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table one_time_link drop column session_id;
      alter table session drop column handed_by, drop column limited_to;
    `);
  }
}
