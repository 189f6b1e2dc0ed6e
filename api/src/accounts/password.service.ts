import { emailAddress } from '@influencegen/shared-schema/contract/email-address';
import { attemptsOfAddress, type AttemptLock } from './attempt-lock.ts';
import { type Actor, type SignedInActor, SignInStep } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { may } from '../platform/permission.ts';
import { useOwnAccount } from './account.policy.ts';
import { accountByEmail } from './account-by-email.ts';
import { Account } from './account.entity.ts';
import { accountMoves, AccountStatus } from './account.lifecycle.ts';
import { passwordChanged, resetPassword } from './account.notices.ts';
import { passwordDays, resetMinutes } from './account.settings.ts';
import type { AddressRequests } from './address-request.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import type { LinkPurpose, OneTimeLinks } from './one-time-link.ts';
import { demandGoodPassword, PasswordProblem, PasswordRefused } from './password-policy.ts';
import { hashPassword, passwordFits } from './password.ts';
import type { SessionService } from './session.service.ts';
import { LinkUsedUp, WrongPassword } from './sign-in.refusals.ts';
import { isStillPassword, type SignInService } from './sign-in.service.ts';

export interface PasswordServiceParts {
  db: Db;
  settings: Settings;
  notifier: Notifier;
  attempts: AttemptLock;
  limits: AttemptLimits;
  oneTimeLinks: OneTimeLinks;
  requests: AddressRequests;
  sessions: SessionService;
  signIns: SignInService;
  now: () => Date;
}

/** Passwords that are replaced: by their owner, or by whoever can read the owner's mail. */
export class PasswordService {
  constructor(private readonly parts: PasswordServiceParts) {}

  /** The same answer after the same work, whoever has the address. The mail, if there is one, comes from the worker. */
  async requestReset(actor: Actor, email: string): Promise<void> {
    const { limits, requests } = this.parts;
    await limits.knock(actor);
    const address = emailAddress(email);
    if (address === null)
      throw new AppError('BAD_USER_INPUT', 'This is not an e-mail address', [
        { path: 'email', code: 'MALFORMED', message: 'This is not an e-mail address' },
      ]);
    await limits.mailTo(address);
    await requests.putAside(actor, { kind: 'RESET', email: address });
  }

  /** What the worker does with it. */
  async answerResetRequest(tx: Transaction, actor: Actor, email: string): Promise<void> {
    const account = await accountByEmail(tx, this.parts.db.keyring, email);
    const open = account !== null && isOpen(account.status);
    await recordAudit(
      tx,
      actor,
      'accounts.requestPasswordReset',
      account && { type: 'account', id: account.id },
      open ? {} : { reason: account?.status ?? 'UNKNOWN' },
      open ? 'DONE' : 'REFUSED',
    );
    if (open) await this.sendReset(tx, account.id);
  }

  /** Also for staff who help somebody. */
  async sendReset(tx: Transaction, accountId: string): Promise<void> {
    const { settings, oneTimeLinks, notifier } = this.parts;
    const minutes = settings.read(resetMinutes);
    const token = await oneTimeLinks.issue(tx, accountId, 'RESET', minutes);
    const link = await oneTimeLinks.address(tx, accountId, 'RESET', token);
    await notifier.notify(tx, resetPassword, { accountId, variables: { link, minutes: String(minutes) } });
  }

  /** By the link in the mail. Ends every session, and the lock. */
  async reset(actor: Actor, token: string, password: string): Promise<void> {
    const { db, limits, attempts, sessions } = this.parts;
    await limits.knock(actor);
    const account = await this.holder(token, 'RESET');
    const hash = await this.newHash(account, password);
    await transaction(db, async (tx) => {
      const { id, status } = await this.redeem(tx, token, 'RESET');
      if (!isOpen(status)) refuse(new LinkUsedUp());
      const confirmed = status === AccountStatus.UNVERIFIED;
      await this.store(tx, id, hash);
      if (confirmed)
        await tx.query('update account set status = $2 where id = $1', [
          id,
          nextStatus(status, accountMoves.verify, 'verify'),
        ]);
      const person = { ...actor, accountId: id };
      await recordAudit(tx, person, 'accounts.resetPassword', { type: 'account', id }, confirmed ? { confirmed } : {});
      await sessions.endAll(tx, person, id);
      await attempts.forget(tx, attemptsOfAddress(db.keyring, account.email));
      await this.#tell(tx, id);
    });
  }

