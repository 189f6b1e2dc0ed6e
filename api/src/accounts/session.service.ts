import { randomBytes, randomUUID } from 'node:crypto';
import type { Actor, SignInStep } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { afterCommit, rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Keyring } from '../platform/keyring.ts';
import { demand } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { heldRoles } from './access.ts';
import type { AccessTokens } from './access-token.ts';
import { useOwnAccount } from './account.policy.ts';
import { accessTokenMinutes, mostSessions, sessionDays } from './account.settings.ts';
import {
  announceHandOff,
  isLive,
  refreshSecrets,
  sessionChanged,
  sessionsEnded,
  type LiveSessions,
  type SessionChange,
  type SessionsEnded,
} from './live-sessions.ts';
import { digestOf, isGenuine, readRefreshToken, refreshSecretLength, writeRefreshToken } from './refresh-token.ts';
import { deviceOf, longestUserAgent, type SessionInfo } from './session-info.ts';
import { openOrigin, sealedOrigin, type SealedOrigin } from './session-origin.ts';

export interface NewSession {
  accountId: string;
  userAgent: string | null;
  ip: string | null;
  /** Identity was proven just now; opens what `demandVerified` guards. */
  verified: boolean;
  /** What is left to do before this counts as signed in. */
  step?: SignInStep | null;
  /** Held by a member of staff, until a fixed time. */
  impersonation?: { impersonatorId: string; readOnly: boolean; endsAt: Date };
  /** For joining alone, until a fixed time, given by another session of the same person. */
  handOff?: { handedBy: string; endsAt: Date };
}

/** What the client is given for a session. */
export interface SessionTokens {
  sessionId: string;
  accountId: string;
  /** Sent with every request. */
  accessToken: string;
  expiresAt: Date;
  /** Good for one renewal of both. */
  refreshToken: string;
  refreshExpiresAt: Date;
}

export interface SessionServiceParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  keyring: Keyring;
  tokens: AccessTokens;
  live: LiveSessions;
  /** What whoever is signed in has come to owe since. */
  owedStep: (tx: Transaction, accountId: string) => Promise<SignInStep | null>;
  now: () => Date;
}

interface SessionRow {
  id: string;
  account_id: string;
  expires_at: Date;
  refresh_secret: Buffer;
  refresh_generation: number;
  retry_key_hash: Buffer | null;
  impersonator_id: string | null;
  limited_to: string | null;
  step: SignInStep | null;
}

const retryKeyLength = { min: 16, max: 200 };
const noSession = (): AppError => new AppError('UNAUTHENTICATED', 'This session has ended: sign in again');

export class SessionService {
  constructor(private readonly parts: SessionServiceParts) {}

  /**
   * Part of the transaction that found the password (or whatever else proves identity) right. Locks the account, so that
   * sign-ins at the same moment do not pass the limit together: the oldest sessions above it end.
   */
  async begin(tx: Transaction, session: NewSession): Promise<SessionTokens> {
    const { accountId } = session;
    const { settings, keyring, now } = this.parts;
    const [account] = await rows<{ status: string }>(tx, 'select status from account where id = $1 for no key update', [
      accountId,
    ]);
    if (account?.status !== 'ACTIVE') throw new AppError('UNAUTHENTICATED', 'This account cannot sign in');
    const { impersonation, handOff } = session;
    // Every session counts, also of support, which gives way first, and of the phone, which does not push out the computer that
    // shows it the code.
    await this.endOldest(tx, accountId, settings.read(mostSessions, { accountId }) - 1, handOff?.handedBy ?? null);

    const sessionId = randomUUID();
    const secret = randomBytes(refreshSecretLength);
    const refreshExpiresAt = impersonation?.endsAt ?? handOff?.endsAt ?? this.refreshEnd(accountId);
    const userAgent = session.userAgent?.slice(0, longestUserAgent) ?? null;
    const origin = sealedOrigin(keyring, sessionId, { ip: session.ip, userAgent });
    const originColumns = Object.keys(origin);
    await tx.query(
      `insert into session (id, account_id, refresh_secret, created_at, refreshed_at, last_used_at, expires_at, step, verified_at,
         impersonator_id, read_only, limited_to, handed_by, ${originColumns.join(', ')})
       values ($1, $2, $3, $4, $4, $4, $5, $6, $7, $8, $9, $10, $11, ${originColumns.map((_, i) => `$${i + 12}`).join(', ')})`,
      [
        sessionId,
        accountId,
        keyring.seal(refreshSecrets.at(sessionId), secret),
        now(),
        refreshExpiresAt,
        session.step ?? null,
        session.verified ? now() : null,
        impersonation?.impersonatorId ?? null,
        impersonation?.readOnly ?? false,
        handOff ? 'ONBOARDING' : null,
        handOff?.handedBy ?? null,
        ...originColumns.map((name) => origin[name]),
      ],
    );
    return this.tokensOf(tx, { accountId, sessionId, secret, generation: 1, refreshExpiresAt });
  }

