import { createTransport, type Transporter } from 'nodemailer';
import type { SmtpConfig } from '../platform/config.ts';
import { MailFailure, type Mail, type MailCarrier } from './mail-carrier.ts';

/** A server that takes longer is asked again later; the job that waits for it lives a little longer than all together. */
const patience = { connection: 10_000, greeting: 10_000, silence: 20_000, conversation: 60_000 };

export class SmtpCarrier implements Pick<MailCarrier, 'carry' | 'knock'> {
  readonly #transport: Transporter;

  constructor(
    private readonly config: SmtpConfig,
    private readonly hostname: string,
    private readonly waits: typeof patience = patience,
  ) {
    this.#transport = createTransport({
      url: config.url,
      name: hostname,
      // A password is never sent in the open, whatever stands between us and the server.
      requireTLS: new URL(config.url).username !== '',
      connectionTimeout: waits.connection,
      dnsTimeout: waits.connection,
      greetingTimeout: waits.greeting,
      socketTimeout: waits.silence,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async carry({ id, notice, to, language, subject, text, html }: Mail): Promise<boolean> {
    await this.#inTime(
      this.#transport.sendMail({
        from: this.config.from,
        to: { name: '', address: to },
        subject,
        text,
        html: page(html, language, subject),
        messageId: `<${id}@${this.hostname}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Entity-Ref-ID': id, 'X-Notice': notice },
      }),
    );
    return true;
  }

  async knock(): Promise<void> {
    await this.#inTime(this.#transport.verify());
  }

  async #inTime(conversation: Promise<unknown>): Promise<void> {
    const timer = Promise.withResolvers<never>();
    const timeout = setTimeout(
      () => timer.reject(Object.assign(new Error('the conversation took too long'), { code: 'ETIMEDOUT' })),
      this.waits.conversation,
    );
    try {
      await Promise.race([conversation, timer.promise]);
    } catch (error) {
      throw failureOf(error);
    } finally {
      clearTimeout(timeout);
      // Nobody waits for it any more once the time is up.
      conversation.catch(() => undefined);
    }
  }
}

function failureOf(error: unknown): MailFailure {
  const { code, originalCode, command, responseCode, response } = error as {
    code?: string;
    originalCode?: string;
    command?: string;
    responseCode?: number;
    response?: string;
  };
  const answered = /^(\d{3})[ -](\d\.\d{1,3}\.\d{1,3})?/.exec(response ?? '');
  const said = answered ? [answered[1], answered[2]].filter(Boolean).join(' ') : (originalCode ?? code ?? 'UNKNOWN');
  // A refused sign-in or sender says that the installation is set up wrongly: that can be mended, and the mail is kept.
  const about = command === 'RCPT TO' || command === 'DATA';
  return new MailFailure(said, about && responseCode !== undefined && responseCode >= 500, error);
}

const page = (html: string, language: string, subject: string): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${subject.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title></head>` +
  `<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:1.5em auto;padding:0 1em">` +
  `${html}</body></html>`;
