import type { Actor, SignInStep } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Notifier } from '../platform/notifier.ts';
import { accountByEmail } from './account-by-email.ts';
import type { Account } from './account.entity.ts';
import { AccountStatus } from './account.lifecycle.ts';
import { newDevice } from './account.notices.ts';
import { tellLockedJob } from './registration.jobs.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { attemptsOfAddress, type AttemptLock, type Attempts } from './attempt-lock.ts';
import { deviceName, sameDevice } from './device.ts';
import type { OneTimeLinks } from './one-time-link.ts';
import { Crowded, hashPassword, inTurn, isOutdatedHash, passwordFitsInTurn } from './password.ts';
import type { RefusedAttempts } from './refused-attempts.ts';
import { openOrigin, type SealedOrigin } from './session-origin.ts';
import type { SessionService, SessionTokens } from './session.service.ts';
import { AccountDeactivated, EmailNotVerified } from './sign-in.refusals.ts';

export interface SignInServiceParts {
  db: Db;
  jobs: Jobs;
  notifier: Notifier;
  attempts: AttemptLock;
  limits: AttemptLimits;
  refused: RefusedAttempts;
  sessions: SessionService;
  oneTimeLinks: OneTimeLinks;
  /** What the right password alone does not open. */
  stepAtSignIn: (tx: Transaction, accountId: string) => Promise<SignInStep | null>;
  now: () => Date;
}

const costsKnownMilliseconds = 600_000;

/** Known and unknown addresses take the same way, do the same work and are locked alike. */
export class SignInService {
  #costs: { until: number; found: Promise<string[]> } | null = null;

  constructor(private readonly parts: SignInServiceParts) {}

  async signIn(actor: Actor, email: string, password: string, userAgent: string | null): Promise<SessionTokens> {
    const { db, limits } = this.parts;
    await limits.knock(actor);
    // Another sign-in may have hashed the same password anew meanwhile, or its owner replaced it: what is stored now is looked
    // at as a whole attempt, which ends this with the first one that is wrong.
    for (;;) {
      const account = await accountByEmail(db.source.manager, db.keyring, email);
      await this.demandPassword(actor, { account, address: email, password }, 'accounts.signIn');

      if (account!.status !== AccountStatus.ACTIVE) return this.#refuseStatus(actor, account!);
      const rehashed = isOutdatedHash(account!.passwordHash!) ? await hashPassword(password) : null;
      const tokens = await transaction(db, async (tx) => {
        if (!(await isStillPassword(tx, account!))) return null;
        if (rehashed !== null)
          await tx.query('update account set password_hash = $2 where id = $1', [account!.id, rehashed]);
        return this.enter(tx, actor, account!.id, userAgent);
      });
      if (tokens) return tokens;
    }
  }

  /**
   * Counts the attempt, then looks at the password. Locked or wrong, it is recorded and refused; `account` is null for an
   * address that nobody has, which makes no difference.
   */
  async demandPassword(
    actor: Actor,
    { account, address, password }: { account: Account | null; address: string; password: string },
    action: string,
  ): Promise<void> {
    const { db, attempts, limits, refused } = this.parts;
    const whose = attemptsOfAddress(db.keyring, address);
    await limits.knockAt(actor, whose);
    const costs = await this.#costsInUse();
    const fits = await inTurn(async () => {
      await attempts.count(whose, () => this.#recordRefusal(actor, account, action, { reason: 'LOCKED' }));
      return passwordFitsInTurn(password, account?.passwordHash ?? null, costs);
    }).catch((error: unknown) => {
      if (error instanceof Crowded) refused.note(actor, 'TOO_MANY_AT_ONCE');
      throw error;
    });
    if (!fits) {
      await this.#recordRefusal(actor, account, action, { reason: 'WRONG' }, whose);
      throw wrongCredentials();
    }
    await transaction(db, (tx) => attempts.forget(tx, whose));
  }

  /** How dear the stored hashes are to look at: one cost, but for a while after another one became enough. */
  async #costsInUse(): Promise<string[]> {
    const now = performance.now();
    if (!this.#costs || this.#costs.until < now)
      this.#costs = {
        until: now + costsKnownMilliseconds,
        found: this.parts.db.pool
          .query<{ cost: string }>(
            `select distinct split_part(password_hash, '$', 4) as cost from account where password_hash is not null`,
          )
          .then(({ rows: found }) => found.map(({ cost }) => cost)),
      };
    try {
      return await this.#costs.found;
    } catch (error) {
      this.#costs = null;
      throw error;
    }
  }

