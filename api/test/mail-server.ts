import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string;
  secure: boolean;
  user: string | undefined;
  /** Headers and bodies, as they came over the wire. */
  raw: string;
}

export interface MailServer {
  port: number;
  received: ReceivedMail[];
  /** Counts conversations that got as far as naming a recipient. */
  attempts: number;
  stop(): Promise<void>;
}

export interface MailServerOptions extends SMTPServerOptions {
  port?: number;
  /** Answers to a recipient, or to the mail itself: an SMTP code with text, or nothing to take it. */
  onRecipient?: (address: string, attempt: number) => string | undefined;
  onMail?: (raw: string, attempt: number) => string | undefined;
  /** Waited for between the last byte of a mail and the answer to it. Who has hung up by then has handed nothing over. */
  beforeAnswer?: () => Promise<void>;
  credentials?: { user: string; password: string };
}

const answer = (text: string | undefined): Error | null =>
  text === undefined ? null : Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) });

/** A mail server that speaks SMTP for real, on a port of its own. */
export async function aMailServer({
  port = 0,
  onRecipient,
  onMail,
  beforeAnswer,
  credentials,
  ...options
}: MailServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const gone = new Set<string>();
  const smtp = new SMTPServer({
    authOptional: credentials === undefined,
    disabledCommands: credentials ? [] : ['AUTH', 'STARTTLS'],
    logger: false,
    onAuth({ username, password }, _, done) {
      const right = username === credentials?.user && password === credentials?.password;
      return right ? done(null, { user: username }) : done(answer('535 5.7.8 Credentials are wrong'));
    },
    onRcptTo({ address }, _, done) {
      server.attempts += 1;
      done(answer(onRecipient?.(address, server.attempts)));
    },
    onClose({ id }) {
      gone.add(id);
    },
    onData(stream, session, done) {
      const { envelope, secure } = session;
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        await beforeAnswer?.();
        if (gone.has(session.id)) return;
        const raw = Buffer.concat(parts).toString();
        const refused = onMail?.(raw, server.attempts);
        if (refused === undefined)
          received.push({
            from: envelope.mailFrom ? envelope.mailFrom.address : '',
            to: envelope.rcptTo[0]!.address,
            secure,
            user: session.user as string | undefined,
            raw,
          });
        done(answer(refused));
      });
    },
    ...options,
  });
  // Clients that turn away are part of what is tested.
  smtp.on('error', () => undefined);
  smtp.listen(port, '127.0.0.1');
  await once(smtp.server, 'listening');
  const server: MailServer = {
    port: (smtp.server.address() as AddressInfo).port,
    received,
    attempts: 0,
    stop: () => new Promise((stopped) => smtp.close(stopped)),
  };
  return server;
}
