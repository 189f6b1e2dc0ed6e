import type { Actor } from '../platform/actor.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { scopes, type Scope } from '../platform/permission.ts';
import { reach, reachEverything, withAllInReach } from '../platform/reach.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { announceAccessChange } from './access.ts';
import type { AccountStatus } from './account.lifecycle.ts';
import { administration, beyondReachOf, noSuchPerson, readPeople, type Power } from './account.policy.ts';
import { LastAdministrator, NotHeld } from './account.refusals.ts';
import { forOwnersAlone } from './built-in-roles.ts';
import { Audience } from './people.ts';
import { lackingFactor } from './second-factor.need.ts';
import type { SessionService } from './session.service.ts';

/**
 * Whatever gives or takes permissions runs in one of these, one after the other: two people who each take the other's
 * administration away at the same moment cannot both succeed. Nor can two owners, where there are any. `whose` null: of everybody, because a role changes.
 */
export const changeAccess = <Result>(
  { db, events }: { db: Db; events: EventBus },
  whose: string | null,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> =>
  transaction(db, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('access', 0))`);
    const owned = await withAllInReach(tx, () => isHeldByOne(tx, ownership));
    const result = await work(tx);
    await reachEverything(tx);
    const kept = (await isHeldByOne(tx, administrationNames)) && (!owned || (await isHeldByOne(tx, ownership)));
    if (!kept) refuse(new LastAdministrator());
    await announceAccessChange(events, tx, whose);
    return result;
  });

/**
 * Runs what may widen somebody's access (`whose` null: anybody's). Whoever needs a second factor from now on and has none is
 * signed out everywhere: the next sign-in leads through setting one up.
 */
export async function widening<Result>(
  tx: Transaction,
  { settings, sessions }: { settings: Settings; sessions: SessionService },
  { actor, whose }: { actor: Actor; whose: string | null },
  work: () => Promise<Result>,
): Promise<Result> {
  const lacking = new Set(await lackingFactor(tx, settings, whose));
  const result = await work();
  for (const id of await lackingFactor(tx, settings, whose)) if (!lacking.has(id)) await sessions.endAll(tx, actor, id);
  return result;
}

const administrationNames = administration.map(({ name }) => name);

/** Where nobody holds all of this, owners are still to come, or the workspace divides it otherwise. */
const ownership = [...administrationNames, ...Object.keys(forOwnersAlone)];

/** Somebody who can sign in holds all of it, over everybody and without an end. */
async function isHeldByOne(tx: Transaction, permissions: readonly string[]): Promise<boolean> {
  const [holder] = await rows(
    tx,
    `select a.id
     from (select ar.account_id from role_permission rp join account_role ar using (role_key) where rp.permission = $1
           union select account_id from account_permission where permission = $1 and effect = 'GRANT') candidate
     join account a on a.id = candidate.account_id and a.status = 'ACTIVE'
     where not exists (
       select from unnest($2::text[]) needed (permission)
       where not exists (
           select from account_role ar join role_permission rp using (role_key)
           where ar.account_id = a.id and rp.permission = needed.permission and rp.scope = 'ALL'
           union all
           select from account_permission ap
           where ap.account_id = a.id and ap.permission = needed.permission and ap.effect = 'GRANT' and ap.scope = 'ALL'
             and ap.expires_at is null)
         or exists (
           select from account_permission ap
           where ap.account_id = a.id and ap.permission = needed.permission and ap.effect = 'DENY'
             and (ap.expires_at is null or ap.expires_at > now())))
     limit 1`,
    [permissions[0], permissions],
  );
  return holder !== undefined;
}

export function demandReach(actor: Actor, wanted: readonly Power[]): void {
  const missing = beyondReachOf(actor, wanted);
  if (missing.length > 0) refuse(new NotHeld(missing));
}

/** What the roles give. */
export const powersOfRoles = (tx: Transaction, keys: readonly string[]): Promise<Power[]> =>
  rows<Power>(tx, 'select permission, scope from role_permission where role_key = any($1)', [keys]);

/** What the account would hold without denials: these can be lifted again. */
export const powersOfAccount = (tx: Transaction, accountId: string): Promise<Power[]> =>
  rows<Power>(
    tx,
    `select permission, scope from account_role join role_permission using (role_key) where account_id = $1
     union select permission, scope from account_permission
     where account_id = $1 and effect = 'GRANT' and (expires_at is null or expires_at > now())`,
    [accountId],
  );

export const isWider = (scope: Scope | null, than: Scope | null): boolean =>
  scope !== null && (than === null || scopes.indexOf(scope) > scopes.indexOf(than));

export interface LockedAccount {
  id: string;
  status: AccountStatus;
  organisationId: string | null;
  hasPassword: boolean;
}

/** Locked until the transaction ends. An account that the actor cannot see does not exist for them. */
export async function lockAccount(tx: Transaction, actor: Actor, id: string): Promise<LockedAccount> {
  const organisation = await reach(tx, actor, readPeople);
  const [account] = isUuid(id)
    ? await rows<LockedAccount>(
        tx,
        `select id, status, organisation_id as "organisationId", password_hash is not null as "hasPassword"
         from account where id = $1 and ($2::uuid is null or organisation_id = $2) for update`,
        [id, organisation],
      )
    : [];
  if (!account) throw noSuchPerson(actor, id);
  return account;
}

/** For the audit trail. */
export const auditedAccount = (id: string) => ({ type: 'account', id });

export interface LockedRole {
  key: string;
  audience: Audience;
  builtIn: boolean;
  revision: number;
}

/** They stay as they are until the transaction ends. One that does not exist is not found. */
export async function lockRoles(tx: Transaction, keys: readonly string[]): Promise<LockedRole[]> {
  const found = await rows<LockedRole>(
    tx,
    `select key, audience, built_in as "builtIn", version as revision from role where key = any($1) order by key for update`,
    [keys],
  );
  if (found.length < keys.length) throw new AppError('NOT_FOUND', 'No such role');
  return found;
}

/** Roles for brands reach the things of one organisation: without one they would reach nothing. */
export function demandOrganisationFor(
  roles: readonly Pick<LockedRole, 'audience'>[],
  organisationId: string | null,
): void {
  if (organisationId === null && roles.some(({ audience }) => audience === Audience.BRAND))
    throw new AppError('BAD_USER_INPUT', 'This role needs an organisation', [
      { path: 'organisationId', code: 'REQUIRED', message: 'This role needs an organisation' },
    ]);
}
