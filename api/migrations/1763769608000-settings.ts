import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who changed which setting when; settings that are secrets. */
export class Settings1763769608000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row for each change of a setting in one scope. Null before or after: the wider scope held.
      -- Of a secret only whether there was one.
      create table setting_change (
        id uuid primary key default gen_random_uuid(),
        key text not null,
        scope text not null,
        -- Counts the changes of a setting in a scope.
        version int not null,
        before jsonb,
        after jsonb,
        reason text,
        changed_at timestamptz(3) not null default clock_timestamp(),
        -- Null: the platform itself, or somebody with a shell on the machine.
        changed_by uuid,
        constraint setting_change_one_per_version unique (key, scope, version)
      );
      create index setting_change_newest on setting_change (changed_at desc, id desc);
      create index setting_change_of_setting on setting_change (key, changed_at desc, id desc);
      create function refuse_history_change() returns trigger language plpgsql as $$
        begin raise exception 'the history of settings is append-only'; end $$;
      create trigger setting_change_append_only before update or delete on setting_change
        for each row execute function refuse_history_change();
      create trigger setting_change_no_truncate before truncate on setting_change
        for each statement execute function refuse_history_change();

      insert into setting_change (key, scope, version, after, changed_at, changed_by)
        select key, scope, 1, value, changed_at, changed_by from setting_value order by changed_at;
      create index setting_value_newest on setting_value (key, changed_at desc, scope);

      create table setting_secret (
        key text primary key,
        value_sealed bytea not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table setting_secret, setting_change;
      drop function refuse_history_change;
      drop index setting_value_newest;
    `);
  }
}
