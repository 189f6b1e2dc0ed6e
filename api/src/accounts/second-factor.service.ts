import { randomUUID } from 'node:crypto';
import { SignInStep, type Actor, type SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Notice, Notifier } from '../platform/notifier.ts';
import { demand, demandProof, demandVerified } from '../platform/permission.ts';
import { personalColumn } from '../platform/personal-data.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { powersOfAccount } from './access.change.ts';
import { Account } from './account.entity.ts';
import { beyondReachOf } from './account.policy.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { Passkey } from './passkey.entity.ts';
import type { Passkeys } from './passkeys.ts';
import type { ProofInput } from './proof.inputs.ts';
import type { ProofKind, ProofService } from './proof.service.ts';
import { newRecoveryCodes, recoveryCodeDigest } from './recovery-codes.ts';
import { factorStanding, type FactorStanding } from './second-factor.need.ts';
import {
  factorAddedNotice,
  factorRemovedNotice,
  factorsResetNotice,
  recoveryCodesRenewedNotice,
} from './second-factor.notices.ts';
import { ownSecondFactor, resetSecondFactor } from './second-factor.policy.ts';
import { proofMinutes } from './second-factor.settings.ts';
import type { FactorAdded, SecondFactors, TotpEnrolment } from './second-factor.types.ts';
import type { SessionService, SessionTokens } from './session.service.ts';
import type { SignInService } from './sign-in.service.ts';
import { Totp, totpSecret } from './totp.entity.ts';
import { newTotpSecret, totpAddress } from './totp.ts';

export interface SecondFactorServiceParts {
  db: Db;
  settings: Settings;
  keyring: Keyring;
  notifier: Notifier;
  limits: AttemptLimits;
  sessions: SessionService;
  signIns: SignInService;
  passkeys: Passkeys;
  proofs: ProofService;
  /** What is left to do after the second factor. */
  nextStep: (tx: Transaction, accountId: string) => Promise<SignInStep | null>;
  /** Part of the transaction: somebody has another factor, or none any more. */
  onFactors: (tx: Transaction, accountId: string) => Promise<void>;
  now: () => Date;
}

const mostPasskeys = 20;
const longestName = 100;
const signInPurpose = 'sign in';
const passkeyName = personalColumn(Passkey, 'passkeyName');

/** How people sign in besides the password, from the first factor to the last. */
export class SecondFactorService {
  constructor(private readonly parts: SecondFactorServiceParts) {}

  /** What is left to do for somebody who gave the right password. */
  async stepAtSignIn(tx: Transaction, accountId: string): Promise<SignInStep | null> {
    const { has, mandatory } = await this.#standing(tx, accountId);
    if (has) return SignInStep.SECOND_FACTOR;
    return mandatory ? SignInStep.ENROLMENT : null;
  }

  /** Of somebody who is signed in: a factor that has become mandatory since. */
  async owedStep(tx: Transaction, accountId: string): Promise<SignInStep | null> {
    const { has, mandatory } = await this.#standing(tx, accountId);
    return mandatory && !has ? SignInStep.ENROLMENT : null;
  }

  async own(actor: Actor): Promise<SecondFactors> {
    const { accountId } = this.#self(actor, SignInStep.ENROLMENT);
    return this.of(this.parts.db.source.manager, accountId);
  }

  /** For whoever may see this account: its owner, and staff who look after people. */
  async of(tx: Transaction, accountId: string): Promise<SecondFactors> {
    const { mandatory } = await this.#standing(tx, accountId);
    const [counts] = await rows<{ authenticatorSince: Date | null; recoveryCodesLeft: number }>(
      tx,
      `select (select confirmed_at from totp where account_id = $1 and confirmed_at is not null) as "authenticatorSince",
         (select count(*)::int from recovery_code where account_id = $1 and used_at is null) as "recoveryCodesLeft"`,
      [accountId],
    );
    return { id: accountId, ...counts!, passkeys: await passkeysOf(tx, accountId), mandatory };
  }

