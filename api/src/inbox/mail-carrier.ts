import type { MailConfig } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import type { RenderedNotice } from './notice-text.ts';

export interface Mail extends RenderedNotice {
  /** Of the row. The same on every try, and so is the Message-ID that is made of it. */
  id: string;
  notice: string;
  to: string;
  language: string;
}

/** Hands mail on to whoever brings it to people. */
export interface MailCarrier {
  /** False: kept here, because this installation sends none. Throws `MailFailure`. */
  carry(mail: Mail): Promise<boolean>;
}

export class MailFailure extends Error {
  constructor(
    /** What the other side answered, such as `550 5.1.1`, or what went wrong on the way, such as `ETIMEDOUT`. */
    readonly code: string,
    /** The recipient or the mail itself was refused for good: trying again cannot help. */
    readonly final: boolean,
    cause: unknown,
  ) {
    super(`mail could not be handed on: ${code}`, { cause });
  }
}

export async function openMailCarrier(config: MailConfig, publicUrl: string, log: Log): Promise<MailCarrier> {
  if (config.driver === 'outbox') return new OutboxCarrier(log);
  const { SmtpCarrier } = await import('./mail-carrier.smtp.ts');
  return new SmtpCarrier(config, new URL(publicUrl).hostname);
}

/** For development: mail stays in the outbox, and what a person would click on stands in the log. */
class OutboxCarrier implements MailCarrier {
  constructor(private readonly log: Log) {}

  async carry({ id, notice, html }: Mail): Promise<boolean> {
    const link = /<a href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    this.log.info({ messageId: id, notice, ...(link !== undefined && { link }) }, 'a mail stays in the outbox');
    return false;
  }
}
