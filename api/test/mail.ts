import { openMail, openRecipient } from '../src/inbox/sealed-notices.ts';
import type { World } from './world.ts';

export interface TestMail {
  id: string;
  notice: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The first address in it. */
  link: string | null;
}

/** Every mail to this account so far, newest last, whether it has left or not. */
export async function mailsTo({ app, db }: Pick<World, 'app' | 'db'>, account: { id: string }): Promise<TestMail[]> {
  const { rows } = await db.pool.query<{ id: string; notice: string; recipient: Buffer; content: Buffer }>(
    `select id, notice, recipient_sealed as recipient, content_sealed as content from mail_message
     where account_id = $1 order by created_at, id`,
    [account.id],
  );
  return rows.map(({ id, notice, recipient, content }) => {
    const mail = openMail(app.keyring, id, content);
    const link = /<a href="([^"]+)"/.exec(mail.html)?.[1]?.replaceAll('&amp;', '&') ?? null;
    return { id, notice, to: openRecipient(app.keyring, id, recipient), ...mail, link };
  });
}