  /**
   * Trades a refresh token for the next one and an access token. A token works once: whoever comes with an older one may
   * have stolen it, or was stolen from, and so the session ends. The one exception is the same trade asked for again with
   * the same `retryKey`, because the answer was lost: it gets the same answer.
   */
  async refresh(actor: Actor, token: string, retryKey: string): Promise<SessionTokens> {
    if (retryKey.length < retryKeyLength.min || retryKey.length > retryKeyLength.max) {
      const [code, bound] =
        retryKey.length < retryKeyLength.min
          ? (['TOO_SHORT', retryKeyLength.min] as const)
          : (['TOO_LONG', retryKeyLength.max] as const);
      const message = `Between ${retryKeyLength.min} and ${retryKeyLength.max} characters`;
      throw new AppError('BAD_USER_INPUT', 'This retry key cannot be used', [
        { path: 'retryKey', code, bound, message },
      ]);
    }
    const shown = readRefreshToken(token);
    if (!shown) throw noSession();
    const { db, keyring, now } = this.parts;
    const tokens = await transaction(db, async (tx) => {
      const [session] = await rows<SessionRow>(
        tx,
        `select session.* from session join account on account.id = account_id
         where session.id = $1 and ${isLive('$2')} and account.status = 'ACTIVE' for no key update of session`,
        [shown.sessionId, now()],
      );
      if (!session) return null;
      const { id: sessionId, account_id: accountId, refresh_generation: current } = session;
      const secret = keyring.open(refreshSecrets.at(sessionId), session.refresh_secret);
      if (!isGenuine(shown, secret)) return null;

      const asked = digestOf(retryKey);
      if (shown.generation === current) {
        const endIsFixed = session.impersonator_id !== null || session.limited_to !== null;
        const refreshExpiresAt = endIsFixed ? session.expires_at : this.refreshEnd(accountId);
        await tx.query(
          `update session set refresh_generation = $2, retry_key_hash = $3, refreshed_at = $4, last_used_at = $4, expires_at = $5
           where id = $1`,
          [sessionId, current + 1, asked, now(), refreshExpiresAt],
        );
        // Only here: another process that remembers the former token a little longer does no harm.
        afterCommit(tx, () => this.parts.live.forget([sessionId]));
        // A sign-in that is never over would never ask again.
        if (session.step === null && !endIsFixed) await this.#owe(tx, sessionId, accountId);
        return this.tokensOf(tx, { accountId, sessionId, secret, generation: current + 1, refreshExpiresAt });
      }
      if (shown.generation === current - 1 && session.retry_key_hash?.equals(asked))
        return this.tokensOf(tx, {
          accountId,
          sessionId,
          secret,
          generation: current,
          refreshExpiresAt: session.expires_at,
        });

      await this.endSessions(tx, 'id = $2', [sessionId]);
      await recordAudit(
        tx,
        { ...actor, accountId },
        'accounts.reuseRefreshToken',
        { type: 'session', id: sessionId },
        { generation: shown.generation, current },
        'REFUSED',
      );
      return null;
    });
    if (!tokens) throw noSession();
    return tokens;
  }

