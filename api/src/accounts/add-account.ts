import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, type Transaction } from '../platform/db.ts';
import type { BuiltInRoleKey } from './built-in-roles.ts';

export interface NewAccount {
  email: string;
  displayName: string;
  role: BuiltInRoleKey;
  passwordHash: string;
}

/** The id of the new account, or null when the address has one already. */
export async function addAccount(tx: Transaction, actor: Actor, account: NewAccount): Promise<string | null> {
  const [added] = await rows<{ id: string }>(
    tx,
    `insert into account (email, display_name, password_hash) values ($1, $2, $3)
     on conflict on constraint account_email_once do nothing returning id`,
    [account.email, account.displayName, account.passwordHash],
  );
  if (!added) return null;
  await tx.query('insert into account_role (account_id, role_key) values ($1, $2)', [added.id, account.role]);
  await recordAudit(tx, actor, 'accounts.add', { type: 'account', id: added.id }, { role: account.role });
  return added.id;
}
