import { FieldProblems } from '../accounts/account.rules.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import type { JobContext } from '../platform/jobs.ts';
import type { InboxNotifier } from './inbox.notifier.ts';
import { inboxOwner } from './inbox.policy.ts';
import {
  type DigestRhythm,
  type MailDigest,
  type MailDigestInput,
  nextDigest,
  untouchedDigest,
} from './mail-digest.ts';
import { digestNotice } from './mail-digest.notice.ts';
import { renderDigest } from './notice-text.ts';
import type { NoticeTexts } from './notice-texts.ts';
import { openDigestItem } from './sealed-notices.ts';

export interface MailDigestServiceParts {
  db: Db;
  notifier: InboxNotifier;
  texts: NoticeTexts;
  now: () => Date;
}

const batch = 100;

/** Mails that can wait, gathered in one. */
export class MailDigestService {
  constructor(private readonly parts: MailDigestServiceParts) {}

  async digest(actor: Actor): Promise<MailDigest> {
    const { accountId } = inboxOwner(actor);
    return this.#of(accountId);
  }

  /** What waits already comes at the new time; to who turns it off, with the next look, within minutes. Safe to repeat. */
  async choose(actor: Actor, { rhythm, hour, weekday }: MailDigestInput): Promise<MailDigest> {
    const owner = inboxOwner(actor);
    const problems = new FieldProblems();
    problems.between('hour', hour, 0, 23);
    problems.between('weekday', weekday, 1, 7);
    problems.demandNone('There is no such time');

    await transaction(this.parts.db, async (tx) => {
      const timeZone = await lockPerson(tx, owner.accountId);
      const changed = await rows(
        tx,
        `insert into mail_digest as d (account_id, rhythm, hour, weekday) values ($1, $2, $3, $4)
         on conflict (account_id) do update set rhythm = excluded.rhythm, hour = excluded.hour, weekday = excluded.weekday,
           due_at = case when d.due_at is not null then $5::timestamptz end
         where (d.rhythm, d.hour, d.weekday) is distinct from (excluded.rhythm, excluded.hour, excluded.weekday)
         returning account_id`,
        [owner.accountId, rhythm, hour, weekday, nextDigest(this.parts.now(), { rhythm, hour, weekday, timeZone })],
      );
      if (changed.length > 0)
        await recordAudit(
          tx,
          owner,
          'notices.digest',
          { type: 'account', id: owner.accountId },
          { rhythm, hour, weekday },
        );
    });
    return this.#of(owner.accountId);
  }

  /** One person after the other, each in a transaction: a mail that somebody cannot get holds up nobody else. */
  async sendDue({ signal, log }: Pick<JobContext, 'signal' | 'log'>): Promise<void> {
    let after: string | null = null;
    let sent = 0;
    const failures: unknown[] = [];
    for (;;) {
      const due: { accountId: string }[] = await this.#due(after);
      if (due.length === 0) break;
      for (const { accountId } of due) {
        signal.throwIfAborted();
        after = accountId;
        try {
          if (await transaction(this.parts.db, (tx) => this.#send(tx, accountId))) sent++;
        } catch (error) {
          log.warn({ err: error, accountId }, 'a digest could not be made');
          failures.push(error);
        }
      }
    }
    if (sent > 0) log.info({ sent }, 'sent digests');
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} digests could not be made`);
  }

  async #due(after: string | null): Promise<{ accountId: string }[]> {
    const { rows: due } = await this.parts.db.pool.query<{ accountId: string }>(
      `select account_id as "accountId" from mail_digest
       where due_at <= $1 and ($2::uuid is null or account_id > $2) order by account_id limit ${batch}`,
      [this.parts.now(), after],
    );
    return due;
  }

  /**
   * What waits becomes a mail in one transaction, so that nothing is lost or told twice. Locks in the order of those who
   * tell something: the account, then its digest. False: nothing waits (any more).
   */
  async #send(tx: Transaction, accountId: string): Promise<boolean> {
    const { db, notifier, texts, now } = this.parts;
    await lockPerson(tx, accountId);
    const [claimed] = await rows(
      tx,
      'update mail_digest set due_at = null where account_id = $1 and due_at <= $2 returning account_id',
      [accountId, now()],
    );
    if (!claimed) return false;
    const recipient = await notifier.recipient(tx, digestNotice.key, accountId);
    const waiting = await rows<{ id: string; content: Buffer }>(
      tx,
      // What they have turned off since is not told any more.
      `with taken as (delete from mail_digest_item where account_id = $1 returning id, notice, content_sealed, created_at)
       select id, content_sealed as content from taken where not exists (
         select from notification_preference p
         where p.account_id = $1 and p.notice = taken.notice and p.channel = 'MAIL' and not p.wanted)
       order by created_at, id`,
      [accountId],
    );
    if (!recipient || waiting.length === 0) return false;
    const items = waiting.map(({ id, content }) => openDigestItem(db.keyring, id, content));
    const { language, text, name } = recipient;
    await notifier.queueMail(tx, {
      notice: digestNotice.key,
      accountId,
      language,
      to: recipient.email,
      isOwnAddress: true,
      content: renderDigest(text, { name, count: String(items.length) }, items, texts.layout(language)),
      suppressed: recipient.bounced,
    });
    return true;
  }

  async #of(accountId: string): Promise<MailDigest> {
    const { rows: found } = await this.parts.db.pool.query<
      Omit<MailDigest, 'rhythm' | 'hour' | 'weekday'> & { rhythm: DigestRhythm | null; hour: number; weekday: number }
    >(
      `select d.rhythm, d.hour, d.weekday, d.due_at as "dueAt", a.time_zone as "timeZone"
       from account a left join mail_digest d on d.account_id = a.id where a.id = $1`,
      [accountId],
    );
    const { rhythm, hour, weekday, timeZone, dueAt } = found[0]!;
    return rhythm === null ? { ...untouchedDigest, timeZone, dueAt } : { rhythm, hour, weekday, timeZone, dueAt };
  }
}

/** Their time zone. */
async function lockPerson(tx: Transaction, accountId: string): Promise<string> {
  const [person] = await rows<{ timeZone: string }>(
    tx,
    'select time_zone as "timeZone" from account where id = $1 for key share',
    [accountId],
  );
  return person?.timeZone ?? 'UTC';
}