  /** What the second step of a sign-in, or the question in the middle of the work, can ask for. */
  async proofKinds(actor: Actor): Promise<ProofKind[]> {
    return this.parts.proofs.kinds(whoCanProve(actor));
  }

  async passkeyProofOptions(actor: Actor): Promise<string> {
    const accountId = whoCanProve(actor);
    const known = await passkeysOf(this.parts.db.source.manager, accountId);
    return this.parts.passkeys.authenticationOptions(proofPurpose(actor), known);
  }

  /** The second step of a sign-in. What is left to do after it; null: nothing. */
  async verify(actor: Actor, proof: ProofInput): Promise<SignInStep | null> {
    if (actor.accountId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
    if (actor.step !== SignInStep.SECOND_FACTOR || actor.sessionId === null)
      throw new AppError('CONFLICT', 'This sign-in does not wait for a second factor');
    const { accountId, sessionId } = actor;
    return this.parts.proofs.prove(
      actor as SignedInActor,
      proof,
      { action: 'accounts.secondFactor', purpose: proofPurpose(actor) },
      (tx) => this.#completeStep(tx, accountId, sessionId),
    );
  }

  /** Whoever is signed in shows again that it is they. Until when that opens sensitive actions. */
  async stepUp(actor: Actor, proof: ProofInput): Promise<Date> {
    const person = this.#self(actor, SignInStep.ENROLMENT);
    const { sessionId } = person;
    if (sessionId === null) throw new AppError('FORBIDDEN', 'Only a session can be verified');
    await this.parts.proofs.prove(person, proof, { action: 'accounts.stepUp', purpose: proofPurpose(actor) }, (tx) =>
      this.parts.sessions.markVerified(tx, sessionId),
    );
    return new Date(this.parts.now().getTime() + this.parts.settings.read(proofMinutes) * 60_000);
  }

  passkeySignInOptions(): Promise<string> {
    return this.parts.passkeys.authenticationOptions(signInPurpose);
  }

  /** A passkey asks for a finger, a face or a PIN itself: with the device, two factors. */
  async signInWithPasskey(actor: Actor, answer: string, userAgent: string | null): Promise<SessionTokens> {
    const { db, limits, signIns } = this.parts;
    await limits.knock(actor);
    const tokens = await transaction(db, async (tx) => {
      const passkey = await this.parts.passkeys.signed(tx, signInPurpose, answer);
      const active =
        passkey && (await rows(tx, `select from account where id = $1 and status = 'ACTIVE'`, [passkey.accountId]));
      if (!passkey || active?.length !== 1) {
        const record = passkey && { type: 'account', id: passkey.accountId };
        await recordAudit(tx, actor, 'accounts.signIn', record, { kind: 'PASSKEY', reason: 'WRONG' }, 'REFUSED');
        return null;
      }
      const { accountId } = passkey;
      const step = await this.parts.nextStep(tx, accountId);
      return signIns.begin(tx, actor, { accountId, userAgent, step }, { kind: 'PASSKEY' });
    });
    if (!tokens) throw new AppError('UNAUTHENTICATED', 'This passkey does not sign in here');
    return tokens;
  }

  /** Shown once, and not in force before a code made from it has come back. A former app works until then. */
  async beginTotp(actor: Actor): Promise<TotpEnrolment> {
    const { accountId } = this.#verifiedSelf(actor);
    const secret = newTotpSecret();
    return transaction(this.parts.db, async (tx) => {
      const { email } = await lockedAccount(tx, accountId);
      await tx.query('delete from totp where account_id = $1 and confirmed_at is null', [accountId]);
      const id = randomUUID();
      const sealed = this.parts.keyring.seal(totpSecret.at(id), secret);
      await tx.insert(Totp, { id, accountId, secret: sealed, confirmedAt: null, createdAt: this.parts.now() });
      return { secret, address: totpAddress(secret, email) };
    });
  }

  async confirmTotp(actor: Actor, code: string): Promise<FactorAdded> {
    const person = this.#verifiedSelf(actor);
    const { accountId } = person;
    return transaction(this.parts.db, async (tx) => {
      await lockedAccount(tx, accountId);
      if (!(await this.parts.proofs.codeFits(tx, accountId, code, 'pending')))
        throw new AppError('BAD_USER_INPUT', 'This is not the code that the app shows', [
          { path: 'code', code: 'NOT_ALLOWED', message: 'This is not the code that the app shows' },
        ]);
      await tx.query('delete from totp where account_id = $1 and confirmed_at is not null', [accountId]);
      await tx.query('update totp set confirmed_at = $2 where account_id = $1', [accountId, this.parts.now()]);
      return this.#added(tx, person, 'CODE');
    });
  }

  async removeTotp(actor: Actor): Promise<SecondFactors> {
    const person = demandVerified(actor, ownSecondFactor, this.#minutes(), this.parts.now());
    return this.#remove(
      person,
      'CODE',
      'delete from totp where account_id = $1 and confirmed_at is not null returning 1',
      [],
    );
  }

  async passkeyRegistrationOptions(actor: Actor): Promise<string> {
    const { accountId } = this.#verifiedSelf(actor);
    const { manager } = this.parts.db.source;
    const [{ email, displayName }, known] = await Promise.all([
      manager.findOneByOrFail(Account, { id: accountId }),
      passkeysOf(manager, accountId),
    ]);
    const person = { accountId, email, displayName };
    return this.parts.passkeys.registrationOptions(registrationPurpose(actor), person, known);
  }

  async registerPasskey(actor: Actor, answer: string, name: string): Promise<FactorAdded> {
    const person = this.#verifiedSelf(actor);
    const { accountId } = person;
    const checkedName = nameOfPasskey(name);
    return transaction(this.parts.db, async (tx) => {
      await lockedAccount(tx, accountId);
      if ((await passkeysOf(tx, accountId)).length >= mostPasskeys)
        throw new AppError('CONFLICT', `More than ${mostPasskeys} passkeys cannot be kept: remove one first`);
      const made = await this.parts.passkeys.registered(tx, registrationPurpose(actor), answer);
      if (!made)
        throw new AppError('BAD_USER_INPUT', 'This passkey was not made for this page just now', [
          { path: 'answer', code: 'NOT_ALLOWED', message: 'This passkey was not made for this page just now' },
        ]);
      const id = randomUUID();
      const added = await rows(
        tx,
        `insert into passkey (id, account_id, credential_id, public_key, counter, transports, name_sealed, backed_up, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint passkey_credential_once do nothing returning 1`,
        [
          id,
          accountId,
          made.credentialId,
          made.publicKey,
          made.counter,
          made.transports,
          this.parts.keyring.seal(passkeyName.at(id), checkedName),
          made.backedUp,
          this.parts.now(),
        ],
      );
      if (added.length === 0) throw new AppError('CONFLICT', 'This passkey is known already');
      return this.#added(tx, person, 'PASSKEY');
    });
  }

  async renamePasskey(actor: Actor, id: string, name: string): Promise<Passkey> {
    const person = demand(actor, ownSecondFactor);
    const checkedName = nameOfPasskey(name);
    return transaction(this.parts.db, async (tx) => {
      const passkey = isUuid(id) ? await tx.findOneBy(Passkey, { id, accountId: person.accountId }) : null;
      if (!passkey) throw new AppError('NOT_FOUND', 'No such passkey');
      await tx.query('update passkey set name_sealed = $2 where id = $1', [
        id,
        this.parts.keyring.seal(passkeyName.at(id), checkedName),
      ]);
      await recordAudit(tx, actor, 'accounts.renamePasskey', { type: 'passkey', id: passkey.id });
      return Object.assign(passkey, { passkeyName: checkedName });
    });
  }

  async removePasskey(actor: Actor, id: string): Promise<SecondFactors> {
    const person = demandVerified(actor, ownSecondFactor, this.#minutes(), this.parts.now());
    if (!isUuid(id)) throw new AppError('NOT_FOUND', 'There is no such factor');
    return this.#remove(person, 'PASSKEY', 'delete from passkey where account_id = $1 and id = $2 returning 1', [id]);
  }

  async renewRecoveryCodes(actor: Actor): Promise<string[]> {
    const person = demandVerified(actor, ownSecondFactor, this.#minutes(), this.parts.now());
    const { accountId } = person;
    return transaction(this.parts.db, async (tx) => {
      await lockedAccount(tx, accountId);
      if (!(await this.#standing(tx, accountId)).has)
        throw new AppError('CONFLICT', 'Recovery codes stand in for a second factor: set one up first');
      const codes = await replaceRecoveryCodes(tx, accountId);
      await recordAudit(tx, actor, 'accounts.renewRecoveryCodes', { type: 'account', id: accountId });
      await this.#tell(tx, accountId, recoveryCodesRenewedNotice);
      return codes;
    });
  }

  /** For somebody who lost theirs. Every session of theirs ends; staff set up a new factor at the next sign-in. */
  async reset(actor: Actor, accountId: string): Promise<void> {
    const person = demandVerified(actor, resetSecondFactor, this.#minutes(), this.parts.now());
    if (!isUuid(accountId)) throw new AppError('NOT_FOUND', 'No such person');
    if (accountId === person.accountId) throw new AppError('FORBIDDEN', 'Nobody resets their own second factor');
    await transaction(this.parts.db, async (tx) => {
      await lockedAccount(tx, accountId);
      if (beyondReachOf(person, await powersOfAccount(tx, accountId)).length > 0)
        throw new AppError('FORBIDDEN', 'Somebody who may do as much as this person has to do this');
      const { has } = await this.#standing(tx, accountId);
      await forgetFactors(tx, accountId);
      await recordAudit(tx, actor, 'accounts.resetSecondFactor', { type: 'account', id: accountId }, { had: has });
      await this.parts.sessions.endAll(tx, actor, accountId);
      await this.#tell(tx, accountId, factorsResetNotice);
      await this.parts.onFactors(tx, accountId);
    });
  }

  /** The first factor comes with recovery codes, and ends the step of a sign-in that waited for it. */
  async #added(tx: Transaction, person: SignedInActor, kind: 'CODE' | 'PASSKEY'): Promise<FactorAdded> {
    const { accountId } = person;
    const [known] = await rows(tx, 'select from recovery_code where account_id = $1 limit 1', [accountId]);
    const recoveryCodes = known ? null : await replaceRecoveryCodes(tx, accountId);
    await recordAudit(tx, person, 'accounts.addSecondFactor', { type: 'account', id: accountId }, { kind });
    await this.#tell(tx, accountId, factorAddedNotice);
    await this.parts.onFactors(tx, accountId);
    if (person.step === SignInStep.ENROLMENT && person.sessionId !== null) {
      await this.#completeStep(tx, accountId, person.sessionId);
      // What was begun elsewhere was begun without it.
      await this.parts.sessions.endAll(tx, person, accountId, { except: person.sessionId });
    }
    return { recoveryCodes, factors: await this.of(tx, accountId) };
  }

  async #completeStep(tx: Transaction, accountId: string, sessionId: string): Promise<SignInStep | null> {
    const next = await this.parts.nextStep(tx, accountId);
    await this.parts.sessions.completeStep(tx, sessionId, next);
    return next;
  }

  async #remove(
    person: SignedInActor,
    kind: 'CODE' | 'PASSKEY',
    removal: string,
    values: readonly string[],
  ): Promise<SecondFactors> {
    const { accountId } = person;
    return transaction(this.parts.db, async (tx) => {
      // Of two removals at once, one finds the other one's done.
      await lockedAccount(tx, accountId);
      if ((await rows(tx, removal, [accountId, ...values])).length === 0)
        throw new AppError('NOT_FOUND', 'There is no such factor');
      const { has, mandatory } = await this.#standing(tx, accountId);
      if (!has && mandatory) throw new AppError('CONFLICT', 'Your role needs a second factor: add another one first');
      if (!has) await forgetFactors(tx, accountId);
      await recordAudit(tx, person, 'accounts.removeSecondFactor', { type: 'account', id: accountId }, { kind });
      await this.#tell(tx, accountId, factorRemovedNotice);
      await this.parts.onFactors(tx, accountId);
      return this.of(tx, accountId);
    });
  }

  #standing(tx: Transaction, accountId: string): Promise<FactorStanding> {
    return factorStanding(tx, this.parts.settings, accountId);
  }

  /** Signed in, or in the step of a sign-in that these operations are for. */
  #self(actor: Actor, during: SignInStep): SignedInActor {
    if (actor.accountId !== null && actor.step === during) return actor as SignedInActor;
    return demand(actor, ownSecondFactor);
  }

  #verifiedSelf(actor: Actor): SignedInActor {
    const person = this.#self(actor, SignInStep.ENROLMENT);
    demandProof(person, this.#minutes(), this.parts.now());
    return person;
  }

  #minutes(): number {
    return this.parts.settings.read(proofMinutes);
  }

