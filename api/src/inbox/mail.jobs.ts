import { type Db, rows, transaction } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Settings } from '../platform/setting.ts';
import { inboxKeepDays, mailKeepDays } from './mail.settings.ts';
import type { MailService } from './mail.service.ts';

export const sendMailJob = defineJob<{ messageId: string }>({
  name: 'send-mail',
  // Of the database; a mail server that fails is asked again as the settings say.
  retry: { limit: 5, delay: 5, delayMax: 300 },
  expireIn: 120,
  concurrency: 4,
});

export const handleSendMail =
  (mails: MailService): JobHandler<{ messageId: string }> =>
  ({ messageId }, { log }) =>
    mails.send(messageId, log);

/** Every minute: whether the mail server could be used, unless somebody looked a short while ago. */
export const lookAtMailServerJob = defineJob<Record<string, never>>({
  name: 'look-at-mail-server',
  retry: { limit: 2, delay: 10, delayMax: 30 },
  expireIn: 120,
  concurrency: 1,
});

export const handleLookAtMailServer =
  (mails: MailService): JobHandler<Record<string, never>> =>
  (_, { log }) =>
    mails.lookAtServer(log);

export const forgetNoticesJob = defineJob<Record<string, never>>({
  name: 'forget-notices',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 3600,
  concurrency: 1,
});

const batch = 1_000;

/** What people were told is personal: it is kept for as long as the settings say. */
export const handleForgetNotices =
  ({ db, settings }: { db: Db; settings: Settings }): JobHandler<Record<string, never>> =>
  async (_, { signal, log }) => {
    for (const [table, days] of [
      ['mail_message', settings.read(mailKeepDays)],
      ['notification', settings.read(inboxKeepDays)],
    ] as const) {
      let forgotten = 0;
      for (let gone = batch; gone === batch && !signal.aborted; forgotten += gone)
        gone = await transaction(db, async (tx) => {
          const deleted = await rows(
            tx,
            `delete from ${table} where id in (
               select id from ${table} where created_at < now() - make_interval(days => $1) order by created_at limit ${batch}
             ) returning id`,
            [days],
          );
          return deleted.length;
        });
      if (forgotten > 0) log.info({ table, forgotten }, 'forgot what people were told long ago');
    }
  };
