import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { accountByEmail } from './account-by-email.ts';
import { Account } from './account.entity.ts';
import { accountMoves, AccountStatus } from './account.lifecycle.ts';
import { alreadyRegistered, confirmAddress } from './account.notices.ts';
import { FieldProblems } from './account.rules.ts';
import { unverifiedDays, verificationHours } from './account.settings.ts';
import { addAccount } from './add-account.ts';
import type { AddressRequests, Registration } from './address-request.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import type { OneTimeLinks } from './one-time-link.ts';
import { demandGoodPassword } from './password-policy.ts';
import { hashPassword } from './password.ts';
import type { PasswordService } from './password.service.ts';
import type { AcceptInvitationInput, RegisterInput } from './registration.inputs.ts';
import type { SessionTokens } from './session.service.ts';
import { LinkUsedUp, WrongPassword } from './sign-in.refusals.ts';
import type { SignInService } from './sign-in.service.ts';

export interface RegistrationServiceParts {
  db: Db;
  settings: Settings;
  notifier: Notifier;
  limits: AttemptLimits;
  oneTimeLinks: OneTimeLinks;
  requests: AddressRequests;
  passwords: PasswordService;
  signIns: SignInService;
  /** Who left this address lately, and may want it back. */
  formerHolder: (tx: Transaction, email: string) => Promise<Account | null>;
  now: () => Date;
}

/** How people come in: by themselves, or invited. */
export class RegistrationService {
  constructor(private readonly parts: RegistrationServiceParts) {}

  /** The same answer after the same work, whoever has the address; the rest is the worker's. */
  async register(actor: Actor, input: RegisterInput): Promise<void> {
    const { settings, limits, requests } = this.parts;
    await limits.knock(actor);
    const problems = new FieldProblems();
    const email = problems.email('email', input.email);
    const displayName = problems.name('displayName', input.displayName);
    const language = problems.language('language', input.language ?? 'en');
    const timeZone = problems.timeZone('timeZone', input.timeZone ?? 'UTC');
    problems.demandNone('This registration is not complete');
    demandGoodPassword(settings, input.password, { email, displayName });
    await limits.mailTo(email);
    const passwordHash = await hashPassword(input.password);
    await requests.putAside(actor, { kind: 'REGISTER', email, displayName, passwordHash, language, timeZone });
  }

  /** Another mail for a registration that is not confirmed. Answered like `register`. */
  async requestConfirmation(actor: Actor, address: string): Promise<void> {
    const { limits, requests } = this.parts;
    await limits.knock(actor);
    const problems = new FieldProblems();
    const email = problems.email('email', address);
    problems.demandNone('This is not an e-mail address');
    await limits.mailTo(email);
    await requests.putAside(actor, { kind: 'CONFIRM', email });
  }

