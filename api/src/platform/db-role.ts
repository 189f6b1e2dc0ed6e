import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { Db } from './db.ts';

interface Login {
  name: string;
  password: string;
}

export const loginOf = (url: string): Login => {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
};

/**
 * Lets the login of the application do its work and no more: it reads and writes rows, owns no table of the product, and
 * neither row-level security nor the append-only tables yield to it. `owner` is connected as who may create roles.
 */
export async function allowApplication(owner: Client, { name, password }: Login): Promise<void> {
  const role = escapeIdentifier(name);
  const limits = `login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${escapeLiteral(password)}`;
  const { rows } = await owner.query('select from pg_roles where rolname = $1', [name]);
  await owner.query(`${rows.length === 0 ? 'create' : 'alter'} role ${role} ${limits}`);
  await owner.query(`
    grant usage on schema public to ${role};
    revoke create on schema public from public, ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    grant usage, select on all sequences in schema public to ${role};
    revoke insert, update, delete on migration from ${role};  `);
  for (const table of await appendOnlyTables(owner))
    await owner.query(`revoke update, delete, truncate on ${escapeIdentifier(table)} from ${role}`);
  await giveQueue(owner, name);
}

/** Those whose migration says so by a trigger of this name. */
async function appendOnlyTables(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where t.tgname = c.relname || '_append_only' and c.relnamespace = 'public'::regnamespace`,
  );
  return rows.map(({ name }) => name);
}

/** The queue lays its tables and moves them to newer versions by itself: schema and all are the application's own. */
async function giveQueue(owner: Client, name: string): Promise<void> {
  const { rows } = await owner.query<{ thing: string }>(
    `select thing from (with queue as (select oid from pg_namespace where nspname = 'pgboss')
     select format('schema %I', nspname) as thing, nspowner as owner from pg_namespace join queue using (oid)
     union all
     select format('%s pgboss.%I', case relkind when 'v' then 'view' else 'table' end, relname), relowner
     from pg_class where relnamespace = (table queue) and relkind in ('r', 'p', 'v')
     union all
     select format('function %s', oid::regprocedure), proowner from pg_proc where pronamespace = (table queue)
     union all
     select format('type pgboss.%I', typname), typowner from pg_type where typnamespace = (table queue) and typtype = 'e') things
     where pg_get_userbyid(owner) <> $1`,
    [name],
  );
  for (const { thing } of rows) await owner.query(`alter ${thing} owner to ${escapeIdentifier(name)}`);
}

/** Why the login of the application could get around row-level security or the audit trail; null when it cannot. */
export async function tooPowerful(db: Db): Promise<string | null> {
  const { rows } = await db.pool.query<{ name: string; bypasses: boolean; owns: boolean }>(
    `select current_user as name, rolsuper or rolbypassrls as bypasses,
       exists (select from pg_class where oid = 'audit_event'::regclass and pg_has_role(relowner, 'member')) as owns
     from pg_roles where rolname = current_user`,
  );
  const { name, bypasses, owns } = rows[0]!;
  return bypasses || owns
    ? `The database login ${name} could get around row-level security and the audit trail: give DATABASE_URL a login of its own, and that of the owner to DATABASE_OWNER_URL`
    : null;
}
