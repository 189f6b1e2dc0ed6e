import type { IncomingMessage } from 'node:http';
import { nobody, type Principal } from '../platform/actor.ts';
import type { WebApp } from '../platform/context.ts';
import type { Db, Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { cookieHeader, cookieValue } from '../platform/http-cookies.ts';
import type { Keyring } from '../platform/keyring.ts';
import { may, type Permissions, type Scope } from '../platform/permission.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import { accessChanged, heldPermissions, permissionsFrom, type AccessChange } from './access.ts';
import type { AccessTokens } from './access-token.ts';
import { impersonate, impersonateToChange } from './impersonation.policy.ts';
import { isGenuine, readRefreshToken } from './refresh-token.ts';

/** Somebody with a live session. */
export interface Identity extends Principal {
  accountId: string;
  sessionId: string;
  /** When what they showed ends; the session itself may go on. */
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

/** The channel on which every process hears that a phone was connected for joining, or signed out. */
export const handOffChanged = 'hand-off-changed';
export const announceHandOff = (events: EventBus, tx: Transaction, accountId: string): Promise<void> =>
  events.publish(tx, handOffChanged, { accountId });

export const refreshSecrets = sealedColumn({
  table: 'session',
  column: 'refresh_secret',
  id: 'id',
  kind: 'credential',
  retention: 'use',
  description: 'Makes the refresh tokens of one session; gone when it ends',
});

/** Of the table `session`: not ended, not expired at `$n`. Rows of the former release have no secret and count as over. */
export const isLive = (now: string): string =>
  `session.ended_at is null and session.expires_at > ${now} and session.refresh_secret is not null`;

/** What is known about a session, as its row and its account say. */
interface LiveSession {
  identity: Identity;
  sealedSecret: Buffer;
  /** Opened when a cookie is looked at. */
  secret: Buffer | null;
  generation: number;
  refreshedAt: Date;
}

export interface LiveSessionsParts {
  db: Db;
  events: EventBus;
  keyring: Keyring;
  tokens: AccessTokens;
  /** People reach the API by https, so cookies may be bound to it. */
  https: boolean;
  now: () => Date;
}

/** Ends and changes are noticed at once, by their events; this is for what has none, such as a grant that runs out. */
const cacheMilliseconds = 30_000;
const cacheSize = 20_000;
/** A page may ask for pictures with its former cookie while the new one is on its way. */
const formerCookieMilliseconds = 60_000;

/** Who is signed in now. Signatures say what somebody showed; whether it still counts is asked here, on every request. */
export class LiveSessions {
  private readonly cache = new Map<string, { session: LiveSession; until: number }>();
  /** Counts ends, changes and gaps: what was read before one of them is not kept. */
  private changes = 0;
  private readonly listening: (() => void)[];

  constructor(private readonly parts: LiveSessionsParts) {
    const { events } = parts;
    this.listening = [
      events.subscribe<SessionsEnded>(sessionsEnded, ({ sessionIds }) => this.forget(sessionIds)),
      events.subscribe<SessionChange>(sessionChanged, ({ sessionId }) => this.forget([sessionId])),
      events.subscribe<AccessChange>(accessChanged, ({ accountId }) => this.forgetAccount(accountId)),
      events.onGap(() => {
        this.changes++;
        this.cache.clear();
      }),
    ];
  }

  close(): void {
    for (const stop of this.listening) stop();
  }

  /** Whoever holds this access token. Null: it is not one of ours, has expired, or its session is over. */
  async identify(accessToken: string): Promise<Identity | null> {
    const claims = await this.parts.tokens.verify(accessToken);
    if (!claims) return null;
    const session = await this.session(claims.sessionId);
    if (session?.identity.accountId !== claims.accountId) return null;
    return { ...session.identity, expiresAt: claims.expiresAt };
  }

  /** Whoever holds this refresh token. It renews nothing here: see `SessionService.refresh`. */
  async ofRefreshToken(token: string): Promise<Identity | null> {
    const shown = readRefreshToken(token);
    const session = shown && (await this.session(shown.sessionId));
    if (!session) return null;
    session.secret ??= this.parts.keyring.open(refreshSecrets.at(session.identity.sessionId), session.sealedSecret);
    if (!isGenuine(shown, session.secret)) return null;
    // A genuine token that is newer than what is remembered was made by another process a moment ago.
    const isFormer = shown.generation < session.generation;
    const stillComing =
      shown.generation === session.generation - 1 &&
      this.parts.now().getTime() - session.refreshedAt.getTime() < formerCookieMilliseconds;
    return !isFormer || stillComing ? session.identity : null;
  }

  /** Everybody who is signed in on this request: the bearer token, and either app's cookie. For links opened without headers. */
  async ofRequest(req: IncomingMessage): Promise<Identity[]> {
    const bearer = bearerToken(req);
    const cookies = (['influencer', 'admin'] as const).map((app) => this.cookieToken(req.headers.cookie, app));
    const found = await Promise.all([
      bearer === null ? null : this.identify(bearer),
      ...cookies.map((token) => (token === null ? null : this.ofRefreshToken(token))),
    ]);
    return found.filter((identity) => identity !== null);
  }

  /** The refresh token that one app keeps in its cookie. */
  cookieToken(header: string | undefined, app: WebApp): string | null {
    return cookieValue(header, this.cookieName(app));
  }

  /** For `set-cookie`; `expires` null signs out. */
  cookie(app: WebApp, token: string, expires: Date | null): string {
    return cookieHeader(this.cookieName(app), token, expires, this.parts.https);
  }

  /** Of these sessions, the ones that are over. */
  async ended(sessionIds: readonly string[]): Promise<string[]> {
    const { rows: live } = await this.parts.db.pool.query<{ id: string }>(
      `select id from session where id = any($1) and ${isLive('$2')}`,
      [sessionIds, this.parts.now()],
    );
    const alive = new Set(live.map(({ id }) => id));
    return sessionIds.filter((id) => !alive.has(id));
  }

  /** To be called after the commit: every process hears of it, this one before anybody is told that it worked. */
  forget(sessionIds: readonly string[]): void {
    this.changes++;
    for (const id of sessionIds) this.cache.delete(id);
  }

  private forgetAccount(accountId: string | null): void {
    this.changes++;
    for (const [id, { session }] of this.cache)
      if (accountId === null || concerns(session.identity, accountId)) this.cache.delete(id);
  }

  private async session(id: string): Promise<LiveSession | null> {
    // A clock that does not go back: what is remembered must not last longer because the hour was set anew.
    const cached = this.cache.get(id);
    if (cached && cached.until > performance.now() && cached.session.identity.expiresAt > this.parts.now())
      return cached.session;

    const { changes } = this;
    const session = await this.load(id);
    if (!session) this.cache.delete(id);
    else if (changes === this.changes) this.remember(id, session);
    return session;
  }

  /** Reading who somebody is also notes that they were here, once a minute at most. */
  private async load(id: string): Promise<LiveSession | null> {
    const now = this.parts.now();
    const { rows: found } = await this.parts.db.pool.query<
      Pick<
        Identity,
        'accountId' | 'organisationId' | 'expiresAt' | 'step' | 'verifiedAt' | 'impersonatorId' | 'readOnly'
      > & {
        permissions: [string, Scope][];
        /** Null: to nothing. */
        limitedTo: 'ONBOARDING' | null;
        sealedSecret: Buffer;
        generation: number;
        refreshedAt: Date;
      }
    >({
      name: 'session-live',
      text: `with seen as (
               update session set last_used_at = $2
               where id = $1 and ${isLive('$2')} and last_used_at < $2::timestamptz - interval '1 minute')
             select s.expires_at as "expiresAt", s.step, s.verified_at as "verifiedAt", s.refresh_secret as "sealedSecret",
               s.refresh_generation as generation, s.refreshed_at as "refreshedAt",
               s.impersonator_id as "impersonatorId", s.read_only as "readOnly", s.limited_to as "limitedTo",
               a.id as "accountId", a.organisation_id as "organisationId",
               case when s.step is null then ${heldPermissions} else '[]' end as permissions
             from (select * from session where id = $1 and ${isLive('$2')}) s join account a on a.id = s.account_id
             where a.status = 'ACTIVE'`,
      values: [id, now],
    });
    const [row] = found;
    if (!row) return null;
    const { sealedSecret, generation, refreshedAt, permissions, limitedTo, ...facts } = row;
    const staff = facts.impersonatorId === null ? null : await this.heldBy(facts.impersonatorId);
    if (staff && !may(staff, impersonate)) return null;
    return {
      identity: {
        ...nobody,
        ...facts,
        readOnly: facts.readOnly || (staff !== null && !may(staff, impersonateToChange)),
        sessionId: id,
        permissions: limited(limitedTo, reachOf(facts.impersonatorId, permissionsFrom(permissions))),
      },
      sealedSecret,
      secret: null,
      generation,
      refreshedAt,
    };
  }

  /**
   * What whoever looks through somebody's eyes may do: nothing, once no longer active. A statement of its own for few, because
   * Postgres would get ready for it each time that it reads the session of anybody.
   */
  private async heldBy(accountId: string): Promise<Pick<Principal, 'permissions'>> {
    const { rows: found } = await this.parts.db.pool.query<{ permissions: [string, Scope][] }>({
      name: 'held-by-impersonator',
      text: `select ${heldPermissions} as permissions from account a where a.id = $1 and a.status = 'ACTIVE'`,
      values: [accountId],
    });
    return { permissions: permissionsFrom(found[0]?.permissions ?? []) };
  }

  private remember(id: string, session: LiveSession): void {
    this.cache.set(id, { session, until: performance.now() + cacheMilliseconds });
    if (this.cache.size > cacheSize) this.cache.delete(this.cache.keys().next().value!);
  }

  /** `__Host-` binds the cookie to this very host; browsers accept it over https only. */
  private cookieName(app: WebApp): string {
    return `${this.parts.https ? '__Host-' : ''}influencegen-${app}`;
  }
}

/** Whether what this account may do decides what this principal may. */
export const concerns = ({ accountId, impersonatorId }: Principal, account: string): boolean =>
  accountId === account || impersonatorId === account;

/**
 * Staff who look through somebody's eyes see all but what makes the account secure: that stays the owner's alone. And nothing
 * that reaches further than the owner's things, should the owner have come to hold that: it was not given to whoever looks.
 */
const reachOf = (impersonatorId: string | null, held: Permissions): Permissions =>
  impersonatorId === null
    ? held
    : new Map([...held].filter(([name, scope]) => scope === 'OWN' && !name.startsWith('accounts.')));

/** What somebody has to do with joining, as far as it is their own. */
const joining = /^(onboarding|documents|terms)\./;

/** A phone that was handed the application can do nothing else: not even see who is signed in where. */
const limited = (to: 'ONBOARDING' | null, held: Permissions): Permissions =>
  to === null ? held : new Map([...held].filter(([name, scope]) => scope === 'OWN' && joining.test(name)));

export const bearerToken = (req: IncomingMessage): string | null =>
  /^Bearer ([\w~+/.=-]+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;

/** Which browser app says it is calling. Another site cannot send this header without asking first, and is told no. */
export function callingApp(req: IncomingMessage): WebApp | null {
  const app = req.headers['x-influencegen-app'];
  return app === 'influencer' || app === 'admin' ? app : null;
}
