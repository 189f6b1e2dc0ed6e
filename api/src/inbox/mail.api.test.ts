import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { freePort } from '../../test/free-port.ts';
import { aJobContext } from '../../test/job-context.ts';
import { mailsTo } from '../../test/mail.ts';
import { aMailServer, type MailServer } from '../../test/mail-server.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { notice } from '../platform/notifier.ts';
import { SmtpCarrier } from './mail-carrier.smtp.ts';
import { mailProblemOf } from './mail-problem.ts';
import type { MailFailure } from './mail-carrier.ts';
import { handleForgetNotices } from './mail.jobs.ts';
import { mailAttempts, mailRetrySeconds } from './mail.settings.ts';

const welcome = notice('test.welcome', {
  description: 'A mail for tests',
  variables: { link: 'https://studio.example/verify' },
  channels: ['MAIL'],
  optional: true,
});
const link = 'https://studio.example/verify#a-token';

interface MessageRow {
  id: string;
  status: string;
  attempts: number;
  failure: string | null;
}

const refusing = new Set<string>();
/** What the server answers to a recipient. */
const byAddress = (address: string, attempt: number): string | undefined => {
  if (refusing.has(address)) return '550 5.1.1 No such mailbox, dear me';
  if (address.startsWith('busy-once')) return attempt === 1 ? '451 4.3.0 Later please' : undefined;
  return address.startsWith('busy') ? '451 4.3.0 Later please' : undefined;
};

let server: MailServer;
let world: World;
const worldWithMail = async (url: string, worker = true): Promise<World> => {
  const made = await aWorld({
    worker,
    config: { mail: { driver: 'smtp', url, from: 'Studio <studio@studio.example>' } },
  });
  const admin = await anAdministrator(made);
  const actor = { ...operator, accountId: admin.id };
  await made.app.settings.change(actor, mailRetrySeconds, {}, 1);
  await made.app.settings.change(actor, mailAttempts, {}, 3);
  await made.db.pool.query(
    `insert into mail_template (notice, language, version, subject, body)
     values ('test.welcome', 'en', 1, 'Welcome 👋 señora', 'Please [verify]({{link}}).')`,
  );
  return made;
};
beforeAll(async () => {
  server = await aMailServer({ onRecipient: byAddress });
  world = await worldWithMail(`smtp://127.0.0.1:${server.port}`);
});
afterAll(async () => {
  await world.stop();
  await server.stop();
});

const tell = ({ db, app }: World, account: TestAccount) =>
  transaction(db, (tx) => app.notifier.notify(tx, welcome, { accountId: account.id, variables: { link } }));
const messagesOf = async ({ db }: World, { id }: TestAccount): Promise<MessageRow[]> => {
  const { rows } = await db.pool.query<MessageRow>(
    'select id, status, attempts, failure from mail_message where account_id = $1 order by created_at',
    [id],
  );
  return rows;
};
const settled = (of: World, account: TestAccount, status: string) =>
  vi.waitFor(async () => expect(await messagesOf(of, account)).toMatchObject([{ status }]), 15_000);
const bounced = async ({ db }: World, { id }: TestAccount): Promise<boolean> => {
  const { rows } = await db.pool.query<{ bounced: boolean }>(
    'select mail_bounced_at is not null as bounced from account where id = $1',
    [id],
  );
  return rows[0]!.bounced;
};