  /** Begins a session for somebody whose password, or right to choose one, was proven. The account is ACTIVE. */
  async enter(tx: Transaction, actor: Actor, accountId: string, userAgent: string | null): Promise<SessionTokens> {
    return this.begin(tx, actor, { accountId, userAgent, step: await this.parts.stepAtSignIn(tx, accountId) });
  }

  /** `step`: what is left to do. The account is ACTIVE. */
  async begin(
    tx: Transaction,
    actor: Actor,
    { accountId, userAgent, step }: { accountId: string; userAgent: string | null; step: SignInStep | null },
    details: Record<string, unknown> = {},
  ): Promise<SessionTokens> {
    const { sessions } = this.parts;
    await this.#tellOfNewDevice(tx, accountId, userAgent);
    const tokens = await sessions.begin(tx, { accountId, userAgent, ip: actor.ip, verified: true, step });
    await tx.query('update account set last_sign_in_at = $2 where id = $1', [accountId, this.parts.now()]);
    const session = { type: 'session', id: tokens.sessionId };
    await recordAudit(tx, { ...actor, accountId }, 'accounts.signIn', session, details);
    return tokens;
  }

  /** The password was right, so whoever asks may know how things stand. */
  async #refuseStatus(actor: Actor, account: Account): Promise<never> {
    const unverified = account.status === AccountStatus.UNVERIFIED;
    await this.#recordRefusal(actor, account, 'accounts.signIn', { reason: account.status });
    return refuse(unverified ? new EmailNotVerified() : new AccountDeactivated());
  }

  /** `lockedNow`: whose attempts this was one of; the last one allowed is followed by a mail. */
  async #recordRefusal(
    actor: Actor,
    account: Account | null,
    action: string,
    details: Record<string, unknown>,
    failed?: Attempts,
  ): Promise<void> {
    const { db, attempts, jobs } = this.parts;
    await transaction(db, async (tx) => {
      await recordAudit(tx, actor, action, account && { type: 'account', id: account.id }, details, 'REFUSED');
      // For addresses that nobody has, too: what is done meanwhile takes time.
      if (failed && (await attempts.isLocked(tx, failed)))
        await jobs.enqueue(tx, tellLockedJob, { accountId: account?.id ?? null }, { cause: actor });
    });
  }

  /** Not at the first sign-in of all: that one is expected. */
  async #tellOfNewDevice(tx: Transaction, accountId: string, userAgent: string | null): Promise<void> {
    const [before] = await rows(tx, 'select from account where id = $1 and last_sign_in_at is not null', [accountId]);
    if (!before) return;
    const known = await rows<SealedOrigin>(
      tx,
      `select id, user_agent_sealed as "userAgentSealed" from session where account_id = $1 order by created_at desc limit 100`,
      [accountId],
    );
    const { keyring } = this.parts.db;
    if (known.some((session) => sameDevice(openOrigin(keyring, session).userAgent, userAgent))) return;
    await this.parts.notifier.notify(tx, newDevice, {
      accountId,
      variables: {
        device: deviceName(userAgent),
        forgot: await this.parts.oneTimeLinks.page(tx, accountId, 'forgot'),
      },
    });
  }
}

const wrongCredentials = (): AppError => new AppError('UNAUTHENTICATED', 'The e-mail address or the password is wrong');

/**
 * Whether the password that was right a moment ago still is: one that was replaced meanwhile opens nothing. Locks the account, so that
 * it stays so until the transaction ends.
 */
export async function isStillPassword(
  tx: Transaction,
  { id, passwordHash }: Pick<Account, 'id' | 'passwordHash'>,
): Promise<boolean> {
  const same = await rows(tx, 'select from account where id = $1 and password_hash = $2 for no key update', [
    id,
    passwordHash,
  ]);
  return same.length > 0;
}
