import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { Keyring } from '../platform/keyring.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import type { Notifier } from '../platform/notifier.ts';
import { demandVerified } from '../platform/permission.ts';
import { personalColumn, sealedValues } from '../platform/personal-data.ts';
import { reachEverything, reachOf } from '../platform/reach.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import type { Settings } from '../platform/setting.ts';
import { auditedAccount, demandReach, lockAccount, powersOfAccount } from './access.change.ts';
import { accountByEmail } from './account-by-email.ts';
import { Account } from './account.entity.ts';
import { AccountStatus } from './account.lifecycle.ts';
import { emailIndex, emailIndexes } from './account.personal.ts';
import { editPeople, readPeople, useOwnAccount } from './account.policy.ts';
import { EmailInUse } from './account.refusals.ts';
import { FieldProblems } from './account.rules.ts';
import { emailUndoDays, verificationHours } from './account.settings.ts';
import { isEmailTaken } from './add-account.ts';
import type { AddressRequests, NewAddress } from './address-request.ts';
import type { ApiKeyService } from './api-key.service.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { correctedAddress } from './corrected-address.ts';
import { EmailChangeStatus, emailChangeMoves } from './email-change.lifecycle.ts';
import { addressWanted, confirmNewAddress, emailChanged, factorsRemoved } from './email-change.notices.ts';
import { removeFactorsSince } from './factors-since.ts';
import type { OneTimeLinks } from './one-time-link.ts';
import type { PasswordService } from './password.service.ts';
import { proofMinutes } from './second-factor.settings.ts';
import type { SessionService } from './session.service.ts';
import { LinkUsedUp, WrongPassword } from './sign-in.refusals.ts';
import type { SignInService } from './sign-in.service.ts';

const newAddress = sealedColumn({
  table: 'email_change',
  column: 'new_sealed',
  id: 'id',
  kind: 'contact',
  retention: 'use',
  description: 'The address that somebody wants for their account',
});
const oldAddress = sealedColumn({
  table: 'email_change',
  column: 'old_sealed',
  id: 'id',
  kind: 'contact',
  retention: 'use',
  description: 'The address that an account had before, for as long as it can be had back',
  indexes: [{ column: 'old_index', of: emailIndex }],
});

/** Which an account had lately and could have back: whoever reads them may know better than whoever moved it. */
export async function formerAddresses(
  tx: Transaction,
  keyring: Keyring,
  accountId: string,
  now: Date,
): Promise<string[]> {
  const done = await rows<{ id: string; oldSealed: Buffer }>(
    tx,
    'select id, old_sealed as "oldSealed" from email_change where account_id = $1 and status = $2 and expires_at > $3',
    [accountId, EmailChangeStatus.DONE, now],
  );
  return [...new Set(done.map(({ id, oldSealed }) => keyring.openText(oldAddress.at(id), oldSealed)))];
}

export interface EmailChangeServiceParts {
  db: Db;
  settings: Settings;
  notifier: Notifier;
  limits: AttemptLimits;
  oneTimeLinks: OneTimeLinks;
  requests: AddressRequests;
  passwords: PasswordService;
  sessions: SessionService;
  signIns: SignInService;
  apiKeys: ApiKeyService;
  now: () => Date;
}

interface ChangeRow {
  id: string;
  status: EmailChangeStatus;
  newSealed: Buffer;
  oldSealed: Buffer | null;
  askedAt: Date;
}

const columns = 'id, status, new_sealed as "newSealed", old_sealed as "oldSealed", asked_at as "askedAt"';

/** An account moves to another address, and back when that was not its owner's wish. */
export class EmailChangeService {
  constructor(private readonly parts: EmailChangeServiceParts) {}

  /** The same answer after the same work, whoever has the address; the rest is the worker's. */
  async request(actor: Actor, address: string): Promise<void> {
    const { settings, limits, requests, now } = this.parts;
    const { accountId } = demandVerified(actor, useOwnAccount, settings.read(proofMinutes), now());
    const problems = new FieldProblems();
    const email = problems.email('email', address);
    problems.demandNone('This is not an e-mail address');
    await limits.mailTo(email);
    await requests.putAside(actor, { kind: 'CHANGE', accountId, email });
  }

