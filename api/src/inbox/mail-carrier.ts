import type { MailConfig } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import type { Settings } from '../platform/setting.ts';
import type { SmtpCarrier } from './mail-carrier.smtp.ts';
import { mailSender, smtpUrl } from './mail.settings.ts';
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
  /** Host and port of the server that mail leaves through now. Null: none leaves. */
  server(): string | null;
  /** The same with all that it takes to sign in there, which is secret. */
  address(): string | null;
  /** Signs in there as for a mail, and hands none over. Throws `MailFailure`. */
  knock(): Promise<void>;
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

export const openMailCarrier = (
  config: MailConfig,
  { settings, publicUrl, log }: { settings: Settings; publicUrl: string; log: Log },
): MailCarrier => new ChangingCarrier(config, settings, new URL(publicUrl).hostname, new OutboxCarrier(log));

/** Carries by the server that the settings name at that moment, or else by the one of the environment. */
class ChangingCarrier implements MailCarrier {
  /** The one that carried last: it is kept while nobody changes the settings. */
  #latest: { of: string; carrier: Promise<SmtpCarrier> } | null = null;

  constructor(
    private readonly config: MailConfig,
    private readonly settings: Settings,
    private readonly hostname: string,
    private readonly outbox: OutboxCarrier,
  ) {}

  async carry(mail: Mail): Promise<boolean> {
    const url = this.address();
    return (url === null ? this.outbox : await this.#by(url, this.#sender())).carry(mail);
  }

  async knock(): Promise<void> {
    const url = this.address();
    if (url !== null) await (await this.#by(url, this.#sender())).knock();
  }

  server(): string | null {
    const url = this.address();
    return url && new URL(url).host;
  }

  address(): string | null {
    return this.settings.read(smtpUrl) ?? (this.config.driver === 'smtp' ? this.config.url : null);
  }

  #sender(): string {
    const ofEnvironment = this.config.driver === 'smtp' ? this.config.from : `InfluenceGen <no-reply@${this.hostname}>`;
    return this.settings.read(mailSender) || ofEnvironment;
  }

  #by(url: string, from: string): Promise<SmtpCarrier> {
    const of = JSON.stringify([url, from]);
    if (this.#latest?.of !== of)
      this.#latest = {
        of,
        carrier: import('./mail-carrier.smtp.ts').then(
          ({ SmtpCarrier }) => new SmtpCarrier({ driver: 'smtp', url, from }, this.hostname),
        ),
      };
    return this.#latest.carrier;
  }
}

/** For development: mail stays in the outbox, and what a person would click on stands in the log. */
class OutboxCarrier {
  constructor(private readonly log: Log) {}

  async carry({ id, notice, html }: Mail): Promise<boolean> {
    const link = /<a href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    this.log.info({ messageId: id, notice, ...(link !== undefined && { link }) }, 'a mail stays in the outbox');
    return false;
  }
}