describe('by SMTP', () => {
  test('a mail arrives with text and HTML, and is written down as sent', async () => {
    const lena = await anInfluencer(world, { email: 'lena@test.example', displayName: 'Lena' });
    await world.db.pool.query('update account set mail_bounced_at = null where id = $1', [lena.id]);
    await tell(world, lena);
    await settled(world, lena, 'SENT');
    const [message] = await messagesOf(world, lena);
    const got = server.received.filter(({ to }) => to === lena.email);
    expect(got).toMatchObject([{ from: 'studio@studio.example', to: 'lena@test.example' }]);
    const { raw } = got[0]!;
    expect(raw).toContain(`Message-ID: <${message!.id}@localhost>`);
    expect(raw).toContain('Auto-Submitted: auto-generated');
    expect(raw).toMatch(/Subject: =\?UTF-8\?/);
    expect(raw).toMatch(/text\/plain[^]*text\/html/);
    expect(raw.replaceAll('=\r\n', '')).toContain('<a href=3D"https://studio.example/verify#a-token">');
    expect(message).toMatchObject({ attempts: 1, failure: null });
  });

  test('a mailbox that does not exist bounces at once, and the account is marked until mail arrives again', async () => {
    const gone = await anInfluencer(world, { email: 'refused@test.example' });
    refusing.add(gone.email);
    await tell(world, gone);
    await settled(world, gone, 'BOUNCED');
    expect(await messagesOf(world, gone)).toMatchObject([{ attempts: 1, failure: '550 5.1.1' }]);
    expect(await bounced(world, gone)).toBe(true);

    refusing.delete(gone.email);
    const [message] = await messagesOf(world, gone);
    const staff = await anAdministrator(world);
    await world.as(staff).run('mutation ($id: ID!) { retryMail(id: $id) { id } }', { id: message!.id });
    await settled(world, gone, 'SENT');
    expect(await messagesOf(world, gone)).toMatchObject([{ attempts: 1, failure: null }]);
    expect(await bounced(world, gone)).toBe(false);
  });

  test('a busy server is asked again, until it takes the mail', async () => {
    server.attempts = 0;
    const person = await anInfluencer(world, { email: 'busy-once@test.example' });
    await tell(world, person);
    await settled(world, person, 'RETRYING');
    expect(await messagesOf(world, person)).toMatchObject([{ failure: '451 4.3.0' }]);
    await settled(world, person, 'SENT');
    expect(await messagesOf(world, person)).toMatchObject([{ attempts: 2 }]);
    expect(server.received.filter(({ to }) => to === person.email)).toHaveLength(1);
  });

  test('a server that stays busy is given up after the tries of the setting; that says nothing about the address', async () => {
    const person = await anInfluencer(world, { email: 'busy@test.example' });
    await tell(world, person);
    await settled(world, person, 'BOUNCED');
    expect(await messagesOf(world, person)).toMatchObject([{ attempts: 3, failure: '451 4.3.0' }]);
    expect(await bounced(world, person)).toBe(false);
  });

  test('taken by two workers at once, a mail leaves once', async () => {
    const idle = await worldWithMail(`smtp://127.0.0.1:${server.port}`, false);
    const person = await anInfluencer(idle, { email: 'twice@test.example' });
    await tell(idle, person);
    const [message] = await messagesOf(idle, person);
    const outcomes = await Promise.allSettled([1, 2].map(() => idle.app.mails.send(message!.id, aJobContext().log)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await messagesOf(idle, person)).toMatchObject([{ status: 'SENT', attempts: 1 }]);
    expect(server.received.filter(({ to }) => to === person.email)).toHaveLength(1);
    await idle.stop();
  });

  test('what a crash left half sent is sent again under the same Message-ID, but not while it may still be on its way', async () => {
    const person = await anInfluencer(world, { email: 'crash@test.example' });
    await tell(world, person);
    await settled(world, person, 'SENT');
    const [message] = await messagesOf(world, person);
    const claimedUntil = (interval: string) =>
      world.db.pool.query(
        `update mail_message set status = 'SENDING', next_attempt_at = now() + $2::interval where id = $1`,
        [message!.id, interval],
      );
    await claimedUntil('10 seconds');
    await expect(world.app.mails.send(message!.id, aJobContext().log)).rejects.toThrow('another worker');
    await claimedUntil('-1 second');
    await world.app.mails.send(message!.id, aJobContext().log);
    const ids = server.received
      .filter(({ to }) => to === person.email)
      .map(({ raw }) => /Message-ID: (\S+)/.exec(raw)?.[1]);
    expect(ids).toEqual([`<${message!.id}@localhost>`, `<${message!.id}@localhost>`]);
  });

  test('a mail whose reader is gone is left alone', async () => {
    const before = server.attempts;
    await world.app.mails.send('00000000-0000-4000-8000-000000000000', aJobContext().log);
    expect(server.attempts).toBe(before);
  });
});

test('a server that is down takes the mail when it is back', async () => {
  const port = await freePort();
  const lonely = await worldWithMail(`smtp://127.0.0.1:${port}`);
  const person = await anInfluencer(lonely);
  await tell(lonely, person);
  await settled(lonely, person, 'RETRYING');
  expect((await messagesOf(lonely, person))[0]!.failure).toBe('ECONNREFUSED');
  const back = await aMailServer({ port });
  await settled(lonely, person, 'SENT');
  await back.stop();
  await lonely.stop();
});

test('without a mail server the mail stays in the outbox, and the log says where its link leads', async () => {
  const lines: object[] = [];
  const { pino } = await import('pino');
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line) as object) });
  const kept = await aWorld({ worker: true, parts: { log } });
  await kept.db.pool.query(
    `insert into mail_template (notice, language, version, subject, body)
     values ('test.welcome', 'en', 1, 'Welcome', 'Please [verify]({{link}}).')`,
  );
  const person = await anInfluencer(kept);
  await tell(kept, person);
  await settled(kept, person, 'KEPT');
  expect(lines).toContainEqual(expect.objectContaining({ notice: 'test.welcome', link }));
  expect(await mailsTo(kept, person)).toMatchObject([{ subject: 'Welcome', link }]);
  await kept.stop();
});