  /** By somebody who knows the present one. Ends the other sessions. */
  async change(actor: Actor, current: string, password: string): Promise<void> {
    const { limits } = this.parts;
    const { accountId, sessionId } = actor;
    if (accountId === null || sessionId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
    if (
      actor.impersonatorId !== null ||
      actor.readOnly ||
      (actor.step === null ? !may(actor, useOwnAccount) : actor.step !== SignInStep.PASSWORD_CHANGE)
    )
      throw new AppError('FORBIDDEN', 'You may not do this');
    await limits.knock(actor);
    // What is stored may have been hashed anew meanwhile by a sign-in, or replaced: then all of it once more.
    while (!(await this.#changeOnce({ ...actor, accountId, sessionId }, current, password)));
  }

  /** False: the present password is stored otherwise now than a moment ago. */
  async #changeOnce(actor: SignedInActor & { sessionId: string }, current: string, password: string): Promise<boolean> {
    const { db, signIns, sessions, oneTimeLinks } = this.parts;
    const { accountId, sessionId } = actor;
    const account = await db.source.getRepository(Account).findOneByOrFail({ id: accountId });
    try {
      await signIns.demandPassword(
        actor,
        { account, address: account.email, password: current },
        'accounts.changePassword',
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') return refuse(new WrongPassword());
      throw error;
    }
    const hash = await this.newHash(account, password);
    return transaction(db, async (tx) => {
      if (!(await isStillPassword(tx, account))) return false;
      await this.store(tx, accountId, hash);
      await oneTimeLinks.revoke(tx, accountId, 'RESET');
      await recordAudit(tx, actor, 'accounts.changePassword', { type: 'account', id: accountId });
      await sessions.endAll(tx, actor, accountId, { except: sessionId });
      // The password alone is no proof for whoever has a second factor: `stepUp` asks for that.
      if (actor.step === SignInStep.PASSWORD_CHANGE) await sessions.completeStep(tx, sessionId, null);
      await this.#tell(tx, accountId);
      return true;
    });
  }

  /** What is left to do for somebody who has proven who they are: the last step of a sign-in. */
  async stepAtSignIn(tx: Transaction, accountId: string): Promise<SignInStep | null> {
    const days = this.parts.settings.read(passwordDays, { accountId });
    if (days === 0) return null;
    const since = new Date(this.parts.now().getTime() - days * 86_400_000);
    const old = await rows(
      tx,
      'select from account where id = $1 and password_hash is not null and password_changed_at <= $2',
      [accountId, since],
    );
    return old.length > 0 ? SignInStep.PASSWORD_CHANGE : null;
  }

  /** Whose link it is. */
  async holder(token: string, purpose: LinkPurpose): Promise<Account> {
    const { db, oneTimeLinks } = this.parts;
    const accountId = await oneTimeLinks.holder(token, purpose);
    const account = accountId === null ? null : await db.source.getRepository(Account).findOneBy({ id: accountId });
    return account ?? refuse(new LinkUsedUp());
  }

  /** Uses the link up; the account stays locked until the transaction ends. */
  async redeem(tx: Transaction, token: string, purpose: LinkPurpose): Promise<{ id: string; status: AccountStatus }> {
    const id = await this.parts.oneTimeLinks.redeem(tx, token, purpose);
    const [account] = await rows<{ id: string; status: AccountStatus }>(
      tx,
      'select id, status from account where id = $1',
      [id],
    );
    return account ?? refuse(new LinkUsedUp());
  }

  /** Checked against the rules, and other than the present one. Not part of a transaction: hashing takes its time. */
  async newHash(account: Account, password: string): Promise<string> {
    demandGoodPassword(this.parts.settings, password, account);
    if (account.passwordHash !== null && (await passwordFits(password, account.passwordHash)))
      refuse(new PasswordRefused([PasswordProblem.UNCHANGED]));
    return hashPassword(password);
  }

  async store(tx: Transaction, accountId: string, hash: string): Promise<void> {
    await tx.query('update account set password_hash = $2, password_changed_at = $3 where id = $1', [
      accountId,
      hash,
      this.parts.now(),
    ]);
  }

  async #tell(tx: Transaction, accountId: string): Promise<void> {
    const { notifier, oneTimeLinks } = this.parts;
    const forgot = await oneTimeLinks.page(tx, accountId, 'forgot');
    await notifier.notify(tx, passwordChanged, { accountId, variables: { forgot } });
  }
}

/** Whether the owner of the address may choose another password. */
const isOpen = (status: AccountStatus): boolean =>
  status === AccountStatus.ACTIVE || status === AccountStatus.UNVERIFIED;
