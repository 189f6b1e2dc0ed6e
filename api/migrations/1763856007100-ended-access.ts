import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has ended is forgotten after a while. */
export class EndedAccess1763856007100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index session_by_end on session (least(ended_at, expires_at));
      create index api_key_by_end on api_key (least(revoked_at, expires_at));
      -- Who looked through whose eyes, and why, stays known after the sign-in is forgotten.
      alter table impersonation drop constraint impersonation_session_id_fkey,
        add constraint impersonation_session_id_fkey foreign key (session_id) references session (id) on delete set null;
      create index impersonation_of_session on impersonation (session_id) where session_id is not null;
      -- Receipts are written in order of time and found again by it once a day.
      create index image_callback_by_time on image_callback using brin (received_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index image_callback_by_time;
      drop index impersonation_of_session;
      alter table impersonation drop constraint impersonation_session_id_fkey,
        add constraint impersonation_session_id_fkey foreign key (session_id) references session (id);
      drop index api_key_by_end;
      drop index session_by_end;
    `);
  }
}
