import { createHash } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { Settings } from '../platform/setting.ts';
import { Account } from './account.entity.ts';
import { lockAfter, lockMinutes } from './account.settings.ts';
import { passwordFits } from './password.ts';
import type { SessionService, SessionTokens } from './session.service.ts';

export interface SignInServiceParts {
  db: Db;
  settings: Settings;
  sessions: SessionService;
  now: () => Date;
}

/** Known and unknown addresses take the same way, do the same work and are locked alike. */
export class SignInService {
  constructor(private readonly parts: SignInServiceParts) {}

  async signIn(actor: Actor, email: string, password: string, userAgent: string | null): Promise<SessionTokens> {
    const address = email.trim().toLowerCase();
    const digest = createHash('sha256').update(address).digest();
    const account = await this.parts.db.source.getRepository(Account).findOneBy({ email: address });

    if (!(await this.countAttempt(digest))) {
      await this.recordRefusal(actor, account, 'LOCKED');
      throw new AppError('RATE_LIMITED', 'Too many failed sign-ins: try again later');
    }
    if (!(await passwordFits(password, account?.passwordHash ?? null)) || account?.status !== 'ACTIVE') {
      await this.recordRefusal(actor, account, 'WRONG');
      throw new AppError('UNAUTHENTICATED', 'The e-mail address or the password is wrong');
    }

    return transaction(this.parts.db, async (tx) => {
      await tx.query('delete from sign_in_lock where email_digest = $1', [digest]);
      const tokens = await this.parts.sessions.begin(tx, {
        accountId: account.id,
        userAgent,
        ip: actor.ip,
        verified: true,
      });
      await recordAudit(tx, { ...actor, accountId: account.id }, 'accounts.signIn', {
        type: 'session',
        id: tokens.sessionId,
      });
      return tokens;
    });
  }

  /**
   * Counted before the password is looked at, so that attempts that run at once cannot all slip through. A success takes
   * the count away; the last attempt allowed locks already. False: locked.
   */
  private async countAttempt(digest: Buffer): Promise<boolean> {
    const { db, settings } = this.parts;
    const now = this.parts.now();
    const lockMilliseconds = settings.read(lockMinutes) * 60_000;
    const { rows: counted } = await db.pool.query({
      name: 'sign-in-count',
      // A lock that is over, or a failure of long ago, counts no more: the next attempt is the first one again.
      text: `insert into sign_in_lock as known (email_digest, failures, last_failure_at, locked_until)
             values ($1, 1, $2, case when $5 <= 1 then $4::timestamptz end)
             on conflict (email_digest) do update set
               failures = case when known.locked_until is null and known.last_failure_at > $3 then known.failures else 0 end + 1,
               last_failure_at = $2,
               locked_until = case
                 when case when known.locked_until is null and known.last_failure_at > $3 then known.failures else 0 end + 1 >= $5
                 then $4::timestamptz end
             where known.locked_until is null or known.locked_until <= $2
             returning failures`,
      values: [
        digest,
        now,
        new Date(now.getTime() - lockMilliseconds),
        new Date(now.getTime() + lockMilliseconds),
        settings.read(lockAfter),
      ],
    });
    return counted.length > 0;
  }

  private async recordRefusal(actor: Actor, account: Account | null, reason: 'LOCKED' | 'WRONG'): Promise<void> {
    await transaction(this.parts.db, (tx) =>
      recordAudit(tx, actor, 'accounts.signIn', account && { type: 'account', id: account.id }, { reason }, 'REFUSED'),
    );
  }

  /** Counts that no longer matter. Guesses at addresses that do not exist leave some behind. */
  async forgetOldCounts(): Promise<void> {
    const { db, settings } = this.parts;
    const before = new Date(this.parts.now().getTime() - settings.read(lockMinutes) * 60_000);
    await transaction(db, (tx) =>
      rows(
        tx,
        'delete from sign_in_lock where last_failure_at <= $1 and (locked_until is null or locked_until <= $2)',
        [before, this.parts.now()],
      ),
    );
  }
}
