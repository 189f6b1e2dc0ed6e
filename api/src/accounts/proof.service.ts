import { registerEnumType } from 'type-graphql';
import type { SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Notifier } from '../platform/notifier.ts';
import { attemptsToProve, type AttemptLock } from './attempt-lock.ts';
import { passwordFits } from './password.ts';
import type { Passkeys } from './passkeys.ts';
import type { ProofInput } from './proof.inputs.ts';
import { recoveryCodeDigest } from './recovery-codes.ts';
import { proofLockedNotice, recoveryCodeUsedNotice } from './second-factor.notices.ts';
import { totpSecret } from './totp.entity.ts';
import { stepOfCode } from './totp.ts';

export enum ProofKind {
  PASSWORD = 'PASSWORD',
  CODE = 'CODE',
  RECOVERY_CODE = 'RECOVERY_CODE',
  PASSKEY = 'PASSKEY',
}
registerEnumType(ProofKind, {
  name: 'ProofKind',
  description: 'With what somebody can show that it is they.',
  valuesConfig: {
    PASSWORD: { description: 'Where there is no second factor.' },
    CODE: { description: 'Six digits of an authenticator app.' },
    RECOVERY_CODE: { description: 'One of the codes to be kept on paper; each counts once.' },
    PASSKEY: { description: 'A key on a device.' },
  },
});

interface Proof {
  kind: ProofKind;
  text: string;
}

const fields: Record<ProofKind, keyof ProofInput> = {
  PASSWORD: 'password',
  CODE: 'code',
  RECOVERY_CODE: 'recoveryCode',
  PASSKEY: 'passkey',
};

/** What is asked for, so that a proof of one thing is not taken for another. */
export interface Question {
  /** The name in the audit trail. */
  action: string;
  /** What a passkey must have signed for. */
  purpose: string;
}

export interface ProofServiceParts {
  db: Db;
  keyring: Keyring;
  attempts: AttemptLock;
  passkeys: Passkeys;
  notifier: Notifier;
  now: () => Date;
}

/** Looks at what people show to prove who they are, besides the first password. */
export class ProofService {
  constructor(private readonly parts: ProofServiceParts) {}

  /** With what this person can prove themselves. Who has a second factor is not asked for the password. */
  async kinds(accountId: string): Promise<ProofKind[]> {
    const { rows: found } = await this.parts.db.pool.query<Record<ProofKind, boolean>>(
      `select exists (select from totp where account_id = $1 and confirmed_at is not null) as "CODE",
         exists (select from passkey where account_id = $1) as "PASSKEY",
         exists (select from recovery_code where account_id = $1 and used_at is null) as "RECOVERY_CODE"`,
      [accountId],
    );
    const { CODE, PASSKEY, RECOVERY_CODE } = found[0]!;
    if (!CODE && !PASSKEY) return [ProofKind.PASSWORD];
    return [
      ...(PASSKEY ? [ProofKind.PASSKEY] : []),
      ...(CODE ? [ProofKind.CODE] : []),
      ...(RECOVERY_CODE ? [ProofKind.RECOVERY_CODE] : []),
    ];
  }