  /** What the worker does with it. */
  async answer(tx: Transaction, actor: Actor, { accountId, email }: NewAddress): Promise<void> {
    const { db, notifier, oneTimeLinks } = this.parts;
    const person = { ...actor, accountId };
    const [account] = await rows(tx, 'select from account where id = $1 and status = $2 for update', [
      accountId,
      AccountStatus.ACTIVE,
    ]);
    if (!account) return;
    if (await isEmailTaken(tx, db.keyring, email, accountId)) {
      await recordAudit(
        tx,
        person,
        'accounts.requestEmailChange',
        auditedAccount(accountId),
        { reason: 'TAKEN' },
        'REFUSED',
      );
      const holder = await accountByEmail(tx, db.keyring, email);
      if (holder && holder.id !== accountId)
        await notifier.notify(tx, addressWanted, {
          accountId: holder.id,
          variables: { forgot: await oneTimeLinks.page(tx, holder.id, 'forgot') },
        });
      return;
    }
    await this.#ask(tx, person, accountId, email);
  }

  /**
   * Staff correct an address. It is confirmed like one that the person asked for: who reads the new mailbox does not have the
   * account by that, and the former one can take it back.
   */
  async requestFor(actor: Actor, id: string, address: string): Promise<void> {
    const { db, settings, limits, now } = this.parts;
    const staff = demandVerified(actor, editPeople, settings.read(proofMinutes), now());
    const email = await correctedAddress(limits, staff, id, address);
    await transaction(db, async (tx) => {
      const { status } = await lockAccount(tx, staff, id);
      demandReach(staff, await powersOfAccount(tx, id));
      if (status !== AccountStatus.ACTIVE)
        throw new AppError('CONFLICT', 'Only the person of an active account can confirm another address');
      const held = await tx.findOneByOrFail(Account, { id });
      if (held.email === email) return;
      await reachEverything(tx);
      if (await isEmailTaken(tx, db.keyring, email, id)) {
        const holder = reachOf(staff, readPeople) === null ? await accountByEmail(tx, db.keyring, email) : null;
        return refuse(new EmailInUse(holder?.id ?? null));
      }
      await this.#ask(tx, staff, id, email);
    });
  }

