import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { Notifier } from '../platform/notifier.ts';
import { demand, demandVerified } from '../platform/permission.ts';
import { inNobodysName } from '../platform/request-reach.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { useOwnAccount } from './account.policy.ts';
import { ImpersonationLink, SupportAccessNotAllowed, type Impersonation } from './impersonation.ts';
import { supportLooksNotice } from './impersonation.notices.ts';
import { impersonate, impersonateToChange } from './impersonation.policy.ts';
import { impersonationMinutes, supportAccessHours } from './impersonation.settings.ts';
import { personOf } from './person.ts';
import { proofMinutes } from './second-factor.settings.ts';
import type { SessionService, SessionTokens } from './session.service.ts';

const impersonationReason = sealedColumn({
  table: 'impersonation',
  column: 'reason_sealed',
  id: 'id',
  kind: 'message',
  retention: 'account',
  description: "Why a member of staff looked through a creator's eyes",
  plain: 'reason',
});

const codeMilliseconds = 60_000;
const longestReason = 500;

export interface ImpersonationServiceParts {
  db: Db;
  settings: Settings;
  sessions: SessionService;
  notifier: Notifier;
  /** Where people reach the product, without a trailing slash. */
  publicUrl: string;
  now: () => Date;
}

/** Support looks at an account through its owner's eyes: with consent, for a reason, for a while, and visibly. */
export class ImpersonationService {
  constructor(private readonly parts: ImpersonationServiceParts) {}

  /** Until when the actor allows support to look at their account; null when they do not. */
  async supportAccessUntil(actor: Actor): Promise<Date | null> {
    const { accountId } = demand(actor, useOwnAccount);
    const { rows: found } = await this.parts.db.pool.query<{ until: Date }>(
      'select support_access_until as until from account where id = $1 and support_access_until > $2',
      [accountId, this.parts.now()],
    );
    return found[0]?.until ?? null;
  }

  async allow(actor: Actor, hours: number): Promise<Date> {
    const { accountId } = demand(actor, useOwnAccount);
    const most = this.parts.settings.read(supportAccessHours);
    if (hours < 1 || hours > most)
      throw new AppError('BAD_USER_INPUT', `Between 1 and ${most} hours`, [
        hours < 1
          ? { path: 'hours', code: 'TOO_SMALL', bound: 1, message: 'At least 1' }
          : { path: 'hours', code: 'TOO_LARGE', bound: most, message: `At most ${most}` },
      ]);
    const until = new Date(this.parts.now().getTime() + hours * 3_600_000);
    await transaction(this.parts.db, async (tx) => {
      await tx.query('update account set support_access_until = $2 where id = $1', [accountId, until]);
      await recordAudit(tx, actor, 'accounts.allowSupport', { type: 'account', id: accountId }, { hours });
    });
    return until;
  }

  /** Whoever looks at the account loses sight of it at once. */
  async withdraw(actor: Actor): Promise<void> {
    const { accountId } = demand(actor, useOwnAccount);
    await transaction(this.parts.db, async (tx) => {
      const withdrawn = await rows(
        tx,
        'update account set support_access_until = null where id = $1 and support_access_until is not null returning id',
        [accountId],
      );
      if (withdrawn.length === 0) return;
      await this.parts.sessions.endImpersonations(tx, accountId);
      await recordAudit(tx, actor, 'accounts.withdrawSupport', { type: 'account', id: accountId });
    });
  }