  /** Runs `then` in the transaction that found the proof right; what was wrong is counted, recorded and refused. */
  async prove<T>(
    actor: SignedInActor,
    input: ProofInput,
    { action, purpose }: Question,
    then: (tx: Transaction, kind: ProofKind) => Promise<T>,
  ): Promise<T> {
    const { db, attempts } = this.parts;
    const { accountId } = actor;
    const proof = theOneProof(input);
    const account = { type: 'account', id: accountId };
    const whose = attemptsToProve(accountId);
    // Nobody guesses a passkey: it works also while somebody else is guessing codes.
    if (proof.kind !== ProofKind.PASSKEY)
      await attempts.count(whose, () =>
        transaction(db, (tx) =>
          recordAudit(tx, actor, action, account, { kind: proof.kind, reason: 'LOCKED' }, 'REFUSED'),
        ),
      );
    const passwordRight = proof.kind === ProofKind.PASSWORD && (await this.#passwordFits(accountId, proof.text));

    const outcome = await transaction(db, async (tx) => {
      const right =
        proof.kind === ProofKind.PASSWORD ? passwordRight : await this.#isRight(tx, accountId, proof, purpose);
      if (!right) {
        await recordAudit(tx, actor, action, account, { kind: proof.kind, reason: 'WRONG' }, 'REFUSED');
        if (await attempts.isLocked(tx, whose))
          await this.parts.notifier.notify(tx, proofLockedNotice, { accountId, variables: {} });
        return null;
      }
      await attempts.forget(tx, whose);
      await recordAudit(tx, actor, action, account, { kind: proof.kind });
      return { value: await then(tx, proof.kind) };
    });
    if (outcome === null) throw wrongProof(proof.kind);
    return outcome.value;
  }

  /** Of the account whose authenticator app says `code` now, and never said it to us before. */
  async codeFits(tx: Transaction, accountId: string, code: string, which: 'confirmed' | 'pending'): Promise<boolean> {
    const [app] = await rows<{ id: string; secret: Buffer }>(
      tx,
      `select id, secret from totp where account_id = $1 and confirmed_at is ${which === 'confirmed' ? 'not' : ''} null`,
      [accountId],
    );
    if (!app) return false;
    const step = stepOfCode(this.parts.keyring.openText(totpSecret.at(app.id), app.secret), code, this.parts.now());
    if (step === null) return false;
    // Of two who send the same code at once, one is first.
    const used = await rows(
      tx,
      'update totp set last_used_step = $2 where id = $1 and (last_used_step is null or last_used_step < $2) returning 1',
      [app.id, step],
    );
    return used.length > 0;
  }

  async #passwordFits(accountId: string, password: string): Promise<boolean> {
    const { rows: found } = await this.parts.db.pool.query<{ hash: string | null }>(
      'select password_hash as hash from account where id = $1',
      [accountId],
    );
    const fits = await passwordFits(password, found[0]?.hash ?? null);
    return fits && (await this.kinds(accountId)).includes(ProofKind.PASSWORD);
  }

  async #isRight(tx: Transaction, accountId: string, proof: Proof, purpose: string): Promise<boolean> {
    switch (proof.kind) {
      case ProofKind.CODE:
        return this.codeFits(tx, accountId, proof.text, 'confirmed');
      case ProofKind.RECOVERY_CODE:
        return this.#useRecoveryCode(tx, accountId, proof.text);
      case ProofKind.PASSKEY:
        return (await this.parts.passkeys.signed(tx, purpose, proof.text, accountId)) !== null;
      case ProofKind.PASSWORD:
        return false;
    }
  }

  async #useRecoveryCode(tx: Transaction, accountId: string, code: string): Promise<boolean> {
    const digest = recoveryCodeDigest(accountId, code);
    if (!digest) return false;
    const used = await rows(
      tx,
      'update recovery_code set used_at = $3 where account_id = $1 and digest = $2 and used_at is null returning 1',
      [accountId, digest, this.parts.now()],
    );
    if (used.length === 0) return false;
    const [{ left } = { left: 0 }] = await rows<{ left: number }>(
      tx,
      'select count(*)::int as left from recovery_code where account_id = $1 and used_at is null',
      [accountId],
    );
    await this.parts.notifier.notify(tx, recoveryCodeUsedNotice, { accountId, variables: { left: String(left) } });
    return true;
  }
}

function theOneProof(input: ProofInput): Proof {
  const given = Object.values(ProofKind).flatMap((kind) => {
    const text = input[fields[kind]];
    return typeof text === 'string' ? [{ kind, text }] : [];
  });
  const [proof] = given;
  if (!proof || given.length > 1)
    throw new AppError('BAD_USER_INPUT', 'Give exactly one proof', [
      { path: 'proof', code: proof ? 'NOT_ALLOWED' : 'REQUIRED', message: 'Give exactly one proof' },
    ]);
  return proof;
}

const wrongProof = (kind: ProofKind): AppError =>
  new AppError('BAD_USER_INPUT', 'This is not right, or was used before', [
    { path: `proof.${fields[kind]}`, code: 'NOT_ALLOWED', message: 'This is not right, or was used before' },
  ]);
