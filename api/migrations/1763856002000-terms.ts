import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people agree to, in versions, and who agreed to which. */
export class Terms1763856002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table terms_document (
        key text primary key constraint terms_document_key_form check (key ~ '^[A-Z][A-Z0-9_]{1,39}$'),
        created_at timestamptz(3) not null default now(),
        -- Null: came with a release.
        created_by uuid references account (id)
      );

      -- In force from publish_at until the next one is; whether it is a draft, waits, holds or was replaced follows from that.
      create table terms_version (
        id uuid primary key default gen_random_uuid(),
        document_key text not null references terms_document (key),
        number int not null constraint terms_version_number_positive check (number > 0),
        -- Null: a draft.
        publish_at timestamptz(3),
        required boolean not null default true,
        -- What nobody may do who has not accepted it.
        blocks text[] not null default '{}'
          constraint terms_version_blocks_known check (blocks <@ array['REQUEST_IMAGES', 'SUBMIT_APPLICATION']),
        -- Before it blocks those who were here already.
        grace_days int not null default 0 constraint terms_version_grace_range check (grace_days between 0 and 365),
        -- Counts the changes of a draft.
        revision int not null default 1,
        created_at timestamptz(3) not null default now(),
        changed_at timestamptz(3) not null default now(),
        changed_by uuid references account (id),
        constraint terms_version_number_once unique (document_key, number),
        constraint terms_version_optional_blocks_nothing check (required or blocks = '{}')
      );
      create index terms_version_in_force on terms_version (document_key, publish_at desc);

      create table terms_text (
        version_id uuid not null references terms_version (id) on delete cascade,
        language text not null,
        title text not null,
        body text not null,
        sha256 bytea not null,
        primary key (version_id, language)
      );

      -- What was in force once stays as people read it.
      create function refuse_terms_change() returns trigger language plpgsql as $$
        declare version uuid;
        begin
          if tg_table_name = 'terms_version' then
            if old.publish_at <= now() then raise exception 'a version that is in force does not change'; end if;
          else
            version := case when tg_op = 'INSERT' then new.version_id else old.version_id end;
            if exists (select from terms_version v where v.id = version and v.publish_at <= now()) then
              raise exception 'the text of a version that is in force does not change';
            end if;
          end if;
          return case when tg_op = 'DELETE' then old else new end;
        end $$;
      create trigger terms_version_fixed before update or delete on terms_version
        for each row execute function refuse_terms_change();
      create trigger terms_text_fixed before insert or update or delete on terms_text
        for each row execute function refuse_terms_change();

      -- One row for each time somebody agreed to a version (odd turns) or took that back (even ones).
      create table consent (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id),
        version_id uuid not null references terms_version (id),
        turn int not null,
        given boolean not null,
        language text not null,
        text_sha256 bytea not null,
        at timestamptz(3) not null default clock_timestamp(),
        constraint consent_turn_once unique (account_id, version_id, turn),
        constraint consent_turns_alternate check (turn > 0 and given = (turn % 2 = 1))
      );
      create index consent_of_account on consent (account_id, at desc, id desc);
      create index consent_of_version on consent (version_id, at desc, id desc);
      create function refuse_consent_change() returns trigger language plpgsql as $$
        begin raise exception 'consents are append-only'; end $$;
      create trigger consent_append_only before update or delete on consent
        for each row execute function refuse_consent_change();
      create trigger consent_no_truncate before truncate on consent
        for each statement execute function refuse_consent_change();

      -- Apart from the consent, because it is sealed anew when a master key is replaced.
      create table consent_origin (
        consent_id uuid primary key references consent (id),
        ip_sealed bytea not null
      );
      create function refuse_consent_origin_change() returns trigger language plpgsql as $$
        begin
          if new.consent_id <> old.consent_id then raise exception 'an address belongs to its consent'; end if;
          return new;
        end $$;
      create trigger consent_origin_fixed before update on consent_origin
        for each row execute function refuse_consent_origin_change();

      -- How far people have been told of a version.
      create table terms_telling (
        version_id uuid primary key references terms_version (id),
        last_account uuid not null default '00000000-0000-0000-0000-000000000000',
        finished_at timestamptz(3)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table terms_telling, consent_origin, consent, terms_text, terms_version, terms_document;
      drop function refuse_consent_origin_change, refuse_consent_change, refuse_terms_change;
    `);
  }
}
