import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organisations; roles and permissions as data; the life of an account. */
export class Identity1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table organisation (
        id uuid primary key default gen_random_uuid(),
        name text not null,
        kind text not null constraint organisation_kind_known check (kind in ('AGENCY', 'BRAND')),
        created_at timestamptz(3) not null default now()
      );

      create table role (
        key text primary key,
        name text not null,
        description text not null default '',
        audience text not null constraint role_audience_known check (audience in ('CREATOR', 'STAFF', 'BRAND')),
        built_in boolean not null default false,
        created_at timestamptz(3) not null default now()
      );
      create table role_permission (
        role_key text not null references role (key) on delete cascade,
        permission text not null,
        scope text not null constraint role_permission_scope_known check (scope in ('OWN', 'ORGANISATION', 'ALL')),
        primary key (role_key, permission)
      );
      -- Which permissions a built-in role was given by a release: what staff took away again stays away.
      create table role_default (
        role_key text not null references role (key) on delete cascade,
        permission text not null,
        primary key (role_key, permission)
      );

      alter table account
        add column status text not null default 'ACTIVE' constraint account_status_known
          check (status in ('UNVERIFIED', 'INVITED', 'ACTIVE', 'DEACTIVATED')),
        add column organisation_id uuid references organisation (id),
        add column language text not null default 'en',
        add column time_zone text not null default 'UTC',
        add column password_changed_at timestamptz(3) not null default now(),
        add column last_sign_in_at timestamptz(3),
        alter column password_hash drop not null;
      create index account_of_organisation on account (organisation_id, created_at desc, id desc);
      create index account_newest on account (created_at desc, id desc);
      create index account_by_status on account (status, created_at desc, id desc);

      create table account_role (
        account_id uuid not null references account (id),
        role_key text not null references role (key),
        granted_by uuid references account (id),
        granted_at timestamptz(3) not null default now(),
        primary key (account_id, role_key)
      );
      create index account_role_of_role on account_role (role_key, account_id);
      -- For one person: given besides their roles, or denied in spite of them.
      create table account_permission (
        account_id uuid not null references account (id),
        permission text not null,
        effect text not null constraint account_permission_effect_known check (effect in ('GRANT', 'DENY')),
        scope text not null default 'ALL' constraint account_permission_scope_known check (scope in ('OWN', 'ORGANISATION', 'ALL')),
        reason text not null default '',
        granted_by uuid references account (id),
        granted_at timestamptz(3) not null default now(),
        expires_at timestamptz(3),
        primary key (account_id, permission)
      );

      insert into role (key, name, audience, built_in) values
        ('INFLUENCER', 'Influencer', 'CREATOR', true), ('ADMINISTRATOR', 'Administrator', 'STAFF', true);
      insert into account_role (account_id, role_key) select id, role from account;
      alter table account drop column role;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account add column role text constraint account_role_known check (role in ('INFLUENCER', 'ADMINISTRATOR'));
      update account set role = coalesce((select 'INFLUENCER' from account_role where account_id = account.id and role_key = 'INFLUENCER'), 'ADMINISTRATOR');
      alter table account alter column role set not null, alter column password_hash set not null;
      drop table account_permission, account_role;
      alter table account drop column status, drop column organisation_id, drop column language, drop column time_zone,
        drop column password_changed_at, drop column last_sign_in_at;
      drop table role_default, role_permission, role, organisation;
    `);
  }
}
