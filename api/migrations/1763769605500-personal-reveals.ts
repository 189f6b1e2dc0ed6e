import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who had a masked value shown, and why. */
export class PersonalReveals1763769605500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table personal_reveal (
        id uuid primary key,
        account_id uuid not null references account (id),
        field text not null constraint personal_reveal_field_known check (field in ('EMAIL', 'PHONE')),
        revealed_to uuid not null references account (id),
        reason_sealed bytea not null,
        at timestamptz(3) not null default now()
      );
      create index personal_reveal_of_account on personal_reveal (account_id, at desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table personal_reveal');
  }
}