  /** The link is for whoever asked, to be opened at once. The account's owner is told when it is. */
  async start(actor: Actor, accountId: string, reason: string, readOnly: boolean): Promise<ImpersonationLink> {
    const { db, settings, publicUrl } = this.parts;
    const now = this.parts.now();
    const staff = demandVerified(actor, impersonate, settings.read(proofMinutes), now);
    if (!readOnly) demand(actor, impersonateToChange);
    const why = reason.trim();
    if (why === '' || why.length > longestReason)
      throw new AppError('BAD_USER_INPUT', 'Say why', [
        why === ''
          ? { path: 'reason', code: 'REQUIRED', message: 'Say why' }
          : { path: 'reason', code: 'TOO_LONG', bound: longestReason, message: `At most ${longestReason} characters` },
      ]);
    return transaction(db, async (tx) => {
      const [account] = isUuid(accountId)
        ? await rows<{ allowed: boolean }>(
            tx,
            // Only creators: through the eyes of staff one could do what one may not.
            `select coalesce(support_access_until > $2, false) as allowed from account
             where id = $1 and status = 'ACTIVE'
               and not exists (select from account_role join role on key = role_key where account_id = $1 and audience <> 'CREATOR')
             for update`,
            [accountId, now],
          )
        : [];
      if (!account) throw new AppError('NOT_FOUND', 'No such creator');
      if (!account.allowed) refuse(new SupportAccessNotAllowed());

      const code = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now.getTime() + codeMilliseconds);
      const id = randomUUID();
      await tx.query(
        `insert into impersonation (id, account_id, impersonator_id, reason_sealed, read_only, code_digest, created_at, code_expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          accountId,
          staff.accountId,
          db.keyring.seal(impersonationReason.at(id), why),
          readOnly,
          digestOf(code),
          now,
          expiresAt,
        ],
      );
      await recordAudit(
        tx,
        actor,
        'accounts.impersonate',
        { type: 'account', id: accountId },
        { impersonationId: id, readOnly },
      );
      // Unions know their members by class.
      return Object.assign(new ImpersonationLink(), { address: `${publicUrl}/support#${code}`, expiresAt });
    });
  }

  /** The session that a code is good for; whoever holds the code is the member of staff who was given it. */
  async redeem(actor: Actor, code: string, userAgent: string | null): Promise<SessionTokens> {
    const { db, settings, sessions, notifier } = this.parts;
    const now = this.parts.now();
    return transaction(db, async (tx) => {
      const [found] = await rows<{
        id: string;
        accountId: string;
        impersonatorId: string;
        readOnly: boolean;
        until: Date;
      }>(
        tx,
        `select i.id, i.account_id as "accountId", i.impersonator_id as "impersonatorId", i.read_only as "readOnly",
           a.support_access_until as until
         from impersonation i join account a on a.id = i.account_id join account staff on staff.id = i.impersonator_id
         where i.code_digest = $1 and i.session_id is null and i.code_expires_at > $2
           and a.support_access_until > $2 and staff.status = 'ACTIVE'
         for update of i, a for share of staff`,
        [digestOf(code), now],
      );
      if (!found) throw new AppError('NOT_FOUND', 'This link has been used, or is too old: ask for another one');
      const { accountId, impersonatorId, readOnly } = found;
      const minutes = settings.read(impersonationMinutes);
      const endsAt = new Date(Math.min(found.until.getTime(), now.getTime() + minutes * 60_000));
      const tokens = await sessions.begin(tx, {
        accountId,
        userAgent,
        ip: actor.ip,
        verified: false,
        impersonation: { impersonatorId, readOnly, endsAt },
      });
      await tx.query('update impersonation set session_id = $2 where id = $1', [found.id, tokens.sessionId]);
      await recordAudit(
        tx,
        { ...actor, accountId, impersonatorId },
        'accounts.beginImpersonation',
        { type: 'account', id: accountId },
        { impersonationId: found.id, sessionId: tokens.sessionId },
      );
      await notifier.notify(tx, supportLooksNotice, { accountId, variables: { minutes: String(minutes) } });
      return tokens;
    });
  }

  /** Of the actor's session; null when they are themselves. */
  async current(actor: Actor): Promise<Impersonation | null> {
    if (actor.impersonatorId === null) return null;
    // The member of staff is somebody else than whose eyes they look through.
    const { rows: found } = await inNobodysName(() =>
      this.parts.db.pool.query<{ id: string; nameSealed: Buffer; endsAt: Date }>(
        `select a.id, a.name_sealed as "nameSealed", s.expires_at as "endsAt"
         from session s join account a on a.id = s.impersonator_id where s.id = $1`,
        [actor.sessionId],
      ),
    );
    const [row] = found;
    return row
      ? { impersonator: personOf(this.parts.db.keyring, row), readOnly: actor.readOnly, endsAt: row.endsAt }
      : null;
  }
}

const digestOf = (code: string): Buffer => createHash('sha256').update(code).digest();
