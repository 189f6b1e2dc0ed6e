import { randomUUID } from 'node:crypto';
import { systemActor, type Actor, type SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { declaredPermissions, demandVerified, type Scope } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import { isUuid } from '../platform/uuid.ts';
import { announceAccessChange, grantReason } from './access.ts';
import {
  auditedAccount,
  changeAccess,
  demandOrganisationFor,
  demandReach,
  lockAccount,
  lockRoles,
  powersOfAccount,
  powersOfRoles,
  widening,
} from './access.change.ts';
import { assignRoles, demandSomebodyElse, type Power } from './account.policy.ts';
import { FieldProblems } from './account.rules.ts';
import { GrantEffect } from './people.ts';
import type { GrantInput } from './people.inputs.ts';
import { proofMinutes } from './second-factor.settings.ts';
import type { SessionService } from './session.service.ts';

export interface AccessServiceParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  sessions: SessionService;
  now: () => Date;
}

/** Who may do what: roles and single permissions of one person. Nobody changes their own, nor hands on what they lack. */
export class AccessService {
  constructor(private readonly parts: AccessServiceParts) {}

  async assignRole(actor: Actor, id: string, roleKey: string): Promise<void> {
    await this.#change(actor, id, async (tx, staff) => {
      const { organisationId } = await lockAccount(tx, staff, id);
      const [role] = await lockRoles(tx, [roleKey]);
      demandOrganisationFor([role!], organisationId);
      demandReach(staff, await powersOfRoles(tx, [roleKey]));
      const added = await rows(
        tx,
        `insert into account_role (account_id, role_key, granted_by) values ($1, $2, $3)
         on conflict do nothing returning role_key`,
        [id, roleKey, staff.accountId],
      );
      if (added.length === 0) return;
      await recordAudit(tx, staff, 'accounts.assignRole', auditedAccount(id), { role: roleKey });
    });
  }

  async removeRole(actor: Actor, id: string, roleKey: string): Promise<void> {
    await this.#change(actor, id, async (tx, staff) => {
      await lockAccount(tx, staff, id);
      // Nobody brings down somebody who may do more than they.
      demandReach(staff, await powersOfAccount(tx, id));
      const removed = await rows(
        tx,
        'delete from account_role where account_id = $1 and role_key = $2 returning role_key',
        [id, roleKey],
      );
      if (removed.length > 0)
        await recordAudit(tx, staff, 'accounts.removeRole', auditedAccount(id), { role: roleKey });
    });
  }

  /** Gives one permission besides the roles, or denies it in spite of them. Replaces what was said about it before. */
  async grant(actor: Actor, id: string, effect: GrantEffect, input: GrantInput): Promise<void> {
    this.#demand(actor, id);
    const { scope, reason } = this.#readGrant(input);
    const grantId = randomUUID();
    const { keyring } = this.parts.db;
    await this.#change(actor, id, async (tx, staff) => {
      await lockAccount(tx, staff, id);
      // Replacing a denial lifts it.
      const before = await grantOf(tx, id, input.permission);
      const given: Power[] = effect === GrantEffect.GRANT ? [{ permission: input.permission, scope }] : [];
      const takes = effect === GrantEffect.DENY || before?.effect === GrantEffect.GRANT;
      const held = takes ? await powersOfAccount(tx, id) : [];
      demandReach(staff, [...given, ...held, ...(await this.#lifted(tx, id, before))]);
      await tx.query(
        `insert into account_permission (account_id, permission, effect, scope, id, reason_sealed, granted_by, granted_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (account_id, permission) do update set effect = excluded.effect, scope = excluded.scope,
           id = excluded.id, reason = null, reason_sealed = excluded.reason_sealed, granted_by = excluded.granted_by, granted_at = excluded.granted_at,
           expires_at = excluded.expires_at`,
        [
          id,
          input.permission,
          effect,
          scope,
          grantId,
          keyring.seal(grantReason.at(grantId), reason),
          staff.accountId,
          this.parts.now(),
          input.expiresAt ?? null,
        ],
      );
      const after = { effect, scope, expiresAt: input.expiresAt ?? null };
      await recordAudit(tx, staff, 'accounts.grant', auditedAccount(id), {
        permission: input.permission,
        before: before && { effect: before.effect, scope: before.scope, expiresAt: before.expiresAt },
        after,
      });
    });
  }

  /** What the roles say holds again. */
  async lift(actor: Actor, id: string, permission: string): Promise<void> {
    await this.#change(actor, id, async (tx, staff) => {
      await lockAccount(tx, staff, id);
      const before = await grantOf(tx, id, permission);
      if (!before) return;
      const held = before.effect === GrantEffect.GRANT ? await powersOfAccount(tx, id) : [];
      demandReach(staff, [...held, ...(await this.#lifted(tx, id, before))]);
      await tx.query('delete from account_permission where account_id = $1 and permission = $2', [id, permission]);
      await recordAudit(tx, staff, 'accounts.liftGrant', auditedAccount(id), {
        permission,
        before: { effect: before.effect, scope: before.scope, expiresAt: before.expiresAt },
        after: null,
      });
    });
  }

  /** What was given or denied for a while and is over. Sessions and sockets follow. */
  async expireGrants(): Promise<void> {
    const clock = systemActor({
      requestId: `expire-grants-${this.parts.now().getTime()}`,
      traceparent: newTraceparent(),
    });
    await transaction(this.parts.db, async (tx) => {
      const over = await rows<{ id: string; permission: string; effect: string }>(
        tx,
        'delete from account_permission where expires_at <= $1 returning account_id as id, permission, effect',
        [this.parts.now()],
      );
      for (const { id, permission, effect } of over)
        await recordAudit(tx, clock, 'accounts.grantExpired', auditedAccount(id), { permission, effect });
      for (const id of new Set(over.map((each) => each.id))) await announceAccessChange(this.parts.events, tx, id);
    });
  }

  #change(actor: Actor, id: string, work: (tx: Transaction, staff: SignedInActor) => Promise<void>): Promise<void> {
    const staff = this.#demand(actor, id);
    return changeAccess(this.parts, id, (tx) =>
      widening(tx, this.parts, { actor: staff, whose: isUuid(id) ? id : null }, () => work(tx, staff)),
    );
  }

  #demand(actor: Actor, id: string): SignedInActor {
    const staff = demandVerified(actor, assignRoles, this.parts.settings.read(proofMinutes), this.parts.now());
    demandSomebodyElse(staff, id);
    return staff;
  }

  /** What the account gets back when a denial goes. */
  async #lifted(tx: Transaction, id: string, before: StoredGrant | null): Promise<Power[]> {
    if (before?.effect !== GrantEffect.DENY) return [];
    return rows<Power>(
      tx,
      `select permission, scope from account_role join role_permission using (role_key)
       where account_id = $1 and permission = $2`,
      [id, before.permission],
    );
  }

  #readGrant({ permission, scope, reason, expiresAt }: GrantInput): { scope: Scope; reason: string } {
    const problems = new FieldProblems();
    const declared = declaredPermissions().find(({ name }) => name === permission);
    if (!declared) problems.add('permission', 'NOT_ALLOWED', 'There is no such permission');
    if (declared && scope && !declared.scopes.includes(scope))
      problems.add('scope', 'NOT_ALLOWED', `One of ${declared.scopes.join(', ')}`);
    if (expiresAt && expiresAt <= this.parts.now()) problems.add('expiresAt', 'TOO_SMALL', 'This is over already');
    const checkedReason = problems.reason('reason', reason);
    problems.demandNone('This permission cannot be given or denied like that');
    return { scope: scope ?? declared!.scopes.at(-1)!, reason: checkedReason };
  }
}

interface StoredGrant extends Power {
  effect: GrantEffect;
  expiresAt: Date | null;
}

async function grantOf(tx: Transaction, id: string, permission: string): Promise<StoredGrant | null> {
  const [found] = await rows<StoredGrant>(
    tx,
    `select permission, effect, scope, expires_at as "expiresAt" from account_permission
     where account_id = $1 and permission = $2`,
    [id, permission],
  );
  return found ?? null;
}
