import { openMail } from '../api/src/inbox/sealed-notices.ts';
import { eventually, type Stage } from '../api/test/stage.ts';

/** Where the newest mail of this kind leads, once there are more than `after`. */
export const linkOf = (stage: Stage, notice: string, after = 0): Promise<string> =>
  eventually(`a mail ${notice}`, async () => {
    const mails = await stage.sql<{ id: string; content: Buffer }>(
      'select id, content_sealed as content from mail_message where notice = $1 order by created_at',
      [notice],
    );
    const newest = mails.length > after ? mails.at(-1) : undefined;
    if (!newest) return undefined;
    const link = /<a href="([^"]+)"/.exec(openMail(stage.keyring, newest.id, newest.content).html)?.[1];
    return link && `${stage.url}${new URL(link).pathname}${new URL(link).hash}`;
  });
