import { isLanguage, spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { Account } from '../accounts/account.entity.ts';
import { personJson, personOf, type PersonRow } from '../accounts/person.ts';
import { proofMinutes } from '../accounts/second-factor.settings.ts';
import type { Actor, SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { declaredNotices, type Notice } from '../platform/notifier.ts';
import { demand, demandVerified } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { editTemplates, noSuch } from './inbox.policy.ts';
import type { InboxNotifier } from './inbox.notifier.ts';
import type {
  MailPreview,
  MailTemplate,
  MailTemplateText,
  MailTemplateVersion,
  MailTextInput,
} from './mail-template.entity.ts';
import { checkNoticeText, commonVariables } from './mail-template.rules.ts';
import { linkVariablesOf, renderNotice, type NoticeText, type RenderedNotice } from './notice-text.ts';
import { languageFor, noticeByKey, type NoticeTexts } from './notice-texts.ts';
import { NoticeChannel } from './notification.entity.ts';

export interface MailTemplateServiceParts {
  db: Db;
  texts: NoticeTexts;
  notifier: InboxNotifier;
  settings: Settings;
  now: () => Date;
}

interface NewestRow {
  notice: string;
  language: string;
  version: number;
  subject: string | null;
  body: string | null;
  createdAt: Date;
}

/** Versions that one looks back through. */
const mostVersions = 50;

/** What notices say, as staff change it. Every change is a new version; nothing is overwritten. */
export class MailTemplateService {
  constructor(private readonly parts: MailTemplateServiceParts) {}

  async templates(actor: Actor, language: string): Promise<MailTemplate[]> {
    demand(actor, editTemplates);
    const newest = await this.#newest();
    return declaredNotices()
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((notice) => this.#shown(notice, newest, language));
  }

  async template(actor: Actor, key: string, language: string): Promise<MailTemplate> {
    demand(actor, editTemplates);
    const notice = this.#notice(key);
    return this.#shown(notice, await this.#newest(key), language);
  }

  async versions(actor: Actor, key: string, language: string): Promise<MailTemplateVersion[]> {
    demand(actor, editTemplates);
    this.#notice(key);
    const { rows: found } = await this.parts.db.pool.query<
      Omit<MailTemplateVersion, 'id' | 'author'> & { author: PersonRow | null }
    >(
      `select t.version, t.subject, t.body, t.created_at as "createdAt",
              case when a.id is not null then ${personJson('a')} end as author
       from mail_template t left join account a on a.id = t.author_id
       where t.notice = $1 and t.language = $2 order by t.version desc limit ${mostVersions}`,
      [key, this.#language(language)],
    );
    return found.map(({ author, ...row }) => ({
      ...row,
      id: `${key} ${language} ${row.version}`,
      author: author && personOf(this.parts.db.keyring, author),
    }));
  }

  async preview(actor: Actor, input: MailTextInput): Promise<MailPreview> {
    demand(actor, editTemplates);
    return this.#withExamples(this.#notice(input.notice), this.#language(input.language), input);
  }

  /** `revision`: the one that was changed; another one in between is a conflict. */
  async save(actor: Actor, input: MailTextInput, revision: number): Promise<MailTemplate> {
    const staff = this.#demandProof(actor);
    const notice = this.#notice(input.notice);
    const language = this.#language(input.language);
    const text = { subject: input.subject.trim(), body: input.body.replaceAll('\r\n', '\n').trim() };
    checkNoticeText(text, notice);
    return this.#store(staff, notice, language, revision, text);
  }

  /** Back to the text of the release. Safe to repeat. */
  async reset(actor: Actor, key: string, language: string, revision: number): Promise<MailTemplate> {
    const staff = this.#demandProof(actor);
    return this.#store(staff, this.#notice(key), this.#language(language), revision, null);
  }

  /** A text reaches everybody: on a desk that somebody left open it must not become a lure. */
  #demandProof(actor: Actor): SignedInActor {
    const { settings, now } = this.parts;
    return demandVerified(actor, editTemplates, settings.read(proofMinutes), now());
  }

  /** To whoever asks, with examples in place of the variables. */
  async sendTest(actor: Actor, input: MailTextInput): Promise<string> {
    const staff = demand(actor, editTemplates);
    const notice = this.#notice(input.notice);
    const language = this.#language(input.language);
    const content = this.#withExamples(notice, language, input);
    return transaction(this.parts.db, async (tx) => {
      const { email } = await tx.findOneByOrFail(Account, { id: staff.accountId });
      const id = await this.parts.notifier.queueMail(tx, {
        notice: notice.key,
        accountId: staff.accountId,
        language,
        to: email,
        isOwnAddress: true,
        content,
        suppressed: false,
      });
      await recordAudit(
        tx,
        staff,
        'mailTemplate.test',
        { type: 'mailTemplate', id: notice.key },
        { language, mail: id },
      );
      return id;
    });
  }

  async #store(
    staff: SignedInActor,
    notice: Notice<string>,
    language: string,
    revision: number,
    text: NoticeText | null,
  ): Promise<MailTemplate> {
    await transaction(this.parts.db, async (tx) => {
      const newest = await this.#lockNewest(tx, notice.key, language);
      const asItIs = newest?.subject === (text?.subject ?? null) && newest.body === (text?.body ?? null);
      if (asItIs || (!newest && !text)) return;
      const known = newest?.version ?? 0;
      if (known !== revision) throw new AppError('CONFLICT', 'Somebody else has changed this text in the meantime');
      await tx.query(
        'insert into mail_template (notice, language, version, subject, body, author_id) values ($1, $2, $3, $4, $5, $6)',
        [notice.key, language, known + 1, text?.subject ?? null, text?.body ?? null, staff.accountId],
      );
      await recordAudit(
        tx,
        staff,
        text ? 'mailTemplate.change' : 'mailTemplate.reset',
        { type: 'mailTemplate', id: notice.key },
        { language, version: known + 1 },
      );
    });
    return this.#shown(notice, await this.#newest(notice.key), language);
  }

  /** Two people who save at once come one after the other, also the first time. */
  async #lockNewest(tx: Transaction, notice: string, language: string): Promise<NewestRow | undefined> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`mail_template ${notice} ${language}`]);
    const [newest] = await rows<NewestRow>(
      tx,
      `select notice, language, version, subject, body from mail_template
       where notice = $1 and language = $2 order by version desc limit 1`,
      [notice, language],
    );
    return newest;
  }

  async #newest(notice: string | null = null): Promise<NewestRow[]> {
    const { rows: found } = await this.parts.db.pool.query<NewestRow>(
      `select distinct on (notice, language) notice, language, version, subject, body, created_at as "createdAt"
       from mail_template where $1::text is null or notice = $1 order by notice, language, version desc`,
      [notice],
    );
    return found;
  }

  #shown(notice: Notice<string>, newest: readonly NewestRow[], descriptionIn: string): MailTemplate {
    const { texts } = this.parts;
    const links = linkVariablesOf(notice);
    const variables = { ...commonVariables, ...notice.variables };
    return {
      notice: notice.key,
      description: texts.description(notice, languageFor(descriptionIn)),
      optional: notice.optional,
      channels: notice.channels.map((channel) => NoticeChannel[channel]),
      variables: Object.entries(variables).map(([name, example]) => ({ name, example, isLink: links.includes(name) })),
      texts: spokenLanguages.map((language): MailTemplateText => {
        const shipped = texts.shipped(notice.key, language);
        const changed = newest.find((row) => row.notice === notice.key && row.language === language);
        return {
          id: `${notice.key} ${language}`,
          language,
          revision: changed?.version ?? 0,
          edited: changed?.subject != null,
          subject: changed?.subject ?? shipped.subject,
          body: changed?.body ?? shipped.body,
          shippedSubject: shipped.subject,
          shippedBody: shipped.body,
          changedAt: changed?.createdAt ?? null,
        };
      }),
    };
  }

  #withExamples(notice: Notice<string>, language: string, { subject, body }: NoticeText): RenderedNotice {
    checkNoticeText({ subject, body }, notice);
    return renderNotice(
      { subject, body },
      { ...commonVariables, ...notice.variables },
      this.parts.texts.layout(language),
    );
  }

  #notice(key: string): Notice<string> {
    const notice = noticeByKey(key);
    if (!notice) throw noSuch('notice');
    return notice;
  }

  #language(language: string): string {
    if (isLanguage(language)) return language;
    throw new AppError('BAD_USER_INPUT', 'Nothing is said in this language', [
      { path: 'language', code: 'NOT_ALLOWED', message: `One of ${spokenLanguages.join(', ')}` },
    ]);
  }
}
