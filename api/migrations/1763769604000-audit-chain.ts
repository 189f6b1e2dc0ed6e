import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit trail as a chain: marks, links, signed heads; what the viewer finds by; exports. */
export class AuditChain1763769604000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- uid: begins with the time, so that its index is also the order of time.
      -- mark: proof that the product wrote the event. Without one: from before marks were made.
      alter table audit_event
        add column uid uuid not null default uuidv7(),
        add column session_id uuid,
        add column impersonator_id uuid,
        add column api_key_id uuid,
        add column mark bytea;
      alter table audit_event disable trigger audit_event_append_only;
      update audit_event set uid = uuidv7(at - clock_timestamp());
      alter table audit_event enable trigger audit_event_append_only;
      create unique index audit_event_once on audit_event (uid);
      create index audit_event_of_actor on audit_event (actor_id, uid);
      create index audit_event_of_action on audit_event (action text_pattern_ops, uid);
      create index audit_event_of_request on audit_event (request_id);
      create index audit_event_from on audit_event (ip, uid) where ip is not null;
      create index audit_event_refused on audit_event (uid) where outcome = 'REFUSED';

      -- What the sealer has not put into the chain yet.
      create table audit_pending (event_id bigint primary key);
      insert into audit_pending select id from audit_event;

      -- leaf: digest of the event. hash: digest of the hash before and the leaf. seal: proof that the sealer put it here.
      create table audit_link (
        position bigint primary key,
        event_id bigint not null constraint audit_link_event_once unique,
        leaf bytea not null,
        hash bytea not null,
        seal bytea not null
      );

      -- What is also kept outside of this database. Covers the links first_position to last_position.
      create table audit_head (
        number bigint primary key,
        first_position bigint not null,
        last_position bigint not null,
        hash bytea not null,
        root bytea not null,
        at timestamptz(3) not null,
        key_version int not null,
        signature bytea not null
      );
      create unique index audit_head_by_position on audit_head (last_position);
      create table audit_head_delivery (
        number bigint primary key,
        delivered_at timestamptz(3) not null default now()
      );

      create trigger audit_link_append_only before update or delete on audit_link
        for each row execute function refuse_audit_change();
      create trigger audit_link_no_truncate before truncate on audit_link
        for each statement execute function refuse_audit_change();
      create trigger audit_head_append_only before update or delete on audit_head
        for each row execute function refuse_audit_change();
      create trigger audit_head_no_truncate before truncate on audit_head
        for each statement execute function refuse_audit_change();

      create table audit_verification (
        id uuid primary key default gen_random_uuid(),
        started_at timestamptz(3) not null default now(),
        finished_at timestamptz(3),
        requested_by uuid references account (id),
        events bigint not null default 0,
        problems jsonb not null default '[]'
      );
      create index audit_verification_newest on audit_verification (started_at desc);

      create table audit_export (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id),
        format text not null constraint audit_export_format_known check (format in ('CSV', 'JSON')),
        status text not null default 'WAITING' constraint audit_export_status_known
          check (status in ('WAITING', 'RUNNING', 'READY', 'FAILED', 'EXPIRED')),
        filter jsonb not null,
        events_total int,
        events_done int not null default 0,
        content_key text,
        byte_size bigint,
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3),
        expires_at timestamptz(3)
      );
      create index audit_export_of_account on audit_export (account_id, created_at desc);
      create index audit_export_to_expire on audit_export (expires_at) where status = 'READY';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table audit_export, audit_verification, audit_head_delivery, audit_head, audit_link, audit_pending;
      drop index audit_event_once, audit_event_of_actor, audit_event_of_action, audit_event_of_request, audit_event_from,
        audit_event_refused;
      alter table audit_event drop column uid, drop column session_id, drop column impersonator_id, drop column api_key_id,
        drop column mark;
    `);
  }
}
