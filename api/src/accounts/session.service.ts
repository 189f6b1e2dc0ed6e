import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { nobody, type Actor, type Principal, type SignInStep } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import type { WebApp } from '../platform/context.ts';
import { afterCommit, rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { cookieHeader, cookieValue } from '../platform/http-cookies.ts';
import type { Scope } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { accessChanged, heldPermissions, permissionsFrom, type AccessChange } from './access.ts';
import { mostSessions, sessionDays } from './account.settings.ts';

/** Somebody with a live session. */
export interface Identity extends Principal {
  accountId: string;
  sessionId: string;
  expiresAt: Date;
}

/** The channel on which every process hears that sessions are over. */
export const sessionsEnded = 'sessions-ended';
export interface SessionsEnded {
  sessionIds: string[];
}

/** The channel on which every process hears that a session has proved more about who it belongs to. */
export const sessionChanged = 'session-changed';
export interface SessionChange {
  sessionId: string;
}

export interface NewSession {
  accountId: string;
  userAgent: string | null;
  ip: string | null;
  /** Identity was proven just now; opens what `demandVerified` guards. */
  verified: boolean;
  /** What is left to do before this counts as signed in. */
  step?: SignInStep | null;
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
  /** People reach the API by https, so cookies may be bound to it. */
  https: boolean;
  now: () => Date;
}

/** How long an account's name and role may be out of date. The end of a session is noticed at once, by its event. */
const cacheMilliseconds = 30_000;
const cacheSize = 20_000;
const longestUserAgent = 500;

export class SessionService {
  private readonly cache = new Map<string, { identity: Identity; until: number }>();
  /** Counts ends and gaps: what was read before one of them is not kept. */
  private endings = 0;
  private readonly listening: (() => void)[];

  constructor(private readonly parts: SessionServiceParts) {
    this.listening = [
      parts.events.subscribe<SessionsEnded>(sessionsEnded, ({ sessionIds }) => this.forget(sessionIds)),
      parts.events.subscribe<SessionChange>(sessionChanged, ({ sessionId }) => this.forget([sessionId])),
      parts.events.subscribe<AccessChange>(accessChanged, ({ accountId }) => this.forgetAccount(accountId)),
      parts.events.onGap(() => {
        this.endings++;
        this.cache.clear();
      }),
    ];
  }

  close(): void {
    for (const stop of this.listening) stop();
  }

  /** Null for a token that nobody has, that is over, or that has expired. */
  async identify(token: string): Promise<Identity | null> {
    const digest = createHash('sha256').update(token).digest();
    const key = digest.toString('base64');
    const now = this.parts.now().getTime();
    const cached = this.cache.get(key);
    if (cached && cached.until > now) return cached.identity.expiresAt.getTime() > now ? cached.identity : null;

    const { endings } = this;
    const identity = await this.load(digest, now);
    if (!identity) this.cache.delete(key);
    else if (endings === this.endings) this.remember(key, identity, now);
    return identity;
  }

  /** Everybody who is signed in on this request: the bearer token, and either app's cookie. For links opened without headers. */
  async ofRequest(req: IncomingMessage): Promise<Identity[]> {
    const tokens = [
      bearerToken(req),
      this.cookieToken(req.headers.cookie, 'influencer'),
      this.cookieToken(req.headers.cookie, 'admin'),
    ];
    const found = await Promise.all(tokens.map(async (token) => (token === null ? null : this.identify(token))));
    return found.filter((identity) => identity !== null);
  }

  /** The session that one app keeps in its cookie. */
  cookieToken(header: string | undefined, app: WebApp): string | null {
    return cookieValue(header, this.cookieName(app));
  }

  /** For `set-cookie`; `expires` null signs out. */
  cookie(app: WebApp, token: string, expires: Date | null): string {
    return cookieHeader(this.cookieName(app), token, expires, this.parts.https);
  }

  /**
   * Part of the transaction that found the password (or whatever else proves identity) right. Locks the account, so that
   * sign-ins at the same moment do not pass the limit together: the oldest sessions above it end.
   */
  async begin(tx: Transaction, session: NewSession): Promise<SessionTokens> {
    const { accountId } = session;
    const now = this.parts.now();
    const [account] = await rows<{ status: string }>(tx, 'select status from account where id = $1 for no key update', [
      accountId,
    ]);
    if (account?.status !== 'ACTIVE') throw new AppError('UNAUTHENTICATED', 'This account cannot sign in');
    await this.endOldest(tx, accountId, this.parts.settings.read(mostSessions, { accountId }) - 1);

    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + this.parts.settings.read(sessionDays, { accountId }) * 86_400_000);
    const [added] = await rows<{ id: string }>(
      tx,
      `insert into session (account_id, token_hash, created_at, refreshed_at, last_used_at, expires_at, user_agent, ip, step, verified_at)
       values ($1, $2, $3, $3, $3, $4, $5, $6, $7, $8) returning id`,
      [
        accountId,
        createHash('sha256').update(token).digest(),
        now,
        expiresAt,
        session.userAgent?.slice(0, longestUserAgent) ?? null,
        session.ip,
        session.step ?? null,
        session.verified ? now : null,
      ],
    );
    return {
      sessionId: added!.id,
      accountId,
      accessToken: token,
      expiresAt,
      refreshToken: token,
      refreshExpiresAt: expiresAt,
    };
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
      await recordAudit(tx, actor, 'accounts.signOut', { type: 'session', id: sessionId });
      return true;
    });
  }

  /** Ends every session of an account, or all but one. Says how many there were. */
  async endAll(
    tx: Transaction,
    actor: Actor,
    accountId: string,
    { except }: { except?: string } = {},
  ): Promise<number> {
    const ended = await this.endSessions(tx, 'account_id = $2 and id is distinct from $3', [accountId, except ?? null]);
    if (ended.length > 0)
      await recordAudit(
        tx,
        actor,
        'accounts.endSessions',
        { type: 'account', id: accountId },
        { sessions: ended.length },
      );
    return ended.length;
  }

  /** Of these sessions, the ones that are over. */
  async ended(sessionIds: readonly string[]): Promise<string[]> {
    const { rows: live } = await this.parts.db.pool.query<{ id: string }>(
      'select id from session where id = any($1) and ended_at is null and expires_at > $2',
      [sessionIds, this.parts.now()],
    );
    const alive = new Set(live.map(({ id }) => id));
    return sessionIds.filter((id) => !alive.has(id));
  }

  private async endOldest(tx: Transaction, accountId: string, keep: number): Promise<void> {
    await this.endSessions(
      tx,
      `id in (select id from session where account_id = $2 and ended_at is null and expires_at > $1
              order by created_at desc, id desc offset $3)`,
      [accountId, keep],
    );
  }

  /** `which` begins to count its values at $2. */
  private async endSessions(tx: Transaction, which: string, values: unknown[]): Promise<string[]> {
    const ended = await rows<{ id: string }>(
      tx,
      `update session set ended_at = $1 where ${which} and ended_at is null returning id`,
      [this.parts.now(), ...values],
    );
    const sessionIds = ended.map(({ id }) => id);
    if (sessionIds.length > 0) {
      await this.parts.events.publish(tx, sessionsEnded, { sessionIds } satisfies SessionsEnded);
      // The event is on its way to every process; here it is over before anybody is told so.
      afterCommit(tx, () => this.forget(sessionIds));
    }
    return sessionIds;
  }

  private async announceChange(tx: Transaction, sessionId: string): Promise<void> {
    await this.parts.events.publish(tx, sessionChanged, { sessionId } satisfies SessionChange);
    afterCommit(tx, () => this.forget([sessionId]));
  }

  private async load(tokenHash: Buffer, now: number): Promise<Identity | null> {
    const { rows: found } = await this.parts.db.pool.query<
      Pick<Identity, 'accountId' | 'sessionId' | 'organisationId' | 'expiresAt' | 'step' | 'verifiedAt'> & {
        permissions: [string, Scope][];
      }
    >({
      name: 'session-of-token',
      text: `select s.id as "sessionId", s.expires_at as "expiresAt", s.step, s.verified_at as "verifiedAt",
               a.id as "accountId", a.organisation_id as "organisationId",
               case when s.step is null then ${heldPermissions} else '[]' end as permissions
             from session s join account a on a.id = s.account_id
             where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and a.status = 'ACTIVE'`,
      values: [tokenHash, new Date(now)],
    });
    return found[0] ? { ...nobody, ...found[0], permissions: permissionsFrom(found[0].permissions) } : null;
  }

  private remember(key: string, identity: Identity, now: number): void {
    this.cache.set(key, { identity, until: now + cacheMilliseconds });
    if (this.cache.size > cacheSize) this.cache.delete(this.cache.keys().next().value!);
  }

  private forget(sessionIds: readonly string[]): void {
    this.endings++;
    for (const [key, { identity }] of this.cache) if (sessionIds.includes(identity.sessionId)) this.cache.delete(key);
  }

  private forgetAccount(accountId: string | null): void {
    this.endings++;
    for (const [key, { identity }] of this.cache)
      if (accountId === null || identity.accountId === accountId) this.cache.delete(key);
  }

  /** `__Host-` binds the cookie to this very host; browsers accept it over https only. */
  private cookieName(app: WebApp): string {
    return `${this.parts.https ? '__Host-' : ''}influencegen-${app}`;
  }
}

export const bearerToken = (req: IncomingMessage): string | null =>
  /^Bearer ([\w~+/.=-]+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;

/** Which browser app says it is calling. Another site cannot send this header without asking first, and is told no. */
export function callingApp(req: IncomingMessage): WebApp | null {
  const app = req.headers['x-influencegen-app'];
  return app === 'influencer' || app === 'admin' ? app : null;
}
