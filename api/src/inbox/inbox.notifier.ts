import { randomUUID } from 'node:crypto';
import { Account } from '../accounts/account.entity.ts';
import { accountsHolding } from '../accounts/access.ts';
import { personOf } from '../accounts/person.ts';
import { rows, together, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Permission } from '../platform/permission.ts';
import { openPersonal } from '../platform/personal-data.ts';
import { beyondOwn } from '../platform/reach.ts';
import { heldToAccount } from '../platform/request-reach.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Notice, Notification, Notifier } from '../platform/notifier.ts';
import { type DigestRhythm, type DigestTimes, nextDigest, untouchedDigest } from './mail-digest.ts';
import { sendMailJob } from './mail.jobs.ts';
import { MailStatus } from './mail-message.lifecycle.ts';
import {
  firstLinkOf,
  noticeWords,
  renderNotice,
  type NoticeText,
  type NoticeVariables,
  type RenderedNotice,
} from './notice-text.ts';
import { languageFor, type NoticeTexts } from './notice-texts.ts';
import { announceInboxChange } from './notification.change.ts';
import { sealDigestItem, sealMail, sealNotification } from './sealed-notices.ts';

export interface InboxNotifierParts {
  jobs: Jobs;
  events: EventBus;
  keyring: Keyring;
  texts: NoticeTexts;
  now: () => Date;
}

/** Somebody who is told something. */
export interface Recipient {
  name: string;
  email: string;
  language: string;
  bounced: boolean;
  unwanted: string[];
  /** In their language, as staff want it said. */
  text: NoticeText;
  digest: DigestTimes;
}

interface RecipientRow extends Pick<Recipient, 'language' | 'bounced' | 'unwanted'> {
  nameSealed: Buffer;
  emailSealed: Buffer;
  timeZone: string;
  rhythm: DigestRhythm | null;
  hour: number | null;
  weekday: number | null;
  edited: { language: string; text: NoticeText | null }[];
}

/** Tells people by mail and in their inbox, in their language and as they wish. */
export class InboxNotifier implements Notifier {
  constructor(private readonly parts: InboxNotifierParts) {}

  async notify<Variable extends string>(
    tx: Transaction,
    what: Notice<Variable>,
    notification: Notification<Variable>,
  ): Promise<void> {
    await this.#reaching(tx, notification.accountId, () => this.#notify(tx, what, notification));
  }