  /** The link to the new address. A later wish replaces an earlier one. */
  async #ask(tx: Transaction, actor: Actor, accountId: string, email: string): Promise<void> {
    const { db, notifier, oneTimeLinks, settings, now } = this.parts;
    const hours = settings.read(verificationHours);
    await tx.query('delete from email_change where account_id = $1 and status = $2', [
      accountId,
      EmailChangeStatus.ASKED,
    ]);
    const [asked] = await rows<{ id: string }>(tx, 'select gen_random_uuid() as id');
    await tx.query(
      `insert into email_change (id, account_id, status, new_sealed, asked_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
      [
        asked!.id,
        accountId,
        EmailChangeStatus.ASKED,
        db.keyring.seal(newAddress.at(asked!.id), email),
        now(),
        new Date(now().getTime() + hours * 3_600_000),
      ],
    );
    await oneTimeLinks.revoke(tx, accountId, 'NEW_ADDRESS');
    const token = await oneTimeLinks.issue(tx, accountId, 'NEW_ADDRESS', hours * 60);
    const link = await oneTimeLinks.address(tx, accountId, 'NEW_ADDRESS', token);
    await recordAudit(tx, actor, 'accounts.requestEmailChange', auditedAccount(accountId));
    await notifier.notify(tx, confirmNewAddress, { accountId, to: email, variables: { link, hours: String(hours) } });
  }

  /**
   * The link shows that the address is theirs, the password that the account is: somebody who mistyped their address does not
   * lose their account to whoever has that one. The new address.
   */
  async confirm(actor: Actor, token: string, password: string): Promise<string> {
    const { db, limits, oneTimeLinks, passwords, signIns, notifier, settings, now } = this.parts;
    await limits.knock(actor);
    const account = await passwords.holder(token, 'NEW_ADDRESS');
    await signIns
      .demandPassword(actor, { account, address: account.email, password }, 'accounts.changeEmail')
      .catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'UNAUTHENTICATED') refuse(new WrongPassword());
        throw error;
      });
    return transaction(db, async (tx) => {
      const { id: accountId, status } = await passwords.redeem(tx, token, 'NEW_ADDRESS');
      const [asked] = await rows<ChangeRow>(
        tx,
        `select ${columns} from email_change where account_id = $1 and status = $2 and expires_at > $3`,
        [accountId, EmailChangeStatus.ASKED, now()],
      );
      if (!asked || status !== AccountStatus.ACTIVE) return refuse(new LinkUsedUp());
      const email = db.keyring.openText(newAddress.at(asked.id), asked.newSealed);
      // Somebody else was faster.
      if (await isEmailTaken(tx, db.keyring, email, accountId)) return refuse(new LinkUsedUp());
      const { email: former } = await tx.findOneByOrFail(Account, { id: accountId });

      const days = settings.read(emailUndoDays);
      await setEmail(tx, db.keyring, accountId, email);
      await tx.query(
        'update email_change set status = $2, old_sealed = $3, old_index = $4, expires_at = $5 where id = $1',
        [
          asked.id,
          nextStatus(asked.status, emailChangeMoves.confirm, 'confirm'),
          db.keyring.seal(oldAddress.at(asked.id), former),
          emailIndex(db.keyring, former),
          new Date(now().getTime() + days * 86_400_000),
        ],
      );
      // Whoever reads the former mailbox now can only undo this.
      await oneTimeLinks.revoke(tx, accountId, 'RESET');
      await recordAudit(tx, { ...actor, accountId }, 'accounts.changeEmail', { type: 'account', id: accountId });
      const undo = await oneTimeLinks.issue(tx, accountId, 'FORMER_ADDRESS', days * 1440);
      const link = await oneTimeLinks.address(tx, accountId, 'FORMER_ADDRESS', undo);
      await notifier.notify(tx, emailChanged, { accountId, to: former, variables: { link, days: String(days) } });
      return email;
    });
  }

  /**
   * Whoever moved the account is out: every session ends, the password opens nothing, and keys that were made or rotated since
   * are revoked, like whatever was set up to sign in with. Of several addresses that can be had back the oldest holds again,
   * whichever link was opened: who stole an account may have moved it on.
   */
  async undo(actor: Actor, token: string): Promise<string> {
    const { db, limits, notifier, oneTimeLinks, passwords, sessions, apiKeys, now } = this.parts;
    await limits.knock(actor);
    return transaction(db, async (tx) => {
      const { id: accountId, status } = await passwords.redeem(tx, token, 'FORMER_ADDRESS');
      const done = await rows<ChangeRow>(
        tx,
        `select ${columns} from email_change where account_id = $1 and status = $2 and expires_at > $3 order by asked_at, id`,
        [accountId, EmailChangeStatus.DONE, now()],
      );
      const [first] = done;
      if (!first?.oldSealed || status !== AccountStatus.ACTIVE) return refuse(new LinkUsedUp());
      const email = db.keyring.openText(oldAddress.at(first.id), first.oldSealed);
      for (const change of done)
        await tx.query('update email_change set status = $2 where id = $1', [
          change.id,
          nextStatus(change.status, emailChangeMoves.undo, 'undo'),
        ]);
      await setEmail(tx, db.keyring, accountId, email);
      await tx.query('update account set password_hash = null where id = $1', [accountId]);
      await oneTimeLinks.revoke(tx, accountId);
      const person = { ...actor, accountId };
      await sessions.endAll(tx, person, accountId);
      await apiKeys.revokeSince(tx, person, first.askedAt);
      const removed = await removeFactorsSince(tx, accountId, first.askedAt);
      await recordAudit(tx, person, 'accounts.undoEmailChange', { type: 'account', id: accountId }, { ...removed });
      if (removed.passkeys + removed.apps + removed.recoveryCodes > 0)
        await notifier.notify(tx, factorsRemoved, {
          accountId,
          variables: { passkeys: String(removed.passkeys), apps: String(removed.apps) },
        });
      await passwords.sendReset(tx, accountId);
      return email;
    });
  }

  /** Who left this address lately, and may want it back. */
  async formerHolder(tx: Transaction, email: string): Promise<Account | null> {
    const { db, now } = this.parts;
    const [found] = await rows<{ id: string }>(
      tx,
      `select account_id as id from email_change where old_index = any($1) and status = $2 and expires_at > $3`,
      [emailIndexes(db.keyring, email), EmailChangeStatus.DONE, now()],
    );
    return found ? tx.findOneBy(Account, { id: found.id }) : null;
  }

  async forgetOld(): Promise<void> {
    await transaction(this.parts.db, (tx) =>
      tx.query('delete from email_change where expires_at <= $1', [this.parts.now()]),
    );
  }
}

/** What bounced at the former one says nothing of this one. */
export async function setEmail(tx: Transaction, keyring: Keyring, accountId: string, email: string): Promise<void> {
  const values = {
    ...sealedValues(keyring, personalColumn(Account, 'email'), accountId, email),
    mail_bounced_at: null,
  };
  const assignments = Object.keys(values).map((column, i) => `${column} = $${i + 2}`);
  await tx.query(`update account set ${assignments.join(', ')} where id = $1`, [accountId, ...Object.values(values)]);
}
