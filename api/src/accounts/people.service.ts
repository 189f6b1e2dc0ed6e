import { randomUUID } from 'node:crypto';
import type { Actor, SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import type { Notifier } from '../platform/notifier.ts';
import { demand, demandVerified, type Permission } from '../platform/permission.ts';
import { personalColumn, sealedValues } from '../platform/personal-data.ts';
import { reach, reachEverything, reachOf } from '../platform/reach.ts';
import type { Settings } from '../platform/setting.ts';
import {
  auditedAccount,
  changeAccess,
  demandReach,
  lockAccount,
  demandOrganisationFor,
  lockRoles,
  powersOfAccount,
  powersOfRoles,
} from './access.change.ts';
import { deactivationReason } from './access.ts';
import { accountByEmail } from './account-by-email.ts';
import { Account } from './account.entity.ts';
import { accountMoves, AccountStatus } from './account.lifecycle.ts';
import {
  deactivatePeople,
  demandSomebodyElse,
  editPeople,
  helpPeople,
  invitePeople,
  readPeople,
} from './account.policy.ts';
import { EmailInUse } from './account.refusals.ts';
import { FieldProblems } from './account.rules.ts';
import { invitationDays } from './account.settings.ts';
import { insertAccount, isEmailTaken } from './add-account.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { type AttemptLock, attemptsOfAddress, attemptsToProve } from './attempt-lock.ts';
import { correctedAddress } from './corrected-address.ts';
import { invited } from './invitation.notice.ts';
import { setEmail } from './email-change.service.ts';
import type { OneTimeLinks } from './one-time-link.ts';
import { Audience } from './people.ts';
import type { InviteAccountInput, UpdateAccountInput } from './people.inputs.ts';
import type { PasswordService } from './password.service.ts';
import { proofMinutes } from './second-factor.settings.ts';
import type { SessionService } from './session.service.ts';

export interface PeopleServiceParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  sessions: SessionService;
  oneTimeLinks: OneTimeLinks;
  attempts: AttemptLock;
  limits: AttemptLimits;
  passwords: PasswordService;
  notifier: Notifier;
  now: () => Date;
}

/** What staff do with the accounts of other people. Roles and single permissions are in access.service. */
export class PeopleService {
  constructor(private readonly parts: PeopleServiceParts) {}

