import type { Actor, SignInStep } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { Account } from './account.entity.ts';
import { accountByEmail } from './account-by-email.ts';
import { attemptsOfAddress, type AttemptLock } from './attempt-lock.ts';
import { passwordFits } from './password.ts';
import type { SessionService, SessionTokens } from './session.service.ts';

export interface SignInServiceParts {
  db: Db;
  attempts: AttemptLock;
  sessions: SessionService;
  /** What the right password alone does not open. */
  stepAtSignIn: (tx: Transaction, accountId: string) => Promise<SignInStep | null>;
}

/** Known and unknown addresses take the same way, do the same work and are locked alike. */
export class SignInService {
  constructor(private readonly parts: SignInServiceParts) {}

  async signIn(actor: Actor, email: string, password: string, userAgent: string | null): Promise<SessionTokens> {
    const { db } = this.parts;
    const whose = attemptsOfAddress(db.keyring, email);
    const account = await accountByEmail(db, email);

    if (!(await this.parts.attempts.count(whose))) {
      await this.recordRefusal(actor, account, 'LOCKED');
      throw new AppError('RATE_LIMITED', 'Too many failed sign-ins: try again later');
    }
    if (!(await passwordFits(password, account?.passwordHash ?? null)) || account?.status !== 'ACTIVE') {
      await this.recordRefusal(actor, account, 'WRONG');
      throw new AppError('UNAUTHENTICATED', 'The e-mail address or the password is wrong');
    }

    return transaction(this.parts.db, async (tx) => {
      await this.parts.attempts.forget(tx, whose);
      const tokens = await this.parts.sessions.begin(tx, {
        accountId: account.id,
        userAgent,
        ip: actor.ip,
        verified: true,
        step: await this.parts.stepAtSignIn(tx, account.id),
      });
      await recordAudit(tx, { ...actor, accountId: account.id }, 'accounts.signIn', {
        type: 'session',
        id: tokens.sessionId,
      });
      return tokens;
    });
  }

  private async recordRefusal(actor: Actor, account: Account | null, reason: 'LOCKED' | 'WRONG'): Promise<void> {
    await transaction(this.parts.db, (tx) =>
      recordAudit(tx, actor, 'accounts.signIn', account && { type: 'account', id: account.id }, { reason }, 'REFUSED'),
    );
  }
}
