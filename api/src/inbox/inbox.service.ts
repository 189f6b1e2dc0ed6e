import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, rows, transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { declaredNotices, type Notice } from '../platform/notifier.ts';
import { isoMicroseconds, type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { may } from '../platform/permission.ts';
import { isUuid } from '../platform/uuid.ts';
import { inboxOwner, noSuch } from './inbox.policy.ts';
import { languageFor, noticeByKey, type NoticeTexts } from './notice-texts.ts';
import { announceInboxChange } from './notification.change.ts';
import { NoticeChannel, type Notification, type NotificationPreference } from './notification.entity.ts';
import { openNotification } from './sealed-notices.ts';

export interface InboxServiceParts {
  db: Db;
  events: EventBus;
  texts: NoticeTexts;
}

interface NotificationRow {
  id: string;
  notice: string;
  content: Buffer;
  createdAt: Date;
  readAt: Date | null;
  at: string;
}

const columns = `id, notice, content_sealed as content, created_at as "createdAt", read_at as "readAt",
  ${isoMicroseconds('created_at')} as at`;

/** What a person was told, and what they want to be told. */
export class InboxService {
  constructor(private readonly parts: InboxServiceParts) {}

  async notifications(actor: Actor, page: PageRequest): Promise<Page<Notification>> {
    const { accountId } = inboxOwner(actor);
    const { first, after } = readPageRequest(page);
    const { rows: found } = await this.parts.db.pool.query<NotificationRow>({
      name: 'inbox-page',
      text: `select ${columns} from notification
             where account_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3))
             order by created_at desc, id desc limit $4`,
      values: [accountId, after?.at, after?.id, first + 1],
    });
    const { nodes, pageInfo } = pageOf(found, first, ({ at, id }) => ({ at, id }));
    return { nodes: nodes.map((row) => this.#shown(row)), pageInfo };
  }

  async unread(actor: Actor): Promise<number> {
    const { accountId } = inboxOwner(actor);
    return this.unreadOf(accountId);
  }

  async unreadOf(accountId: string): Promise<number> {
    const { rows: found } = await this.parts.db.pool.query<{ unread: number }>({
      name: 'inbox-unread-count',
      text: 'select count(*)::int as unread from notification where account_id = $1 and read_at is null',
      values: [accountId],
    });
    return found[0]!.unread;
  }

  /** Null: not theirs, or gone. */
  async notificationOf(accountId: string, id: string): Promise<Notification | null> {
    const { rows: found } = await this.parts.db.pool.query<NotificationRow>({
      name: 'inbox-one',
      text: `select ${columns} from notification where account_id = $1 and id = $2`,
      values: [accountId, id],
    });
    return found[0] ? this.#shown(found[0]) : null;
  }

  /** Safe to repeat: it stays read since the first time. */
  async markRead(actor: Actor, id: string): Promise<Notification> {
    const { accountId } = inboxOwner(actor);
    if (!isUuid(id)) throw noSuch('notification');
    return transaction(this.parts.db, async (tx) => {
      const [before] = await rows<NotificationRow>(
        tx,
        `select ${columns} from notification where account_id = $1 and id = $2 for update`,
        [accountId, id],
      );
      if (!before) throw noSuch('notification');
      if (before.readAt) return this.#shown(before);
      const [read] = await rows<NotificationRow>(
        tx,
        `update notification set read_at = now() where id = $1 returning ${columns}`,
        [id],
      );
      await announceInboxChange(this.parts.events, tx, { accountId, notificationId: before.id });
      return this.#shown(read!);
    });
  }

  /** How many were unread. */
  async markAllRead(actor: Actor): Promise<number> {
    const { accountId } = inboxOwner(actor);
    return transaction(this.parts.db, async (tx) => {
      const read = await rows(
        tx,
        'update notification set read_at = now() where account_id = $1 and read_at is null returning id',
        [accountId],
      );
      if (read.length > 0) await announceInboxChange(this.parts.events, tx, { accountId, notificationId: null });
      return read.length;
    });
  }

  /** Of the notices that can reach the viewer, in the order of their keys. */
  async preferences(actor: Actor, language: string): Promise<NotificationPreference[]> {
    const { accountId } = inboxOwner(actor);
    const { rows: found } = await this.parts.db.pool.query<{ notice: string; channel: NoticeChannel }>({
      name: 'inbox-preferences',
      text: 'select notice, channel from notification_preference where account_id = $1 and not wanted',
      values: [accountId],
    });
    const unwanted = new Set(found.map(({ notice, channel }) => `${notice} ${channel}`));
    return declaredNotices()
      .filter((notice) => canReach(notice, actor))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((notice) => {
        const channels = notice.channels.map((channel) => NoticeChannel[channel]);
        return {
          notice: notice.key,
          description: this.parts.texts.description(notice, languageFor(language)),
          optional: notice.optional,
          channels,
          wanted: channels.filter((channel) => !notice.optional || !unwanted.has(`${notice.key} ${channel}`)),
        };
      });
  }

  /** Safe to repeat. */
  async prefer(
    actor: Actor,
    { key, channel, wanted }: { key: string; channel: NoticeChannel; wanted: boolean },
    language: string,
  ): Promise<NotificationPreference> {
    const owner = inboxOwner(actor);
    const notice = noticeByKey(key);
    if (!notice?.channels.includes(channel) || !canReach(notice, actor)) throw noSuch('notice');
    if (!notice.optional)
      throw new AppError('BAD_USER_INPUT', 'This cannot be turned off', [
        { path: 'notice', code: 'NOT_ALLOWED', message: 'It is about the security of the account' },
      ]);
    await transaction(this.parts.db, async (tx) => {
      const changed = await rows(
        tx,
        `insert into notification_preference as p (account_id, notice, channel, wanted) values ($1, $2, $3, $4)
         on conflict (account_id, notice, channel) do update set wanted = excluded.wanted where p.wanted <> excluded.wanted
         returning notice`,
        [owner.accountId, key, channel, wanted],
      );
      if (changed.length > 0)
        await recordAudit(
          tx,
          owner,
          'notices.prefer',
          { type: 'account', id: owner.accountId },
          {
            notice: key,
            channel,
            wanted,
          },
        );
    });
    return (await this.preferences(actor, language)).find(({ notice: one }) => one === key)!;
  }

  #shown({ id, notice, content, createdAt, readAt }: NotificationRow): Notification {
    return { id, notice, createdAt, readAt, ...openNotification(this.parts.db.keyring, id, content) };
  }
}

const canReach = ({ reaches, listed }: Notice<string>, actor: Actor): boolean =>
  listed !== false && (reaches === undefined || may(actor, reaches));