  /** The id of the new account. Its person chooses a password by the link in the mail. */
  async invite(actor: Actor, input: InviteAccountInput): Promise<string> {
    const { db } = this.parts;
    const staff = this.#verified(actor, invitePeople);
    const problems = new FieldProblems();
    const email = problems.email('email', input.email);
    const displayName = problems.name('displayName', input.displayName);
    const language = problems.language('language', input.language ?? 'en');
    const timeZone = problems.timeZone('timeZone', input.timeZone ?? 'UTC');
    const organisationId = problems.id('organisationId', input.organisationId ?? null);
    const roles = [...new Set(input.roles)];
    if (roles.length === 0) problems.add('roles', 'REQUIRED', 'At least one role');
    problems.demandNone('This person cannot be invited');

    return changeAccess(this.parts, null, async (tx) => {
      demandOrganisationFor(await lockRoles(tx, roles), organisationId);
      await reach(tx, staff, invitePeople);
      await demandOrganisation(tx, organisationId);
      demandReach(staff, await powersOfRoles(tx, roles));
      if (await isEmailTaken(tx, db.keyring, email))
        return refuse(new EmailInUse(await this.#idOfAddress(tx, staff, email)));
      const id = await insertAccount(
        tx,
        db.keyring,
        { email, displayName, passwordHash: null },
        { status: AccountStatus.INVITED, language, time_zone: timeZone, organisation_id: organisationId },
      );
      await tx.query(
        'insert into account_role (account_id, role_key, granted_by) select $1, key, $3 from unnest($2::text[]) key',
        [id, roles, staff.accountId],
      );
      await recordAudit(tx, staff, 'accounts.invite', auditedAccount(id), { roles });
      if (input.sendInvitation !== false) await this.#sendInvitation(tx, id);
      return id;
    });
  }

  async resendInvitation(actor: Actor, id: string): Promise<void> {
    const staff = demand(actor, helpPeople);
    await transaction(this.parts.db, async (tx) => {
      const { status } = await lockAccount(tx, staff, id);
      nextStatus(status, accountMoves.accept, 'invite');
      await recordAudit(tx, staff, 'accounts.resendInvitation', auditedAccount(id));
      await this.#sendInvitation(tx, id);
    });
  }

  /** It was mistyped: the link that somebody else may have been sent opens nothing any more. */
  async correctInvitation(actor: Actor, id: string, address: string): Promise<void> {
    const { db, limits } = this.parts;
    const staff = this.#verified(actor, editPeople);
    const email = await correctedAddress(limits, staff, id, address);
    await transaction(db, async (tx) => {
      const { status } = await lockAccount(tx, staff, id);
      demandReach(staff, await powersOfAccount(tx, id));
      nextStatus(status, accountMoves.accept, 'invite');
      const held = await tx.findOneByOrFail(Account, { id });
      if (held.email === email) return;
      await reachEverything(tx);
      if (await isEmailTaken(tx, db.keyring, email))
        return refuse(new EmailInUse(await this.#idOfAddress(tx, staff, email)));
      await setEmail(tx, db.keyring, id, email);
      await recordAudit(tx, staff, 'accounts.correctInvitation', auditedAccount(id));
      await this.#sendInvitation(tx, id);
    });
  }

  async update(actor: Actor, id: string, input: UpdateAccountInput): Promise<void> {
    const { db } = this.parts;
    const staff = demand(actor, editPeople);
    const problems = new FieldProblems();
    const displayName = input.displayName == null ? null : problems.name('displayName', input.displayName);
    const language = input.language == null ? null : problems.language('language', input.language);
    const timeZone = input.timeZone == null ? null : problems.timeZone('timeZone', input.timeZone);
    problems.demandNone('This person cannot be changed like that');

    await transaction(db, async (tx) => {
      await lockAccount(tx, staff, id);
      const columns = {
        ...(displayName !== null && sealedValues(db.keyring, personalColumn(Account, 'displayName'), id, displayName)),
        ...(language !== null && { language }),
        ...(timeZone !== null && { time_zone: timeZone }),
      };
      if (Object.keys(columns).length === 0) return;
      const assignments = Object.keys(columns).map((column, i) => `${column} = $${i + 2}`);
      await tx.query(`update account set ${assignments.join(', ')} where id = $1`, [id, ...Object.values(columns)]);
      const changed = { displayName, language, timeZone };
      const fields = Object.keys(changed).filter((name) => changed[name as keyof typeof changed] !== null);
      await recordAudit(tx, staff, 'accounts.update', auditedAccount(id), { fields });
    });
  }

  /** Empty: none. */
  async changePhone(actor: Actor, id: string, given: string): Promise<void> {
    const { db } = this.parts;
    const staff = demand(actor, editPeople);
    const problems = new FieldProblems();
    const phone = problems.phone('phone', given);
    problems.demandNone('This phone number cannot be kept');

    await transaction(db, async (tx) => {
      await lockAccount(tx, staff, id);
      demandReach(staff, await powersOfAccount(tx, id));
      const { phone: former } = await tx.findOneByOrFail(Account, { id });
      if (former === phone) return;
      const columns = sealedValues(db.keyring, personalColumn(Account, 'phone'), id, phone);
      const assignments = Object.keys(columns).map((column, i) => `${column} = $${i + 2}`);
      await tx.query(`update account set ${assignments.join(', ')} where id = $1`, [id, ...Object.values(columns)]);
      await recordAudit(tx, staff, 'accounts.changePhone', auditedAccount(id));
    });
  }

  /**
   * What the person sees from now on is the other organisation's. Whoever sees one only moves nobody out of it. To none: what is
   * limited to an organisation then reaches nothing, so nobody is left in none with a role that is made for one.
   */
  async move(actor: Actor, id: string, from: string | null, to: string | null): Promise<void> {
    const staff = this.#verified(actor, editPeople);
    demandSomebodyElse(staff, id);
    if (reachOf(staff, readPeople) !== null)
      throw new AppError('FORBIDDEN', 'Somebody who sees everybody has to do this');
    const problems = new FieldProblems();
    problems.id('organisationId', to);
    problems.demandNone('Nobody can be moved there');

    await changeAccess(this.parts, id, async (tx) => {
      const { organisationId: former } = await lockAccount(tx, staff, id);
      demandReach(staff, await powersOfAccount(tx, id));
      if (former === to) return;
      if (former !== from) throw new AppError('CONFLICT', 'Somebody else has moved this person meanwhile');
      const roles = await rolesOf(tx, id);
      demandOrganisationFor(roles, to);
      if (to !== null && !roles.some(({ audience }) => audience === Audience.BRAND))
        throw new AppError('BAD_USER_INPUT', 'None of the roles belongs to an organisation', [
          { path: 'organisationId', code: 'NOT_ALLOWED', message: 'None of the roles belongs to an organisation' },
        ]);
      await demandOrganisation(tx, to);
      await tx.query('update account set organisation_id = $2 where id = $1', [id, to]);
      await recordAudit(tx, staff, 'accounts.move', auditedAccount(id), { before: former, after: to });
    });
  }

  /** Ends every session at once. Roles and grants stay for the day the account is needed again. */
  async deactivate(actor: Actor, id: string, reason: string): Promise<void> {
    const { db } = this.parts;
    const staff = this.#verified(actor, deactivatePeople);
    demandSomebodyElse(staff, id);
    const problems = new FieldProblems();
    const why = problems.reason('reason', reason);
    problems.demandNone('This needs a reason');
    await changeAccess(this.parts, id, async (tx) => {
      const { status } = await lockAccount(tx, staff, id);
      demandReach(staff, await powersOfAccount(tx, id));
      await this.#setStatus(tx, id, nextStatus(status, accountMoves.deactivate, 'deactivate'));
      const deactivation = randomUUID();
      await tx.query(
        `insert into account_deactivation (id, account_id, deactivated_by, reason_sealed, at) values ($1, $2, $3, $4, $5)`,
        [
          deactivation,
          id,
          staff.accountId,
          db.keyring.seal(deactivationReason.at(deactivation), why),
          this.parts.now(),
        ],
      );
      await recordAudit(tx, staff, 'accounts.deactivate', auditedAccount(id), { deactivation });
      await this.parts.sessions.endAll(tx, staff, id);
      await this.parts.oneTimeLinks.revoke(tx, id);
    });
  }

  async reactivate(actor: Actor, id: string): Promise<void> {
    const staff = this.#verified(actor, deactivatePeople);
    demandSomebodyElse(staff, id);
    await changeAccess(this.parts, id, async (tx) => {
      const { status, hasPassword } = await lockAccount(tx, staff, id);
      demandReach(staff, await powersOfAccount(tx, id));
      const verb = hasPassword ? 'reactivate' : 'reinvite';
      await this.#setStatus(tx, id, nextStatus(status, accountMoves[verb], verb));
      await recordAudit(tx, staff, `accounts.${verb}`, auditedAccount(id));
    });
  }

  async sendPasswordReset(actor: Actor, id: string): Promise<void> {
    const staff = demand(actor, helpPeople);
    demandSomebodyElse(staff, id);
    await transaction(this.parts.db, async (tx) => {
      const { status } = await lockAccount(tx, staff, id);
      if (status !== AccountStatus.ACTIVE)
        throw new AppError('CONFLICT', 'Only an active account has a password to reset');
      await recordAudit(tx, staff, 'accounts.sendPasswordReset', auditedAccount(id));
      await this.parts.passwords.sendReset(tx, id);
    });
  }

  /** Failed sign-ins so far are forgotten. */
  async unlock(actor: Actor, id: string): Promise<void> {
    const staff = demand(actor, helpPeople);
    await transaction(this.parts.db, async (tx) => {
      await lockAccount(tx, staff, id);
      const { email } = await tx.findOneByOrFail(Account, { id });
      await this.parts.attempts.forget(tx, attemptsOfAddress(this.parts.db.keyring, email));
      await this.parts.attempts.forget(tx, attemptsToProve(id));
      await recordAudit(tx, staff, 'accounts.unlock', auditedAccount(id));
    });
  }

  async endSession(actor: Actor, id: string, sessionId: string): Promise<void> {
    const staff = demand(actor, helpPeople);
    await transaction(this.parts.db, async (tx) => {
      await lockAccount(tx, staff, id);
      await this.parts.sessions.endOne(tx, staff, id, sessionId);
    });
  }

  async endSessions(actor: Actor, id: string): Promise<void> {
    const staff = demand(actor, helpPeople);
    await transaction(this.parts.db, async (tx) => {
      await lockAccount(tx, staff, id);
      await this.parts.sessions.endAll(tx, staff, id);
    });
  }

  /** For who may see everybody. */
  async #idOfAddress(tx: Transaction, actor: Actor, email: string): Promise<string | null> {
    if (reachOf(actor, readPeople) !== null) return null;
    return (await accountByEmail(tx, this.parts.db.keyring, email))?.id ?? null;
  }

  #verified(actor: Actor, permission: Permission): SignedInActor {
    return demandVerified(actor, permission, this.parts.settings.read(proofMinutes), this.parts.now());
  }

  /** A new link; an earlier one opens nothing any more. */
  async #sendInvitation(tx: Transaction, id: string): Promise<void> {
    const { oneTimeLinks, notifier, settings } = this.parts;
    const days = settings.read(invitationDays);
    await oneTimeLinks.revoke(tx, id, 'INVITATION');
    const token = await oneTimeLinks.issue(tx, id, 'INVITATION', days * 1440);
    const link = await oneTimeLinks.address(tx, id, 'INVITATION', token);
    await notifier.notify(tx, invited, { accountId: id, variables: { link, days: String(days) } });
  }

  async #setStatus(tx: Transaction, id: string, status: AccountStatus): Promise<void> {
    await tx.query('update account set status = $2 where id = $1', [id, status]);
  }
}

const rolesOf = (tx: Transaction, id: string): Promise<{ audience: Audience }[]> =>
  rows(tx, 'select audience from account_role join role on role.key = role_key where account_id = $1', [id]);

async function demandOrganisation(tx: Transaction, id: string | null): Promise<void> {
  if (id === null) return;
  const found = await rows(tx, 'select from organisation where id = $1 for key share', [id]);
  if (found.length === 0)
    throw new AppError('BAD_USER_INPUT', 'No such organisation', [
      { path: 'organisationId', code: 'NOT_ALLOWED', message: 'There is no such organisation' },
    ]);
}
