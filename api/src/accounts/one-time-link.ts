import { createHash, randomBytes } from 'node:crypto';
import type { Db, Transaction } from '../platform/db.ts';
import { rows, transaction } from '../platform/db.ts';

/** What a link is good for, and the page that it leads to. */
const pages = {
  VERIFY: 'verify',
  RESET: 'reset',
  INVITATION: 'invitation',
  HANDOFF: 'handoff',
  NEW_ADDRESS: 'new-address',
  FORMER_ADDRESS: 'former-address',
} as const;
export type LinkPurpose = keyof typeof pages;

export interface OneTimeLinksParts {
  db: Db;
  /** Where people reach the product, without a trailing slash. */
  publicUrl: string;
  now: () => Date;
}

/**
 * Links that are sent to an address and open one thing, once. The token stands behind the `#` of the link, which browsers
 * keep to themselves: no server, proxy or log sees it. We store its digest only.
 */
export class OneTimeLinks {
  constructor(private readonly parts: OneTimeLinksParts) {}

  /** The token of a new link. Earlier ones go on working until one of them is used: mails arrive in any order. */
  async issue(
    tx: Transaction,
    accountId: string,
    purpose: LinkPurpose,
    minutes: number,
    /** The sign-in that gives it out. */
    sessionId: string | null = null,
  ): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = this.parts.now();
    await tx.query(
      `insert into one_time_link (token_hash, account_id, purpose, created_at, expires_at, session_id)
       values ($1, $2, $3, $4, $5, $6)`,
      [digestOf(token), accountId, purpose, now, new Date(now.getTime() + minutes * 60_000), sessionId],
    );
    return token;
  }

  /** To be written into a mail. */
  async address(tx: Transaction, accountId: string, purpose: LinkPurpose, token: string): Promise<string> {
    return `${await this.page(tx, accountId, pages[purpose])}#${token}`;
  }

  /** A page of the app that this person's roles are made for. */
  async page(tx: Transaction, accountId: string, path: string): Promise<string> {
    const [desk] = await rows(
      tx,
      `select from account_role join role on role.key = account_role.role_key
       where account_id = $1 and audience <> 'CREATOR' limit 1`,
      [accountId],
    );
    return `${this.parts.publicUrl}${desk ? '/admin' : ''}/${path}`;
  }

  /** Whose link it is; it stays unused. Null: unknown, for something else, used, or too old. */
  async holder(token: string, purpose: LinkPurpose): Promise<string | null> {
    const { rows: found } = await this.parts.db.pool.query<{ accountId: string }>({
      name: 'one-time-link-holder',
      text: `select account_id as "accountId" from one_time_link
             where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3`,
      values: [digestOf(token), purpose, this.parts.now()],
    });
    return found[0]?.accountId ?? null;
  }

  /**
   * Uses the link up, and with it the account's other links of this purpose. Locks the account. Null as in `holder`.
   * Rolled back, the link can be used again.
   */
  async redeem(tx: Transaction, token: string, purpose: LinkPurpose): Promise<string | null> {
    const digest = digestOf(token);
    const now = this.parts.now();
    // Two links of one account that are opened at once meet here.
    const [holder] = await rows<{ id: string }>(
      tx,
      `select a.id from account a join one_time_link l on l.account_id = a.id
       where l.token_hash = $1 and l.purpose = $2 for update of a`,
      [digest, purpose],
    );
    if (!holder) return null;
    const [open] = await rows(
      tx,
      'select from one_time_link where token_hash = $1 and used_at is null and expires_at > $2',
      [digest, now],
    );
    if (!open) return null;
    await tx.query('update one_time_link set used_at = $3 where account_id = $1 and purpose = $2 and used_at is null', [
      holder.id,
      purpose,
      now,
    ]);
    return holder.id;
  }

  /** The same for a link that a sign-in gave out: which one that was. */
  async redeemFromSession(
    tx: Transaction,
    token: string,
    purpose: LinkPurpose,
  ): Promise<{ accountId: string; sessionId: string } | null> {
    const accountId = await this.redeem(tx, token, purpose);
    const [link] = await rows<{ sessionId: string | null }>(
      tx,
      'select session_id as "sessionId" from one_time_link where token_hash = $1',
      [digestOf(token)],
    );
    return accountId !== null && link?.sessionId ? { accountId, sessionId: link.sessionId } : null;
  }

  /** The account's links open nothing any more: it was deactivated, or invited anew. */
  async revoke(tx: Transaction, accountId: string, ...purposes: LinkPurpose[]): Promise<number> {
    const revoked = await rows(
      tx,
      `update one_time_link set used_at = $2
       where account_id = $1 and used_at is null and ($3::text[] = '{}' or purpose = any($3)) returning 1`,
      [accountId, this.parts.now(), purposes],
    );
    return revoked.length;
  }

  /** Those that open nothing any more. */
  async forgetOld(): Promise<void> {
    await transaction(this.parts.db, (tx) =>
      tx.query('delete from one_time_link where expires_at <= $1', [this.parts.now()]),
    );
  }
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