describe('the conversation', () => {
  const waits = { connection: 500, greeting: 500, silence: 500, conversation: 1_000 };
  const mail = {
    id: '00000000-0000-4000-8000-000000000001',
    notice: 'test.welcome',
    to: 'lena@test.example',
    language: 'en',
    subject: 'Welcome',
    text: 'Hello',
    html: '<p>Hello</p>',
  };
  const carrierTo = (url: string) =>
    new SmtpCarrier({ driver: 'smtp', url, from: 'studio@studio.example' }, 'studio.example', waits);
  const failureOf = async (url: string): Promise<MailFailure> => {
    const outcome = await carrierTo(url)
      .carry(mail)
      .catch((error: unknown) => error as MailFailure);
    if (typeof outcome === 'boolean') throw new Error('the mail left');
    return outcome;
  };

  test('a password goes through TLS only', async () => {
    const secured = await aMailServer({ credentials: { user: 'studio', password: 'p@ss' } });
    const url = `smtp://studio:p%40ss@127.0.0.1:${secured.port}/?tls.rejectUnauthorized=false`;
    expect(await carrierTo(url).carry(mail)).toBe(true);
    expect(secured.received).toMatchObject([{ secure: true, user: 'studio' }]);
    await secured.stop();

    const open = await aMailServer();
    const refused = await failureOf(`smtp://studio:p%40ss@127.0.0.1:${open.port}`);
    expect([refused.code, refused.final]).toEqual([expect.stringMatching(/^(ETLS|502|500)/), false]);
    await open.stop();
  });

  test('a certificate that nobody vouches for, and credentials that are wrong, do not cost the mail', async () => {
    const secured = await aMailServer({ credentials: { user: 'studio', password: 'right' } });
    const unknown = await failureOf(`smtp://studio:right@127.0.0.1:${secured.port}`);
    expect([unknown.code, unknown.final]).toEqual([expect.stringContaining('CERT'), false]);
    expect(mailProblemOf(unknown.code)).toBe('NOT_SECURE');
    const wrong = await failureOf(`smtp://studio:wrong@127.0.0.1:${secured.port}/?tls.rejectUnauthorized=false`);
    expect([wrong.code, wrong.final]).toEqual(['535 5.7.8', false]);
    await secured.stop();
  });

  test('a mail that is refused as a whole is refused for good', async () => {
    const strict = await aMailServer({ onMail: () => '554 5.7.1 Spam' });
    const refused = await failureOf(`smtp://127.0.0.1:${strict.port}`);
    expect([refused.code, refused.final]).toEqual(['554 5.7.1', true]);
    await strict.stop();
  });

  test.for([
    ['says nothing', 'SILENT', () => undefined],
    ['hangs up', 'BROKEN_OFF', (socket: Socket) => socket.destroy()],
    ['is no mail server', 'BROKEN_OFF', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    [
      'never comes to an end',
      'SILENT',
      (socket: Socket) => {
        socket.write('220 mail.example\r\n');
        const drip = setInterval(() => socket.write('250-wait\r\n'), 50);
        socket.on('close', () => clearInterval(drip));
      },
    ],
  ] as const)('a server that %s is asked again later', async ([, problem, behave]) => {
    const sockets: Socket[] = [];
    const odd = createServer((socket) => {
      socket.on('error', () => undefined);
      sockets.push(socket);
      behave(socket);
    }).listen(0, '127.0.0.1');
    await once(odd, 'listening');
    const failure = await failureOf(`smtp://127.0.0.1:${(odd.address() as AddressInfo).port}`);
    expect(failure.final).toBe(false);
    expect(failure.code).toMatch(/^E[A-Z]+$/);
    expect(mailProblemOf(failure.code)).toBe(problem);
    for (const socket of sockets) socket.destroy();
    odd.close();
  });
});

test('mail and notifications are forgotten after the days of the setting', async () => {
  const person = await anInfluencer(world, { email: 'old@test.example' });
  await tell(world, person);
  await settled(world, person, 'SENT');
  await world.db.pool.query(`update mail_message set created_at = now() - interval '91 days' where account_id = $1`, [
    person.id,
  ]);
  await world.db.pool.query(
    `insert into notification (account_id, notice, content_sealed, created_at)
     values ($1, 'old', '', now() - interval '366 days'), ($1, 'young', '', now() - interval '360 days')`,
    [person.id],
  );
  await handleForgetNotices({ db: world.db, settings: world.app.settings })({}, aJobContext());
  expect(await messagesOf(world, person)).toEqual([]);
  const { rows } = await world.db.pool.query('select notice from notification where account_id = $1', [person.id]);
  expect(rows).toEqual([{ notice: 'young' }]);
});
