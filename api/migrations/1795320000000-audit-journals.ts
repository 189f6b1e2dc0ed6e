import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each process notes outside of the database what it records. */
export class AuditJournals1795320000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Says whose journals there must be, for who looks through the trail on one machine of several. What they hold lies outside.
      create table audit_journal (
        id uuid primary key,
        host text not null,
        pid int not null,
        folder text not null,
        seen_at timestamptz(3) not null default now(),
        -- Since when it cannot note what it records.
        failing_since timestamptz(3),
        -- What was noted and is not in the trail any more.
        missing int not null default 0
      );
      -- Only the product can make it: that a head was taken outside is not what the database says.
      alter table audit_head_delivery add column receipt bytea;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table audit_head_delivery drop column receipt; drop table audit_journal;');
  }
}
