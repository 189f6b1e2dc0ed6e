import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was looked through, delivered and taken out stays known, as it was. */
export class AuditRecords1763856007200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create trigger audit_head_delivery_append_only before update or delete on audit_head_delivery
        for each row execute function refuse_audit_change();
      create trigger audit_head_delivery_no_truncate before truncate on audit_head_delivery
        for each statement execute function refuse_audit_change();

      -- It tells how far it has come, and then what it found: that stays.
      create function keep_audit_verification() returns trigger language plpgsql as $$
        begin
          if old.finished_at is not null
            or (new.id, new.started_at, new.requested_by) is distinct from (old.id, old.started_at, old.requested_by)
          then raise exception 'a verification of the audit trail stays as it was found'; end if;
          return new;
        end $$;
      create trigger audit_verification_kept before update on audit_verification
        for each row execute function keep_audit_verification();
      -- The file of an export goes after a while; who took which events out does not.
      create function keep_audit_export() returns trigger language plpgsql as $$
        begin
          if (new.id, new.account_id, new.format, new.filter, new.created_at)
            is distinct from (old.id, old.account_id, old.format, old.filter, old.created_at)
          then raise exception 'what was asked for with an export stays as it was'; end if;
          return new;
        end $$;
      create trigger audit_export_kept before update on audit_export
        for each row execute function keep_audit_export();
    `);
    for (const table of ['audit_verification', 'audit_export'])
      await runner.query(`
        create trigger ${table}_no_delete before delete or truncate on ${table}
          for each statement execute function refuse_audit_change();
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger audit_export_no_delete on audit_export;
      drop trigger audit_verification_no_delete on audit_verification;
      drop trigger audit_export_kept on audit_export;
      drop trigger audit_verification_kept on audit_verification;
      drop function keep_audit_export, keep_audit_verification;
      drop trigger audit_head_delivery_no_truncate on audit_head_delivery;
      drop trigger audit_head_delivery_append_only on audit_head_delivery;
    `);
  }
}
