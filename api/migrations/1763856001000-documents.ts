import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people hand in to show who they are. The bytes lie sealed in the file store. */
export class Documents1763856001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table document (
        id uuid primary key default gen_random_uuid(),
        account_id uuid not null references account (id),
        purpose text not null,
        status text not null default 'UPLOADING',
        -- Why it was refused or removed.
        reason text,
        -- How long it is kept, by what it is for.
        retention text not null,
        byte_size bigint not null,
        mime_type text,
        page_count int,
        name_sealed bytea,
        -- Opens every file of this document. Gone with them.
        key_sealed bytea,
        content_sealed bytea,
        content_index bytea,
        -- Whoever may append: the newest request that asked.
        writer uuid,
        heard_at timestamptz(3) not null default now(),
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3),
        removed_at timestamptz(3),
        constraint document_status check (status in ('UPLOADING', 'CHECKING', 'READY', 'REFUSED', 'REMOVED')),
        constraint document_has_bytes check (byte_size > 0),
        constraint document_reason check ((status in ('REFUSED', 'REMOVED')) = (reason is not null)),
        constraint document_facts check (status <> 'READY' or (mime_type is not null and page_count > 0
          and key_sealed is not null and content_index is not null))
      );
      create index document_of_account on document (account_id, purpose, created_at desc) where status <> 'REMOVED';
      create index document_content on document (content_index) where content_index is not null;

      -- Noted before anything is written under its name, so that nothing in the store belongs to nobody.
      create table document_file (
        id uuid primary key,
        document_id uuid not null references document (id),
        part text not null,
        position int not null,
        -- Before sealing. Null: not (yet) whole.
        byte_size bigint,
        created_at timestamptz(3) not null default now(),
        constraint document_file_part check (part in ('ORIGINAL', 'PAGE'))
      );
      create index document_file_of_document on document_file (document_id, part, position);
      create unique index document_file_once on document_file (document_id, part, position) where byte_size is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table document_file, document');
  }
}
