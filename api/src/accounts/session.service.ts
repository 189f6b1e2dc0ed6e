import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { nobody, type Actor, type Principal } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import type { WebApp } from '../platform/context.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { cookieHeader, cookieValue } from '../platform/http-cookies.ts';
import type { Scope } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { accessChanged, heldPermissions, permissionsFrom, type AccessChange } from './access.ts';
import { sessionDays } from './account.settings.ts';
import { Session } from './session.entity.ts';

/** Somebody with a live session. */
export interface Identity extends Principal {
  accountId: string;
  sessionId: string;
  expiresAt: Date;
}

/** The channel on which every process hears that a session is over. */
export const sessionEnded = 'session-ended';

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

export class SessionService {
  private readonly cache = new Map<string, { identity: Identity; until: number }>();
  /** Counts ends and gaps: what was read before one of them is not kept. */
  private endings = 0;
  private readonly listening: (() => void)[];

  constructor(private readonly parts: SessionServiceParts) {
    this.listening = [
      parts.events.subscribe<{ sessionId: string }>(sessionEnded, ({ sessionId }) => this.forget(sessionId)),
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

  async begin(tx: Transaction, accountId: string): Promise<{ session: Session; token: string }> {
    const token = randomBytes(32).toString('base64url');
    const now = this.parts.now();
    const session = await tx.save(
      tx.create(Session, {
        accountId,
        tokenHash: createHash('sha256').update(token).digest(),
        createdAt: now,
        expiresAt: new Date(now.getTime() + this.parts.settings.read(sessionDays, { accountId }) * 86_400_000),
        endedAt: null,
      }),
    );
    return { session, token };
  }

  /** False when there was none to end. Every process closes what the session had open. */
  async end(actor: Actor): Promise<boolean> {
    const { sessionId } = actor;
    if (sessionId === null) return false;
    const didEnd = await transaction(this.parts.db, async (tx) => {
      const ended = await rows(tx, 'update session set ended_at = $2 where id = $1 and ended_at is null returning id', [
        sessionId,
        this.parts.now(),
      ]);
      if (ended.length === 0) return false;
      await recordAudit(tx, actor, 'accounts.signOut', { type: 'session', id: sessionId });
      await this.parts.events.publish(tx, sessionEnded, { sessionId });
      return true;
    });
    // The event is on its way to every process; here it is over before anybody is told so.
    this.forget(sessionId);
    return didEnd;
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

  private async load(tokenHash: Buffer, now: number): Promise<Identity | null> {
    const { rows: found } = await this.parts.db.pool.query<
      Pick<Identity, 'accountId' | 'sessionId' | 'organisationId' | 'expiresAt'> & { permissions: [string, Scope][] }
    >({
      name: 'session-of-token',
      text: `select s.id as "sessionId", s.expires_at as "expiresAt", a.id as "accountId",
               a.organisation_id as "organisationId", ${heldPermissions} as permissions
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

  private forget(sessionId: string): void {
    this.endings++;
    for (const [key, { identity }] of this.cache) if (identity.sessionId === sessionId) this.cache.delete(key);
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
