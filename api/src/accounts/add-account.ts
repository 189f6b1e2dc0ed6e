import { randomUUID } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { personalColumn, sealedValues } from '../platform/personal-data.ts';
import { Account } from './account.entity.ts';
import { emailIndexes } from './account.personal.ts';
import type { BuiltInRoleKey } from './built-in-roles.ts';

export interface NewAccount {
  email: string;
  displayName: string;
  role: BuiltInRoleKey;
  passwordHash: string;
}

/** The id of the new account, or null when the address has one already. */
export async function addAccount(
  tx: Transaction,
  keyring: Keyring,
  actor: Actor,
  { email, displayName, role, passwordHash }: NewAccount,
): Promise<string | null> {
  if (await isEmailTaken(tx, keyring, email)) return null;
  const id = await insertAccount(tx, keyring, { email, displayName, passwordHash });
  await tx.query('insert into account_role (account_id, role_key) values ($1, $2)', [id, role]);
  await recordAudit(tx, actor, 'accounts.add', { type: 'account', id }, { role });
  return id;
}

/** Of an address that is free. `more`: by name of the column. */
export async function insertAccount(
  tx: Transaction,
  keyring: Keyring,
  { email, displayName, passwordHash }: Omit<NewAccount, 'role' | 'passwordHash'> & { passwordHash: string | null },
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const id = randomUUID();
  const columns: Record<string, unknown> = {
    ...more,
    id,
    password_hash: passwordHash,
    ...sealedValues(keyring, personalColumn(Account, 'email'), id, email),
    ...sealedValues(keyring, personalColumn(Account, 'displayName'), id, displayName),
  };
  const places = Object.keys(columns).map((_, i) => `$${i + 1}`);
  await tx.query(
    `insert into account (${Object.keys(columns).join(', ')}) values (${places.join(', ')})`,
    Object.values(columns),
  );
  return id;
}

/**
 * An address that somebody else than `mover` left lately counts as taken: they may want it back.
 *
 * Whoever is told that it is free may take it until the transaction ends: others who ask for the same address wait. While a
 * master key is replaced one address has two indexes, so the unique constraint alone would let it through twice.
 */
export async function isEmailTaken(
  tx: Transaction,
  keyring: Keyring,
  email: string,
  mover: string | null = null,
): Promise<boolean> {
  const indexes = emailIndexes(keyring, email);
  const locks = indexes.map((index) => String(index.readBigInt64BE(index.length - 8)));
  await tx.query('select pg_advisory_xact_lock(lock) from unnest($1::bigint[]) lock order by lock', [locks]);
  const holders = await rows(
    tx,
    `select from account where email_index = any($1)
     union all
     select from email_change where old_index = any($1) and status = 'DONE' and expires_at > now() and account_id is distinct from $2`,
    [indexes, mover],
  );
  return holders.length > 0;
}
