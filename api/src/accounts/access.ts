import { rows, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { widest, type Permission, type Permissions, type Scope } from '../platform/permission.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';

export const grantReason = sealedColumn({
  table: 'account_permission',
  column: 'reason_sealed',
  id: 'id',
  kind: 'message',
  retention: 'account',
  description: 'Why somebody was given or denied one permission',
  plain: 'reason',
});

export const deactivationReason = sealedColumn({
  table: 'account_deactivation',
  column: 'reason_sealed',
  id: 'id',
  kind: 'message',
  retention: 'account',
  description: 'Why somebody was let in no more',
});

/** The channel on which every process hears that somebody's permissions are others now. */
export const accessChanged = 'access-changed';

export interface AccessChange {
  /** Null: of everybody, because a role was edited. */
  accountId: string | null;
}

/** To be called by whatever changes roles, grants, or the state of an account: sessions and sockets follow at once. */
export const announceAccessChange = (events: EventBus, tx: Transaction, accountId: string | null): Promise<void> =>
  events.publish(tx, accessChanged, { accountId } satisfies AccessChange);

/** Of the account `a`, as json: what its roles and single grants give, without what is denied. */
export const heldPermissions = `(
  select coalesce(json_agg(json_build_array(held.permission, held.scope)), '[]')
  from (
    select rp.permission, rp.scope from account_role ar join role_permission rp using (role_key) where ar.account_id = a.id
    union all
    select ap.permission, ap.scope from account_permission ap
    where ap.account_id = a.id and ap.effect = 'GRANT' and (ap.expires_at is null or ap.expires_at > now())
  ) held
  where not exists (
    select from account_permission denied
    where denied.account_id = a.id and denied.permission = held.permission and denied.effect = 'DENY'
      and (denied.expires_at is null or denied.expires_at > now())))`;

/** The ids of everybody who can sign in and holds it, over whomever. */
export async function accountsHolding(tx: Transaction, { name }: Permission): Promise<string[]> {
  const holders = await rows<{ id: string }>(
    tx,
    `select a.id from account a
     where a.status = 'ACTIVE'
       and a.id in (
         select ar.account_id from role_permission rp join account_role ar using (role_key) where rp.permission = $1
         union
         select account_id from account_permission
         where permission = $1 and effect = 'GRANT' and (expires_at is null or expires_at > now()))
       and not exists (
         select from account_permission denied
         where denied.account_id = a.id and denied.permission = $1 and denied.effect = 'DENY'
           and (denied.expires_at is null or denied.expires_at > now()))
     order by a.id`,
    [name],
  );
  return holders.map(({ id }) => id);
}

/** The roles of the account `a`, as json. */
export const heldRoles = `(select coalesce(json_agg(ar.role_key order by ar.role_key), '[]') from account_role ar where ar.account_id = a.id)`;

/** Held twice, the wider scope counts. */
export function permissionsFrom(held: readonly (readonly [string, Scope])[]): Permissions {
  const permissions = new Map<string, Scope>();
  for (const [name, scope] of held) permissions.set(name, widest(permissions.get(name) ?? 'OWN', scope));
  return permissions;
}
