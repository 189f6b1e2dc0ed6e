import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { declaredPermissions, demand, demandVerified, type Scope } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { announceAccessChange } from './access.ts';
import { changeAccess, demandReach, isWider, lockRoles, powersOfRoles, widening } from './access.change.ts';
import { beyondReachOf, manageRoles, readRoles, type Power } from './account.policy.ts';
import { RoleInUse } from './account.refusals.ts';
import { FieldProblems } from './account.rules.ts';
import { builtInRoles } from './built-in-roles.ts';
import { type DeclaredPermission, Role } from './people.ts';
import type { CreateRoleInput, RolePermissionChange } from './people.inputs.ts';
import { proofMinutes } from './second-factor.settings.ts';
import type { SessionService } from './session.service.ts';

export interface RoleServiceParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  sessions: SessionService;
  now: () => Date;
}

const mostRoles = 200;

/** Roles are data that staff edit: what they may do, and which there are. */
export class RoleService {
  constructor(private readonly parts: RoleServiceParts) {}

  permissions(actor: Actor): DeclaredPermission[] {
    demand(actor, readRoles);
    return declaredPermissions()
      .map(({ name, description, scopes }) => ({
        name,
        description,
        scopes,
        viewerMayGive: scopes.filter((scope) => beyondReachOf(actor, [{ permission: name, scope }]).length === 0),
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  async list(actor: Actor): Promise<Role[]> {
    demand(actor, readRoles);
    return this.#read(actor, null);
  }

  async one(actor: Actor, key: string): Promise<Role> {
    demand(actor, readRoles);
    const [role] = await this.#read(actor, key);
    if (!role) throw new AppError('NOT_FOUND', 'No such role');
    return role;
  }

  /** The key of the new role. */
  async create(actor: Actor, input: CreateRoleInput): Promise<string> {
    const staff = this.#manager(actor);
    const { name, description } = readNames(input);
    return changeAccess(this.parts, null, async (tx) => {
      const [{ count }] = (await rows<{ count: number }>(tx, 'select count(*)::int as count from role')) as [
        { count: number },
      ];
      if (count >= mostRoles) throw new AppError('CONFLICT', `There are ${mostRoles} roles already`);
      const copied = input.copyOf == null ? [] : await this.#powersToCopy(tx, input.copyOf);
      demandReach(staff, copied);
      const key = await freeKey(tx, name);
      await demandNameFree(tx, name, key);
      await tx.query('insert into role (key, name, description, audience) values ($1, $2, $3, $4)', [
        key,
        name,
        description,
        input.audience,
      ]);
      await storePermissions(tx, key, copied);
      await recordAudit(tx, staff, 'roles.create', auditedRole(key), {
        after: asRecord(copied),
        copyOf: input.copyOf ?? null,
      });
      return key;
    });
  }

  async rename(actor: Actor, key: string, input: { name: string; description: string }): Promise<void> {
    const staff = this.#manager(actor);
    const { name, description } = readNames(input);
    await transaction(this.parts.db, async (tx) => {
      await lockRoles(tx, [key]);
      await demandNameFree(tx, name, key);
      await tx.query('update role set name = $2, description = $3 where key = $1', [key, name, description]);
      await recordAudit(tx, staff, 'roles.rename', auditedRole(key));
      await announceAccessChange(this.parts.events, tx, null);
    });
  }

  async remove(actor: Actor, key: string): Promise<void> {
    const staff = this.#manager(actor);
    await changeAccess(this.parts, null, async (tx) => {
      const [role] = await lockRoles(tx, [key]);
      if (role!.builtIn) throw new AppError('CONFLICT', 'A role that comes with the product stays');
      const [holding] = await rows<{ holders: number }>(
        tx,
        'select count(*)::int as holders from account_role where role_key = $1',
        [key],
      );
      if (holding!.holders > 0) refuse(new RoleInUse(holding!.holders));
      const before = await powersOfRoles(tx, [key]);
      await tx.query('delete from role where key = $1', [key]);
      await recordAudit(tx, staff, 'roles.delete', auditedRole(key), { before: asRecord(before) });
    });
  }

  /** `revision`: of the role that the changes were made on. Of two people who edit it at once, the second one looks again. */
  async changePermissions(
    actor: Actor,
    key: string,
    revision: number,
    changes: readonly RolePermissionChange[],
  ): Promise<void> {
    const staff = this.#manager(actor);
    const wanted = readChanges(changes);
    await changeAccess(this.parts, null, async (tx) => {
      const [role] = await lockRoles(tx, [key]);
      if (role!.revision !== revision) throw new AppError('CONFLICT', 'Somebody else has changed this role meanwhile');
      const before = new Map((await powersOfRoles(tx, [key])).map((power) => [power.permission, power.scope]));
      const changed = [...wanted].filter(([name, scope]) => (before.get(name) ?? null) !== scope);
      if (changed.length === 0) return;

      const widened = changed.flatMap(([permission, scope]) =>
        scope !== null && isWider(scope, before.get(permission) ?? null) ? [{ permission, scope }] : [],
      );
      if (widened.length > 0 && (await holds(tx, staff.accountId, key)))
        throw new AppError('FORBIDDEN', 'You have this role yourself: somebody else has to widen it');
      // What a release has taken back nobody holds, and anybody may clear away.
      const known = new Set(declaredPermissions().map(({ name }) => name));
      const narrowed = changed.flatMap(([permission, scope]) => {
        const held = before.get(permission) ?? null;
        return held !== null && isWider(held, scope) && known.has(permission) ? [{ permission, scope: held }] : [];
      });
      demandReach(staff, [...widened, ...narrowed]);

      await widening(tx, this.parts, { actor: staff, whose: null }, async () => {
        await tx.query('delete from role_permission where role_key = $1 and permission = any($2)', [
          key,
          changed.map(([permission]) => permission),
        ]);
        await storePermissions(
          tx,
          key,
          changed.flatMap(([permission, scope]) => (scope === null ? [] : [{ permission, scope }])),
        );
      });
      await tx.query('update role set version = version + 1 where key = $1', [key]);
      await recordAudit(tx, staff, 'roles.change', auditedRole(key), {
        before: Object.fromEntries(changed.map(([permission]) => [permission, before.get(permission) ?? null])),
        after: Object.fromEntries(changed),
      });
    });
  }

  #manager(actor: Actor) {
    return demandVerified(actor, manageRoles, this.parts.settings.read(proofMinutes), this.parts.now());
  }

  async #powersToCopy(tx: Transaction, key: string): Promise<Power[]> {
    await lockRoles(tx, [key]);
    const known = new Set(declaredPermissions().map(({ name }) => name));
    return (await powersOfRoles(tx, [key])).filter(({ permission }) => known.has(permission));
  }

  async #read(actor: Actor, key: string | null): Promise<Role[]> {
    const { rows: found } = await this.parts.db.pool.query<Omit<Role, 'shipped' | 'describedAsShipped'>>({
      name: 'roles',
      text: `select r.key, r.name, r.description, r.audience, r.built_in as "builtIn", r.version as revision,
               (select count(*)::int from account_role ar where ar.role_key = r.key) as holders,
               exists (select from account_role ar where ar.role_key = r.key and ar.account_id = $2) as "viewerHolds",
               (select coalesce(json_agg(json_build_object('permission', rp.permission, 'scope', rp.scope)
                  order by rp.permission), '[]')
                from role_permission rp where rp.role_key = r.key and rp.permission = any($3)) as permissions
             from role r where $1::text is null or r.key = $1 order by r.built_in desc, lower(r.name)`,
      values: [key, actor.accountId, declaredPermissions().map(({ name }) => name)],
    });
    return found.map((role) => Object.assign(new Role(), role, shippedAs(role)));
  }
}

function shippedAs({
  key,
  description,
}: Pick<Role, 'key' | 'description'>): Pick<Role, 'shipped' | 'describedAsShipped'> {
  const shipped = Object.entries(builtInRoles).find(([known]) => known === key)?.[1];
  return {
    shipped: shipped ? Object.entries(shipped.permissions).map(([permission, scope]) => ({ permission, scope })) : null,
    describedAsShipped: shipped?.description === description,
  };
}

function readNames({ name, description }: Pick<CreateRoleInput, 'name' | 'description'>) {
  const problems = new FieldProblems();
  const checked = {
    name: problems.text('name', name, 80),
    description: problems.text('description', description ?? '', 500, 0),
  };
  problems.demandNone('A role cannot be called like that');
  return checked;
}

function readChanges(changes: readonly RolePermissionChange[]): Map<string, Scope | null> {
  const problems = new FieldProblems();
  const declared = new Map(declaredPermissions().map((permission) => [permission.name, permission]));
  if (changes.length > declared.size)
    throw new AppError('BAD_USER_INPUT', 'A permission is changed twice', [
      { path: 'changes', code: 'TOO_LONG', bound: declared.size, message: `At most ${declared.size} changes` },
    ]);
  const wanted = new Map<string, Scope | null>();
  for (const [index, { permission, scope }] of changes.entries()) {
    const known = declared.get(permission);
    if (!known) problems.add(`changes.${index}.permission`, 'NOT_ALLOWED', 'There is no such permission');
    else if (scope && !known.scopes.includes(scope))
      problems.add(`changes.${index}.scope`, 'NOT_ALLOWED', `One of ${known.scopes.join(', ')}`);
    wanted.set(permission, scope ?? null);
  }
  problems.demandNone('These permissions cannot be set');
  return wanted;
}

/** From its name, and with a number when another role has the key. No release brings a role with this prefix. */
async function freeKey(tx: Transaction, name: string): Promise<string> {
  const stem = `CUSTOM_${
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
      .slice(0, 40) || 'ROLE'
  }`;
  const taken = new Set((await rows<{ key: string }>(tx, 'select key from role')).map(({ key }) => key));
  let key = stem;
  for (let number = 2; taken.has(key); number++) key = `${stem}_${number}`;
  return key;
}

async function demandNameFree(tx: Transaction, name: string, key: string): Promise<void> {
  const same = await rows(tx, 'select key from role where lower(name) = lower($1) and key <> $2', [name, key]);
  if (same.length > 0)
    throw new AppError('BAD_USER_INPUT', 'Another role is called like that', [
      { path: 'name', code: 'NOT_ALLOWED', message: 'Another role is called like that' },
    ]);
}

const storePermissions = (tx: Transaction, key: string, powers: readonly Power[]): Promise<unknown> =>
  tx.query(
    'insert into role_permission (role_key, permission, scope) select $1, * from unnest($2::text[], $3::text[])',
    [key, powers.map(({ permission }) => permission), powers.map(({ scope }) => scope)],
  );

const holds = async (tx: Transaction, accountId: string, key: string): Promise<boolean> =>
  (await rows(tx, 'select 1 from account_role where account_id = $1 and role_key = $2', [accountId, key])).length > 0;

const asRecord = (powers: readonly Power[]): Record<string, Scope> =>
  Object.fromEntries(powers.map(({ permission, scope }) => [permission, scope]));

const auditedRole = (key: string) => ({ type: 'role', id: key });
