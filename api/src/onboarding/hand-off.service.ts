import type { AttemptLimits } from '../accounts/attempt-limits.ts';
import { useOwnAccount } from '../accounts/account.policy.ts';
import { deviceOf } from '../accounts/session-info.ts';
import { openOrigin, type SealedOrigin } from '../accounts/session-origin.ts';
import { announceHandOff, isLive } from '../accounts/live-sessions.ts';
import type { OneTimeLinks } from '../accounts/one-time-link.ts';
import type { SessionService, SessionTokens } from '../accounts/session.service.ts';
import { LinkUsedUp } from '../accounts/sign-in.refusals.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Notifier } from '../platform/notifier.ts';
import { demand } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import type { HandOff, HandOffLink } from './hand-off.ts';
import { phoneConnectedNotice } from './hand-off.notice.ts';
import { useOwnApplication } from './onboarding.policy.ts';
import { handOffHours, handOffMinutes } from './onboarding.settings.ts';

export interface HandOffServiceParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  sessions: SessionService;
  oneTimeLinks: OneTimeLinks;
  limits: AttemptLimits;
  notifier: Notifier;
  now: () => Date;
}

/** Joining goes on with the phone: a code on the screen of one device signs another one in, for this alone. */
export class HandOffService {
  constructor(private readonly parts: HandOffServiceParts) {}

  /** The code that was shown before opens nothing any more. */
  async begin(actor: Actor): Promise<HandOffLink> {
    const { accountId, sessionId } = this.#owner(actor);
    const { db, settings, oneTimeLinks, now } = this.parts;
    if (sessionId === null) throw new AppError('FORBIDDEN', 'Only somebody who is signed in can hand this on');
    const minutes = settings.read(handOffMinutes);
    return transaction(db, async (tx) => {
      // Two codes that are asked for at once: the later one counts.
      await tx.query('select from account where id = $1 for no key update', [accountId]);
      await oneTimeLinks.revoke(tx, accountId, 'HANDOFF');
      const token = await oneTimeLinks.issue(tx, accountId, 'HANDOFF', minutes, sessionId);
      await recordAudit(tx, actor, 'onboarding.offerHandOff', { type: 'account', id: accountId });
      return {
        address: await oneTimeLinks.address(tx, accountId, 'HANDOFF', token),
        expiresAt: new Date(now().getTime() + minutes * 60_000),
      };
    });
  }

  /** Whoever shows the token holds the device that the code was shown to. */
  async redeem(actor: Actor, token: string, userAgent: string | null): Promise<SessionTokens> {
    const { db, settings, sessions, oneTimeLinks, limits, notifier, events, now } = this.parts;
    await limits.knock(actor);
    return transaction(db, async (tx) => {
      const found = await oneTimeLinks.redeemFromSession(tx, token, 'HANDOFF');
      if (!found) return refuse(new LinkUsedUp());
      const { accountId, sessionId: handedBy } = found;
      // Signed out meanwhile: what it gave out ends with it.
      const [giver] = await rows(tx, `select from session where id = $1 and ${isLive('$2')}`, [handedBy, now()]);
      if (!giver) return refuse(new LinkUsedUp());
      const hours = settings.read(handOffHours);
      await sessions.endHandedOff(tx, accountId);
      const tokens = await sessions.begin(tx, {
        accountId,
        userAgent,
        ip: actor.ip,
        verified: false,
        handOff: { handedBy, endsAt: new Date(now().getTime() + hours * 3_600_000) },
      });
      await recordAudit(
        tx,
        { ...actor, accountId },
        'onboarding.handOff',
        { type: 'account', id: accountId },
        { sessionId: tokens.sessionId, handedBy },
      );
      const { browser, system } = deviceOf(userAgent);
      await notifier.notify(tx, phoneConnectedNotice, {
        accountId,
        variables: {
          device: [browser, system].filter((part) => part !== null).join(' · ') || '?',
          hours: String(hours),
        },
      });
      await announceHandOff(events, tx, accountId);
      return tokens;
    });
  }

  async own(actor: Actor): Promise<HandOff> {
    return this.of(this.#owner(actor).accountId);
  }

  async of(accountId: string): Promise<HandOff> {
    const { db, now } = this.parts;
    const { rows: found } = await db.pool.query<SealedOrigin & { since: Date; endsAt: Date }>(
      `select id, user_agent_sealed as "userAgentSealed", created_at as since, expires_at as "endsAt" from session
       where account_id = $1 and limited_to = 'ONBOARDING' and ${isLive('$2')} order by created_at desc limit 1`,
      [accountId, now()],
    );
    const [row] = found;
    if (!row) return { id: accountId, phone: null };
    const { id, since, endsAt } = row;
    return { id: accountId, phone: { id, since, endsAt, ...deviceOf(openOrigin(db.keyring, row).userAgent) } };
  }

  /** The phone is signed out, and a code that is still shown opens nothing. */
  async end(actor: Actor): Promise<HandOff> {
    const { accountId } = this.#owner(actor);
    const { db, sessions, oneTimeLinks } = this.parts;
    await transaction(db, async (tx) => {
      const codes = await oneTimeLinks.revoke(tx, accountId, 'HANDOFF');
      const ended = await sessions.endHandedOff(tx, accountId);
      if (codes > 0 || ended) await recordAudit(tx, actor, 'onboarding.endHandOff', { type: 'account', id: accountId });
    });
    return this.of(accountId);
  }

  /** Not the phone itself, nor support in somebody's place: neither has the account in hand. */
  #owner(actor: Actor) {
    demand(actor, useOwnAccount);
    return demand(actor, useOwnApplication);
  }
}
