import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Places for what is sealed, and the indexes to find it by. The readable columns stay until a later release; the first start
 * seals what lies in them and leaves them empty.
 */
export class PersonalData1763769605000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account
        add column name_sealed bytea,
        add column name_words bytea[],
        add column email_sealed bytea,
        add column email_index bytea constraint account_email_index_once unique,
        add column phone_sealed bytea,
        add column phone_index bytea,
        alter column display_name drop not null,
        alter column email drop not null;
      drop index account_by_name;
      create index account_by_name_words on account using gin (name_words);
      create index account_by_phone on account (phone_index);

      -- How far values have been sealed anew under a newer master key, so that a stopped worker goes on where it was.
      create table key_rotation (
        table_name text not null,
        column_name text not null,
        key_version int not null,
        -- The last row that was looked at, as text.
        last_id text,
        rewrapped bigint not null default 0,
        started_at timestamptz(3) not null default now(),
        finished_at timestamptz(3),
        primary key (table_name, column_name, key_version)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const found = (await runner.query('select from account where name_sealed is not null limit 1')) as object[];
    if (found.length > 0) throw new Error('what is sealed cannot be read without its keys: restore a backup instead');
    await runner.query(`
      drop table key_rotation;
      alter table account drop column name_sealed, drop column name_words, drop column email_sealed, drop column email_index,
        drop column phone_sealed, drop column phone_index, alter column display_name set not null, alter column email set not null;
      create index account_by_name on account (lower(display_name) text_pattern_ops, id);
    `);
  }
}