  async #notify<Variable extends string>(
    tx: Transaction,
    what: Notice<Variable>,
    { accountId, variables, to }: Notification<Variable>,
  ): Promise<void> {
    const recipient = await this.recipient(tx, what.key, accountId);
    if (!recipient) return;
    const { language, unwanted, text } = recipient;
    const said = { ...variables, name: recipient.name };
    const wanted = what.channels.filter((channel) => !what.optional || !unwanted.includes(channel));

    if (wanted.includes('MAIL')) {
      if (what.optional && recipient.digest.rhythm !== 'OFF')
        await this.#putInDigest(tx, what.key, accountId, renderNotice(text, said), recipient.digest);
      else
        await this.queueMail(tx, {
          notice: what.key,
          accountId,
          language,
          to: to ?? recipient.email,
          isOwnAddress: to === undefined,
          content: renderNotice(text, said, this.parts.texts.layout(language)),
          suppressed: what.optional && recipient.bounced,
        });
    }
    if (wanted.includes('INBOX')) await this.#putInInbox(tx, what.key, accountId, text, said);
  }

  async takeBack(tx: Transaction, what: readonly Notice<string>[], accountId: string): Promise<void> {
    await this.#reaching(tx, accountId, async () => {
      const keys = what.map(({ key }) => key);
      await tx.query('delete from mail_digest_item where account_id = $1 and notice = any($2)', [accountId, keys]);
      const read = await rows(
        tx,
        `update notification set read_at = now() where account_id = $1 and notice = any($2) and read_at is null
         returning id`,
        [accountId, keys],
      );
      if (read.length > 0) await announceInboxChange(this.parts.events, tx, { accountId, notificationId: null });
    });
  }

  /** Whoever tells somebody else sees no row of theirs. */
  async #reaching(tx: Transaction, accountId: string, work: () => Promise<void>): Promise<void> {
    if (accountId === heldToAccount()) await work();
    else await beyondOwn(tx, work);
  }

  /** One after the other in the order of their ids, so that two who tell the same people never wait for each other. */
  async notifyAll<Variable extends string>(
    tx: Transaction,
    what: Notice<Variable> & { reaches: Permission },
    { variables, except }: { variables: Readonly<Record<Variable, string>>; except?: string },
  ): Promise<void> {
    await beyondOwn(tx, async () => {
      for (const accountId of await accountsHolding(tx, what.reaches))
        if (accountId !== except) await this.#notify(tx, what, { accountId, variables });
    });
  }

  async queueMail(
    tx: Transaction,
    mail: {
      notice: string;
      accountId: string;
      language: string;
      to: string;
      /** `to` is the address of the account: sent again after that was changed, it goes to the present one. */
      isOwnAddress: boolean;
      content: RenderedNotice;
      suppressed: boolean;
    },
  ): Promise<string> {
    const id = randomUUID();
    const { recipient, content } = sealMail(this.parts.keyring, id, mail);
    await together(
      tx.query(
        `insert into mail_message (id, notice, account_id, language, recipient_sealed, content_sealed, status, to_own_address)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          mail.notice,
          mail.accountId,
          mail.language,
          recipient,
          content,
          mail.suppressed ? MailStatus.SUPPRESSED : MailStatus.QUEUED,
          mail.isOwnAddress,
        ],
      ),
      mail.suppressed ? null : this.parts.jobs.enqueue(tx, sendMailJob, { messageId: id }, { singletonKey: id }),
    );
    return id;
  }

  async #putInInbox(
    tx: Transaction,
    notice: string,
    accountId: string,
    { subject, body }: NoticeText,
    variables: NoticeVariables,
  ): Promise<void> {
    const id = randomUUID();
    const content = sealNotification(this.parts.keyring, id, {
      title: renderNotice({ subject, body: '' }, variables).subject,
      text: noticeWords(body, variables),
      link: firstLinkOf(body, variables),
    });
    await together(
      tx.query('insert into notification (id, account_id, notice, content_sealed) values ($1, $2, $3, $4)', [
        id,
        accountId,
        notice,
        content,
      ]),
      announceInboxChange(this.parts.events, tx, { accountId, notificationId: id }),
    );
  }

  /** Waits for the next digest. Whoever sends that one meets the last statement here: what comes too late for it is in the next. */
  async #putInDigest(
    tx: Transaction,
    notice: string,
    accountId: string,
    content: RenderedNotice,
    times: DigestTimes,
  ): Promise<void> {
    const id = randomUUID();
    await together(
      tx.query('insert into mail_digest_item (id, account_id, notice, content_sealed) values ($1, $2, $3, $4)', [
        id,
        accountId,
        notice,
        sealDigestItem(this.parts.keyring, id, content),
      ]),
      tx.query('update mail_digest set due_at = coalesce(due_at, $2) where account_id = $1', [
        accountId,
        nextDigest(this.parts.now(), times),
      ]),
    );
  }

  /** Null: the account is gone. */
  async recipient(tx: Transaction, notice: string, accountId: string): Promise<Recipient | null> {
    const { texts, keyring } = this.parts;
    const [found] = await rows<RecipientRow>(
      tx,
      `select a.name_sealed as "nameSealed", a.email_sealed as "emailSealed", a.language, a.mail_bounced_at is not null as bounced,
              a.time_zone as "timeZone", d.rhythm, d.hour, d.weekday,
              array(select p.channel from notification_preference p
                    where p.account_id = a.id and p.notice = $2 and not p.wanted) as unwanted,
              (select coalesce(json_agg(json_build_object('language', t.language, 'text', t.text)), '[]')
               from (select distinct on (language) language,
                            case when subject is not null then json_build_object('subject', subject, 'body', body) end as text
                     from mail_template where notice = $2 order by language, version desc) t) as edited
       from account a left join mail_digest d on d.account_id = a.id where a.id = $1`,
      [accountId, notice],
    );
    if (!found) return null;
    const language = languageFor(found.language);
    const { rhythm, hour, weekday } = untouchedDigest;
    return {
      name: personOf(keyring, { id: accountId, nameSealed: found.nameSealed }).displayName,
      email: openPersonal(keyring, Account, 'email', accountId, found.emailSealed),
      language,
      bounced: found.bounced,
      unwanted: found.unwanted,
      text: found.edited.find((one) => one.language === language)?.text ?? texts.shipped(notice, language),
      digest: {
        rhythm: found.rhythm ?? rhythm,
        hour: found.hour ?? hour,
        weekday: found.weekday ?? weekday,
        timeZone: found.timeZone,
      },
    };
  }
}