  async #owe(tx: Transaction, sessionId: string, accountId: string): Promise<void> {
    const step = await this.parts.owedStep(tx, accountId);
    if (step === null) return;
    await tx.query('update session set step = $2 where id = $1', [sessionId, step]);
    await this.announceChange(tx, sessionId);
  }

  /** The step is done; `next` null means signed in. Doing it proved identity. */
  async completeStep(tx: Transaction, sessionId: string, next: SignInStep | null): Promise<void> {
    await tx.query('update session set step = $2, verified_at = $3 where id = $1', [sessionId, next, this.parts.now()]);
    await this.announceChange(tx, sessionId);
  }

  /** Whoever holds this session has shown again who they are. */
  async markVerified(tx: Transaction, sessionId: string): Promise<void> {
    await tx.query('update session set verified_at = $2 where id = $1', [sessionId, this.parts.now()]);
    await this.announceChange(tx, sessionId);
  }

  /** False when there was none to end. Every process closes what the session had open. */
  async signOut(actor: Actor): Promise<boolean> {
    const { sessionId } = actor;
    if (sessionId === null) return false;
    return transaction(this.parts.db, async (tx) => {
      const ended = await this.endSessions(tx, 'id = $2', [sessionId]);
      if (ended.length === 0) return false;
      const impersonations = actor.accountId === null ? 0 : await this.#endLooking(tx, actor.accountId);
      await recordAudit(
        tx,
        actor,
        'accounts.signOut',
        { type: 'session', id: sessionId },
        impersonations > 0 ? { impersonations } : {},
      );
      return true;
    });
  }

  /** The actor's own sessions, the one used last first. */
  async own(actor: Actor): Promise<SessionInfo[]> {
    const { accountId, sessionId } = demand(actor, useOwnAccount);
    return this.ofAccount(accountId, sessionId);
  }

  /** One of the actor's own. Ending it a second time changes nothing. */
  async endOwn(actor: Actor, sessionId: string): Promise<void> {
    const { accountId } = demand(actor, useOwnAccount);
    await transaction(this.parts.db, (tx) => this.endOne(tx, actor, accountId, sessionId));
  }

  /** One session of this account. */
  async endOne(tx: Transaction, actor: Actor, accountId: string, sessionId: string): Promise<void> {
    const [known] = isUuid(sessionId)
      ? await rows(tx, 'select from session where id = $1 and account_id = $2', [sessionId, accountId])
      : [];
    if (!known) throw new AppError('NOT_FOUND', 'No such session');
    const ended = await this.endSessions(tx, 'id = $2', [sessionId]);
    if (ended.length === 0) return;
    // Which of their sessions they began to look from is not known.
    const impersonations = await this.#endLooking(tx, accountId);
    await recordAudit(
      tx,
      actor,
      'accounts.endSession',
      { type: 'session', id: sessionId },
      impersonations > 0 ? { impersonations } : {},
    );
  }

  /** The phone that goes on with joining. False: there was none. */
  async endHandedOff(tx: Transaction, accountId: string): Promise<boolean> {
    return (await this.endSessions(tx, 'account_id = $2 and limited_to is not null', [accountId])).length > 0;
  }

  /** Every other session of the actor, or really every one. Says how many there were. */
  async endAllOwn(actor: Actor, { keepThis }: { keepThis: boolean }): Promise<number> {
    const { accountId, sessionId } = demand(actor, useOwnAccount);
    return transaction(this.parts.db, (tx) =>
      this.endAll(tx, actor, accountId, keepThis && sessionId !== null ? { except: sessionId } : {}),
    );
  }

  /** Ends every session of an account, or all but one. Says how many there were. */
  async endAll(
    tx: Transaction,
    actor: Actor,
    accountId: string,
    { except }: { except?: string } = {},
  ): Promise<number> {
    // After whoever is signing in at this moment, so that no session slips through.
    await tx.query('select from account where id = $1 for no key update', [accountId]);
    const ended = await this.endSessions(tx, 'account_id = $2 and id is distinct from $3', [accountId, except ?? null]);
    const impersonations = except === undefined ? await this.#endLooking(tx, accountId) : 0;
    if (ended.length + impersonations > 0)
      await recordAudit(
        tx,
        actor,
        'accounts.endSessions',
        { type: 'account', id: accountId },
        { sessions: ended.length, ...(impersonations > 0 && { impersonations }) },
      );
    return ended.length;
  }

  /** Staff who sign out look through nobody's eyes any more, nor begin to by a link that they still hold. */
  async #endLooking(tx: Transaction, staff: string): Promise<number> {
    await tx.query(
      'update impersonation set code_expires_at = $2 where impersonator_id = $1 and session_id is null and code_expires_at > $2',
      [staff, this.parts.now()],
    );
    return (await this.endSessions(tx, 'impersonator_id = $2', [staff])).length;
  }

  /** Of whoever of the staff looks at this account. */
  async endImpersonations(tx: Transaction, accountId: string): Promise<void> {
    await this.endSessions(tx, 'account_id = $2 and impersonator_id is not null', [accountId]);
  }

  /** Live sessions of an account, the one used last first. To be asked for by whoever may see them. */
  async ofAccount(accountId: string, current: string | null = null): Promise<SessionInfo[]> {
    const { rows: found } = await this.parts.db.pool.query<
      SealedOrigin & { created_at: Date; last_used_at: Date; impersonated: boolean; forJoining: boolean }
    >({
      name: 'sessions-of-account',
      text: `select id, ip_sealed as "ipSealed", user_agent_sealed as "userAgentSealed", created_at, last_used_at, impersonator_id is not null as impersonated,
               limited_to is not null as "forJoining" from session
             where account_id = $1 and ${isLive('$2')} order by last_used_at desc, id`,
      values: [accountId, this.parts.now()],
    });
    return found.map(({ created_at, last_used_at, impersonated, forJoining, ...session }) => {
      const { ip, userAgent } = openOrigin(this.parts.keyring, session);
      return {
        id: session.id,
        ...deviceOf(userAgent),
        ip,
        createdAt: created_at,
        lastUsedAt: last_used_at,
        bySupport: impersonated,
        forJoining,
        current: session.id === current,
      };
    });
  }

  private refreshEnd(accountId: string): Date {
    const { settings, now } = this.parts;
    return new Date(now().getTime() + settings.read(sessionDays, { accountId }) * 86_400_000);
  }

  private async tokensOf(
    tx: Transaction,
    session: Pick<SessionTokens, 'accountId' | 'sessionId' | 'refreshExpiresAt'> & {
      secret: Buffer;
      generation: number;
    },
  ): Promise<SessionTokens> {
    const { accountId, sessionId, refreshExpiresAt, secret, generation } = session;
    const { settings, tokens, now } = this.parts;
    const [subject] = await rows<{ organisationId: string | null; roles: string[] }>(
      tx,
      `select a.organisation_id as "organisationId", ${heldRoles} as roles from account a where a.id = $1`,
      [accountId],
    );
    // The token counts in whole seconds.
    const end = Math.floor(now().getTime() / 1000) + settings.read(accessTokenMinutes, { accountId }) * 60;
    const expiresAt = new Date(end * 1000);
    return {
      sessionId,
      accountId,
      accessToken: await tokens.sign({ accountId, sessionId, ...subject! }, expiresAt),
      expiresAt,
      refreshToken: writeRefreshToken(secret, sessionId, generation),
      refreshExpiresAt,
    };
  }

  private async endOldest(tx: Transaction, accountId: string, keep: number, spared: string | null): Promise<void> {
    await this.endSessions(
      tx,
      `id in (select id from session where account_id = $2 and ${isLive('$1')}
         order by (id is not distinct from $4) desc, impersonator_id is null desc, created_at desc, id desc offset $3)`,
      [accountId, keep, spared],
    );
  }

  /** `which` begins to count its values at $2. */
  private async endSessions(tx: Transaction, which: string, values: unknown[]): Promise<string[]> {
    const end = (wanted: string, given: unknown[]) =>
      rows<{ id: string; accountId: string; limitedTo: string | null }>(
        tx,
        `update session set ended_at = $1, refresh_secret = null where ${wanted} and ended_at is null
         returning id, account_id as "accountId", limited_to as "limitedTo"`,
        [this.parts.now(), ...given],
      );
    const asked = await end(which, values);
    // With a session ends what it handed to another device.
    const ended = [...asked, ...(await end('handed_by = any($2)', [asked.map(({ id }) => id)]))];
    for (const accountId of new Set(ended.filter(({ limitedTo }) => limitedTo).map((each) => each.accountId)))
      await announceHandOff(this.parts.events, tx, accountId);
    const sessionIds = ended.map(({ id }) => id);
    if (sessionIds.length > 0) {
      await this.parts.events.publish(tx, sessionsEnded, { sessionIds } satisfies SessionsEnded);
      afterCommit(tx, () => this.parts.live.forget(sessionIds));
    }
    return sessionIds;
  }

  private async announceChange(tx: Transaction, sessionId: string): Promise<void> {
    await this.parts.events.publish(tx, sessionChanged, { sessionId } satisfies SessionChange);
    afterCommit(tx, () => this.parts.live.forget([sessionId]));
  }
}
