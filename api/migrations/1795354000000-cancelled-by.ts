import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose request the agency cancelled is told so, without a look into the history for each row of a list. */
export class CancelledBy1795354000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null while it is not cancelled, and of what a former release cancels during the change of releases.
      alter table image_request
        add column cancelled_by text constraint image_request_cancelled_by_known check (cancelled_by in ('CREATOR', 'AGENCY')),
        add constraint image_request_cancelled_by_when_cancelled check (cancelled_by is null or status = 'CANCELLED');

      -- Staff in the account of a creator left the creator in the history, and themselves in the audit trail alone.
      update image_request r
         set cancelled_by = case when e.actor_id = r.account_id and not exists (
               select from audit_event a where a.record_type = 'image_request' and a.record_id = r.id::text
                  and a.action = 'imaging.cancel' and a.impersonator_id is not null)
             then 'CREATOR' else 'AGENCY' end
        from image_request_event e
       where e.request_id = r.id and e.move = 'cancel' and r.status = 'CANCELLED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table image_request drop column cancelled_by');
  }
}