  /** What the worker does with a registration. */
  async answerRegistration(tx: Transaction, actor: Actor, request: Registration): Promise<void> {
    const { notifier, oneTimeLinks } = this.parts;
    const holder = await accountByEmail(tx, this.parts.db.keyring, request.email);
    const formerHolder = holder ? null : await this.parts.formerHolder(tx, request.email);
    const known = holder ?? formerHolder;
    if (known && (known.status !== AccountStatus.UNVERIFIED || !(await this.#remove(tx, known.id)))) {
      const record = { type: 'account', id: known.id };
      await recordAudit(tx, actor, 'accounts.register', record, { reason: known.status }, 'REFUSED');
      await notifier.notify(tx, alreadyRegistered, {
        accountId: known.id,
        ...(formerHolder && { to: request.email }),
        variables: {
          signIn: await oneTimeLinks.page(tx, known.id, 'sign-in'),
          forgot: await oneTimeLinks.page(tx, known.id, 'forgot'),
        },
      });
      return;
    }
    const { email, displayName, passwordHash, language, timeZone } = request;
    const id = await addAccount(tx, this.parts.db.keyring, actor, {
      email,
      displayName,
      passwordHash,
      role: 'APPLICANT',
    });
    if (id === null)
      throw new Error('two people registered with one address at the same moment: the job is tried again');
    await tx.query('update account set status = $2, language = $3, time_zone = $4, created_at = $5 where id = $1', [
      id,
      AccountStatus.UNVERIFIED,
      language,
      timeZone,
      this.parts.now(),
    ]);
    await recordAudit(tx, actor, 'accounts.register', { type: 'account', id });
    await this.#sendConfirmation(tx, id);
  }

  async answerConfirmationRequest(tx: Transaction, actor: Actor, email: string): Promise<void> {
    const account = await accountByEmail(tx, this.parts.db.keyring, email);
    const open = account?.status === AccountStatus.UNVERIFIED;
    await recordAudit(
      tx,
      actor,
      'accounts.requestConfirmation',
      account && { type: 'account', id: account.id },
      open ? {} : { reason: account?.status ?? 'UNKNOWN' },
      open ? 'DONE' : 'REFUSED',
    );
    if (open) await this.#sendConfirmation(tx, account.id);
  }

  /**
   * The link shows that the address is theirs, the password that the registration is: somebody who registers another person's
   * address does not get an account by that person's click.
   */
  async confirm(actor: Actor, token: string, password: string, userAgent: string | null): Promise<SessionTokens> {
    const { db, limits, passwords, signIns } = this.parts;
    await limits.knock(actor);
    const account = await passwords.holder(token, 'VERIFY');
    await this.#demandPassword(actor, account, password);
    return transaction(db, async (tx) => {
      const { id, status } = await passwords.redeem(tx, token, 'VERIFY');
      if (status !== AccountStatus.UNVERIFIED) refuse(new LinkUsedUp());
      await this.#setStatus(tx, id, nextStatus(status, accountMoves.verify, 'verify'));
      await recordAudit(tx, { ...actor, accountId: id }, 'accounts.verify', { type: 'account', id });
      return signIns.enter(tx, actor, id, userAgent);
    });
  }

  /** For the page that an invitation opens. Null: it cannot be accepted any more. */
  async invited(token: string): Promise<Account | null> {
    const { db, oneTimeLinks } = this.parts;
    const id = await oneTimeLinks.holder(token, 'INVITATION');
    return id === null ? null : accountToInvite(db, id);
  }

  /** Chooses a password and is in. */
  async accept(actor: Actor, input: AcceptInvitationInput, userAgent: string | null): Promise<SessionTokens> {
    const { db, limits, passwords, signIns } = this.parts;
    await limits.knock(actor);
    const account = await passwords.holder(input.token, 'INVITATION');
    const hash = await passwords.newHash(account, input.password);
    return transaction(db, async (tx) => {
      const { id, status } = await passwords.redeem(tx, input.token, 'INVITATION');
      if (status !== AccountStatus.INVITED) refuse(new LinkUsedUp());
      await passwords.store(tx, id, hash);
      await this.#setStatus(tx, id, nextStatus(status, accountMoves.accept, 'accept'));
      await recordAudit(tx, { ...actor, accountId: id }, 'accounts.accept', { type: 'account', id });
      return signIns.enter(tx, actor, id, userAgent);
    });
  }

  /** Registrations that were never confirmed. Says how many there were. */
  async removeUnverified(actor: Actor): Promise<number> {
    const { db, settings, now } = this.parts;
    const before = new Date(now().getTime() - settings.read(unverifiedDays) * 86_400_000);
    const { rows: old } = await db.pool.query<{ id: string }>(
      'select id from account where status = $1 and created_at < $2 order by created_at limit 10000',
      [AccountStatus.UNVERIFIED, before],
    );
    let removed = 0;
    for (const { id } of old) {
      const gone = await transaction(db, async (tx) => {
        if (!(await this.#remove(tx, id))) return false;
        await recordAudit(tx, actor, 'accounts.removeUnverified', { type: 'account', id });
        return true;
      });
      if (gone) removed++;
    }
    return removed;
  }

  async #sendConfirmation(tx: Transaction, accountId: string): Promise<void> {
    const { settings, oneTimeLinks, notifier } = this.parts;
    const hours = settings.read(verificationHours);
    const token = await oneTimeLinks.issue(tx, accountId, 'VERIFY', hours * 60);
    const link = await oneTimeLinks.address(tx, accountId, 'VERIFY', token);
    await notifier.notify(tx, confirmAddress, { accountId, variables: { link, hours: String(hours) } });
  }

  async #demandPassword(actor: Actor, account: Account, password: string): Promise<void> {
    try {
      await this.parts.signIns.demandPassword(actor, { account, address: account.email, password }, 'accounts.verify');
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') refuse(new WrongPassword());
      throw error;
    }
  }

  async #setStatus(tx: Transaction, id: string, status: AccountStatus): Promise<void> {
    await tx.query('update account set status = $2 where id = $1', [id, status]);
  }

  /** Nobody has ever been in. False: somebody is now, or it is gone already. */
  async #remove(tx: Transaction, id: string): Promise<boolean> {
    const [account] = await rows(tx, 'select from account where id = $1 and status = $2 for update', [
      id,
      AccountStatus.UNVERIFIED,
    ]);
    if (!account) return false;
    await tx.query('delete from account_role where account_id = $1', [id]);
    await tx.query('delete from account_permission where account_id = $1', [id]);
    // Support may have looked at the address because the mail never came. The audit trail keeps that they did.
    await tx.query('delete from personal_reveal where account_id = $1', [id]);
    await tx.query('delete from account where id = $1', [id]);
    return true;
  }
}

const accountToInvite = async (db: Db, id: string): Promise<Account | null> => {
  const account = await db.source.getRepository(Account).findOneBy({ id });
  return account?.status === AccountStatus.INVITED ? account : null;
};
