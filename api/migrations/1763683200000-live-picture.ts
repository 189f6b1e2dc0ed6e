import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts and sessions, audit, settings, and the imaging room. */
export class LivePicture1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists citext;

      create table account (
        id uuid primary key default gen_random_uuid(),
        email citext not null constraint account_email_once unique,
        display_name text not null,
        role text not null constraint account_role_known check (role in ('INFLUENCER', 'ADMINISTRATOR')),
        password_hash text not null,
        created_at timestamptz(3) not null default now()
      );
      create index account_by_name on account (lower(display_name) text_pattern_ops, id);

      create table session (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id),
        token_hash bytea not null constraint session_token_once unique,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3)
      );
      create index session_of_account on session (account_id) where ended_at is null;

      -- Keyed by a digest of the address, known or unknown, so that a lock does not tell whether an account exists.
      create table sign_in_lock (
        email_digest bytea primary key,
        failures int not null,
        last_failure_at timestamptz(3) not null,
        locked_until timestamptz(3)
      );

      create table audit_event (
        id bigint generated always as identity primary key,
        at timestamptz(3) not null default now(),
        actor_id uuid,
        action text not null,
        record_type text,
        record_id text,
        outcome text not null constraint audit_outcome_known check (outcome in ('DONE', 'REFUSED')),
        ip inet,
        request_id text,
        details jsonb not null default '{}'
      );
      create index audit_event_of_record on audit_event (record_type, record_id, id);
      create function refuse_audit_change() returns trigger language plpgsql as $$
        begin raise exception 'audit events are append-only'; end $$;
      create trigger audit_event_append_only before update or delete on audit_event
        for each row execute function refuse_audit_change();
      create trigger audit_event_no_truncate before truncate on audit_event
        for each statement execute function refuse_audit_change();

      -- scope: 'workspace', 'role:INFLUENCER' or 'account:<uuid>'; the narrowest wins.
      create table setting_value (
        key text not null,
        scope text not null,
        value jsonb not null,
        changed_at timestamptz(3) not null default now(),
        changed_by uuid references account (id),
        primary key (key, scope)
      );

      create table image_request (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id),
        status text not null default 'PENDING' constraint image_request_status_known
          check (status in ('PENDING', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT')),
        purpose text not null constraint image_request_purpose_known check (purpose in ('PERSONAL', 'CAMPAIGN')),
        prompt text not null,
        negative_prompt text not null default '',
        aspect_ratio text not null,
        resolution text not null,
        width int not null,
        height int not null,
        seed int not null,
        steps int not null,
        cfg_scale real not null,
        style text not null,
        loras jsonb not null default '[]',
        count int not null,
        engine text not null constraint image_request_engine_known check (engine in ('EMBEDDED', 'N8N')),
        execution_id text,
        traceparent text not null,
        progress int not null default 0 constraint image_request_progress_percent check (progress between 0 and 100),
        dispatch_attempts int not null default 0,
        failure_code text,
        failure_message text,
        idempotency_key text,
        retry_of_id uuid references image_request (id) constraint image_request_retried_once unique,
        quota_period date not null,
        created_at timestamptz(3) not null default now(),
        started_at timestamptz(3),
        finished_at timestamptz(3),
        timeout_seconds int not null,
        deadline_at timestamptz(3),
        constraint image_request_idempotent unique (account_id, idempotency_key),
        constraint image_request_final_has_end check
          ((status in ('COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT')) = (finished_at is not null))
      );
      create index image_request_newest on image_request (created_at desc, id desc);
      create index image_request_of_account on image_request (account_id, created_at desc, id desc);
      create index image_request_by_status on image_request (status, created_at desc, id desc);
      create index image_request_of_account_by_status on image_request (account_id, status, created_at desc, id desc);
      create index image_request_of_execution on image_request (execution_id) where engine = 'N8N';
      create index image_request_ends on image_request (status, finished_at desc) where finished_at is not null;

      create table image_request_event (
        id bigint generated always as identity primary key,
        request_id uuid not null references image_request (id),
        at timestamptz(3) not null default now(),
        move text not null,
        status text not null,
        actor_id uuid references account (id),
        note text
      );
      create index image_request_event_of_request on image_request_event (request_id, id);

      create table image_quota (
        account_id uuid not null references account (id),
        period_start date not null,
        used int not null constraint image_quota_not_negative check (used >= 0),
        primary key (account_id, period_start)
      );

      -- One row per delivered callback: an exact repeat meets the unique index and changes nothing.
      create table image_callback (
        request_id uuid not null references image_request (id),
        sent_at timestamptz(3) not null,
        body_sha256 bytea not null,
        event text not null,
        outcome text not null constraint image_callback_outcome_known check (outcome in ('APPLIED', 'DUPLICATE', 'LATE')),
        received_at timestamptz(3) not null default now(),
        primary key (request_id, sent_at, body_sha256)
      );

      create table image (
        id uuid primary key default gen_random_uuid(),
        request_id uuid not null references image_request (id),
        account_id uuid not null references account (id),
        position int not null,
        sha256 text not null,
        mime_type text not null,
        width int not null,
        height int not null,
        byte_size int not null,
        derived_at timestamptz(3),
        created_at timestamptz(3) not null default now(),
        deleted_at timestamptz(3),
        purged_at timestamptz(3),
        constraint image_position_once unique (request_id, position)
      );
      create index image_of_account on image (account_id, created_at desc, id desc) where deleted_at is null;
      create index image_by_content on image (sha256);
      create index image_to_purge on image (deleted_at) where deleted_at is not null and purged_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table image, image_callback, image_quota, image_request_event, image_request, setting_value, audit_event,
        sign_in_lock, session, account;
      drop function refuse_audit_change;
    `);
  }
}