  #tell(tx: Transaction, accountId: string, what: Notice<never>): Promise<void> {
    return this.parts.notifier.notify(tx, what, { accountId, variables: {} });
  }
}

const passkeysOf = (tx: Transaction, accountId: string): Promise<Passkey[]> =>
  tx.find(Passkey, { where: { accountId }, order: { createdAt: 'ASC', id: 'ASC' } });

/** What changes the factors of one account happens one after the other. */
async function lockedAccount(tx: Transaction, accountId: string): Promise<Account> {
  const account = await tx.findOne(Account, { where: { id: accountId }, lock: { mode: 'for_no_key_update' } });
  if (!account) throw new AppError('NOT_FOUND', 'No such person');
  return account;
}

async function replaceRecoveryCodes(tx: Transaction, accountId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await tx.query('delete from recovery_code where account_id = $1', [accountId]);
  await tx.query('insert into recovery_code (account_id, digest) select $1, unnest($2::bytea[])', [
    accountId,
    codes.map((code) => recoveryCodeDigest(accountId, code)),
  ]);
  return codes;
}

async function forgetFactors(tx: Transaction, accountId: string): Promise<void> {
  for (const table of ['totp', 'passkey', 'recovery_code'])
    await tx.query(`delete from ${table} where account_id = $1`, [accountId]);
}

function nameOfPasskey(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '')
    throw new AppError('BAD_USER_INPUT', 'A passkey needs a name', [
      { path: 'name', code: 'REQUIRED', message: 'A passkey needs a name' },
    ]);
  if (trimmed.length > longestName)
    throw new AppError('BAD_USER_INPUT', 'This name is too long', [
      { path: 'name', code: 'TOO_LONG', bound: longestName, message: `At most ${longestName} characters` },
    ]);
  return trimmed;
}

/** Neither a key nor support in somebody's place: with what the owner proves themselves is nobody else's business. */
function whoCanProve({ accountId, sessionId, impersonatorId }: Actor): string {
  if (accountId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
  if (sessionId === null || impersonatorId !== null)
    throw new AppError('FORBIDDEN', 'Only the owner of an account can prove it');
  return accountId;
}

/** A proof is for the session that asked for it. */
const proofPurpose = ({ sessionId }: Actor): string => `prove in session ${sessionId}`;
const registrationPurpose = ({ sessionId }: Actor): string => `register in session ${sessionId}`;
