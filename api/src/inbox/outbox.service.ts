import { Account } from '../accounts/account.entity.ts';
import { maskEmail } from '../accounts/account.personal.ts';
import { personJson, personOf, type PersonRow } from '../accounts/person.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import type { Jobs } from '../platform/jobs.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import { declaredNotices } from '../platform/notifier.ts';
import { isoMicroseconds, type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { demand } from '../platform/permission.ts';
import { isUuid } from '../platform/uuid.ts';
import type { InboxNotifier } from './inbox.notifier.ts';
import { mailMovesOpenTo, noSuch, seeOutbox } from './inbox.policy.ts';
import type { MailCarrier } from './mail-carrier.ts';
import type { MailMessage, MailMessageFilter, OutboxFacts } from './mail-message.entity.ts';
import { mailMoves, type MailStatus } from './mail-message.lifecycle.ts';
import { mailProblemOf } from './mail-problem.ts';
import { sendMailJob } from './mail.jobs.ts';
import { testNotice } from './mail-test.notice.ts';
import { renderNotice } from './notice-text.ts';
import { languageFor, type NoticeTexts } from './notice-texts.ts';
import { openMail, openRecipient, sealRecipient } from './sealed-notices.ts';

export interface OutboxServiceParts {
  db: Db;
  jobs: Jobs;
  texts: NoticeTexts;
  notifier: InboxNotifier;
  carrier: MailCarrier;
}

type PlainColumn =
  | 'id'
  | 'notice'
  | 'language'
  | 'status'
  | 'attempts'
  | 'failure'
  | 'createdAt'
  | 'nextAttemptAt'
  | 'settledAt';

interface MessageRow extends Pick<MailMessage, PlainColumn> {
  person: PersonRow;
  recipientSealed: Buffer;
  contentSealed: Buffer;
  at: string;
}

const columns = `m.id, m.notice, m.language, m.status, m.attempts, m.failure, m.created_at as "createdAt",
  case when m.status = 'RETRYING' then m.next_attempt_at end as "nextAttemptAt", m.settled_at as "settledAt",
  m.recipient_sealed as "recipientSealed", m.content_sealed as "contentSealed",
  ${personJson('a')} as person, ${isoMicroseconds('m.created_at')} as at`;

/** Mail as staff see it. */
export class OutboxService {
  constructor(private readonly parts: OutboxServiceParts) {}

  facts(actor: Actor, language: string): OutboxFacts {
    demand(actor, seeOutbox);
    const { texts, carrier } = this.parts;
    const readIn = languageFor(language);
    const notices = declaredNotices()
      .filter(({ channels }) => channels.includes('MAIL'))
      .map((notice) => ({ key: notice.key, description: texts.description(notice, readIn) }))
      .sort((a, b) => a.description.localeCompare(b.description, readIn));
    const server = carrier.server();
    return { leaves: server !== null, server, notices };
  }

  async messages(
    actor: Actor,
    { filter, ...page }: PageRequest & { filter: MailMessageFilter | null },
  ): Promise<Page<MailMessage>> {
    demand(actor, seeOutbox);
    const { first, after } = readPageRequest(page);
    const { status, notice, personId } = filter ?? {};
    if (personId != null && !isUuid(personId)) return { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } };

    const values: unknown[] = [];
    const put = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [
      ...(personId == null ? [] : [`account_id = ${put(personId)}`]),
      ...(notice == null ? [] : [`notice = ${put(notice)}`]),
      ...(after ? [`(created_at, id) < (${put(after.at)}, ${put(after.id)})`] : []),
    ];
    const newest = `order by created_at desc, id desc limit ${first + 1}`;
    const matching = (more: string[]): string =>
      `select * from mail_message where ${[...conditions, ...more, 'true'].join(' and ')} ${newest}`;
    // One walk along the index for each status, then the newest of all: a rare status costs no more than a common one.
    const messages = status?.length
      ? `select q.* from unnest(${put([...new Set(status)])}::text[]) one
         cross join lateral (${matching(['status = one'])}) q ${newest}`
      : matching([]);
    const { rows: found } = await this.parts.db.pool.query<MessageRow>(
      `select ${columns} from (${messages}) m join account a on a.id = m.account_id order by m.created_at desc, m.id desc`,
      values,
    );
    const { nodes, pageInfo } = pageOf(found, first, ({ at, id }) => ({ at, id }));
    return { nodes: nodes.map((row) => this.#shown(actor, row)), pageInfo };
  }

  async message(actor: Actor, id: string): Promise<MailMessage> {
    demand(actor, seeOutbox);
    const { rows: found } = isUuid(id)
      ? await this.parts.db.pool.query<MessageRow>(
          `select ${columns} from mail_message m join account a on a.id = m.account_id where m.id = $1`,
          [id],
        )
      : { rows: [] };
    if (!found[0]) throw noSuch('mail');
    return this.#shown(actor, found[0]);
  }

  /** Begins anew, with as many tries as the setting allows. What was for the address of the account goes to the one it has now. */
  async retry(actor: Actor, id: string): Promise<MailMessage> {
    const staff = demand(actor, seeOutbox);
    if (!isUuid(id)) throw noSuch('mail');
    await transaction(this.parts.db, async (tx) => {
      const [found] = await rows<{ id: string; status: MailStatus; accountId: string; isOwnAddress: boolean }>(
        tx,
        `select id, status, account_id as "accountId", to_own_address as "isOwnAddress" from mail_message
         where id = $1 for update`,
        [id],
      );
      if (!found) throw noSuch('mail');
      const status = nextStatus(found.status, mailMoves.retry, 'retry');
      const present = found.isOwnAddress ? await this.#sealPresentAddress(tx, found) : null;
      await tx.query(
        `update mail_message set status = $2, recipient_sealed = coalesce($3, recipient_sealed), attempts = 0,
                failure = null, next_attempt_at = null, settled_at = null where id = $1`,
        [id, status, present],
      );
      await recordAudit(tx, staff, 'mail.retry', { type: 'mail', id: found.id });
      await this.parts.jobs.enqueue(tx, sendMailJob, { messageId: found.id }, { singletonKey: found.id, cause: staff });
    });
    return this.message(actor, id);
  }

  /** To whoever asks, the way every mail goes: what the server answers stands on its page. */
  async tryServer(actor: Actor): Promise<MailMessage> {
    const staff = demand(actor, seeOutbox);
    const { db, notifier, texts } = this.parts;
    const id = await transaction(db, async (tx) => {
      const recipient = await notifier.recipient(tx, testNotice.key, staff.accountId);
      const { email: to, language, name, text } = recipient!;
      const mail = await notifier.queueMail(tx, {
        notice: testNotice.key,
        accountId: staff.accountId,
        language,
        to,
        isOwnAddress: true,
        content: renderNotice(text, { name }, texts.layout(language)),
        suppressed: false,
      });
      await recordAudit(tx, staff, 'mail.tryServer', { type: 'mail', id: mail });
      return mail;
    });
    return this.message(actor, id);
  }

  async #sealPresentAddress(tx: Transaction, { id, accountId }: { id: string; accountId: string }): Promise<Buffer> {
    const { email } = await tx.findOneByOrFail(Account, { id: accountId });
    return sealRecipient(this.parts.db.keyring, id, email);
  }

  #shown(actor: Actor, { person, recipientSealed, contentSealed, ...row }: MessageRow): MailMessage {
    const { keyring } = this.parts.db;
    const { subject, text } = openMail(keyring, row.id, contentSealed);
    return {
      ...row,
      problem: row.failure === null ? null : mailProblemOf(row.failure),
      subject,
      text: this.parts.carrier.server() !== null ? withoutLinks(text) : text,
      person: personOf(keyring, person),
      recipient: maskEmail(openRecipient(keyring, row.id, recipientSealed)),
      viewerMoves: mailMovesOpenTo(actor, row.status),
    };
  }
}

/** A link in a mail may let its reader in: whoever looks over the shoulder of the platform sees only where it leads. */
export const withoutLinks = (text: string): string =>
  text.replaceAll(/https?:\/\/[^\s<>"]+/g, (address) =>
    URL.canParse(address) ? `${new URL(address).origin}/•••` : '•••',
  );
