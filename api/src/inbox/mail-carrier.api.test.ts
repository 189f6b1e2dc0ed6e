import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator } from '../../test/builders.ts';
import { aMailServer, type MailServer } from '../../test/mail-server.ts';
import { aWorld, type World } from '../../test/world.ts';
import { smtpUrl } from './mail.settings.ts';

const password = 'p@ss: a secret';

let server: MailServer;
let world: World;
/** Another process: the one that sends. */
let worker: World;
let admin: TestAccount;
beforeAll(async () => {
  server = await aMailServer({ credentials: { user: 'studio', password } });
  world = await aWorld();
  worker = await aWorld({ databaseUrl: world.databaseUrl, worker: true });
  // What it does by the clock would come in between.
  await world.db.pool.query(`delete from pgboss.schedule where name = 'look-at-mail-server'`);
});
beforeEach(async () => {
  admin = await anAdministrator(world, { displayName: 'Ada' });
});
afterAll(async () => {
  await worker.stop();
  await world.stop();
  await server.stop();
});

const set = (key: string, value: string | null, account = admin) =>
  world
    .as(account)
    .run('mutation ($input: ChangeSettingInput!) { changeSetting(input: $input) { setting { isSet value } } }', {
      input: { key, value: value === null ? null : JSON.stringify(value) },
    });
const address = (typed = password, of = server): string =>
  `smtp://studio:${encodeURIComponent(typed)}@127.0.0.1:${of.port}?tls.rejectUnauthorized=false`;
const facts = async () => (await world.as(admin).run('{ outboxFacts { leaves server } }')).data['outboxFacts'];
const mailHealth = async () => {
  const { data } = await world
    .as(admin)
    .run<{ health: { checks: { name: string }[] } }>('{ health { checks { name status finding value mailProblem } } }');
  return data.health.checks.find(({ name }) => name === 'mail');
};

interface Sent {
  tryMailServer: { id: string; subject: string; text: string; viewerMoves: string[] };
}
const sendTest = async (account = admin): Promise<string> => {
  const { data } = await world.as(account).run<Sent>('mutation { tryMailServer { id subject text viewerMoves } }');
  return data.tryMailServer.id;
};
const arrivesAs = (id: string, expected: object) =>
  vi.waitFor(async () => {
    const { data } = await world
      .as(admin)
      .run('query ($id: ID!) { mailMessage(id: $id) { status failure problem } }', { id });
    expect(data['mailMessage']).toMatchObject(expected);
  }, 15_000);

test('a mail server that staff set is used by every process at once, and the one of the environment again afterwards', async () => {
  expect(await facts()).toEqual({ leaves: false, server: null });
  await arrivesAs(await sendTest(), { status: 'KEPT' });
  expect(await mailHealth()).toMatchObject({ status: 'UP', finding: 'MAIL_STAYS', mailProblem: null });

  await set('mail.smtpUrl', address());
  await set('mail.sender', 'Our studio <hello@studio.example>');
  expect(await facts()).toEqual({ leaves: true, server: `127.0.0.1:${server.port}` });
  await arrivesAs(await sendTest(), { status: 'SENT', failure: null, problem: null });
  const mine = server.received.filter(({ to }) => to === admin.email);
  expect(mine).toMatchObject([{ from: 'hello@studio.example', secure: true, user: 'studio' }]);
  expect(mine[0]!.raw).toContain('From: Our studio <hello@studio.example>');
  expect(mine[0]!.raw).toContain('Subject: Mail from InfluenceGen arrives');

  await set('mail.smtpUrl', address('another password'));
  const waits = await sendTest();
  await arrivesAs(waits, { status: 'RETRYING', failure: '535 5.7.8', problem: 'SIGN_IN_REFUSED' });
  expect(await mailHealth()).toMatchObject({
    status: 'DOWN',
    finding: 'MAIL_WAITS',
    value: '535 5.7.8',
    mailProblem: 'SIGN_IN_REFUSED',
  });
  await set('mail.smtpUrl', address());
  // A server that asks to be tried later works.
  await world.db.pool.query(`update mail_message set failure = '451 4.7.1' where id = $1`, [waits]);
  expect(await mailHealth()).toMatchObject({ status: 'UP', finding: null });
  await world.db.pool.query(`update mail_message set failure = 'ECONNREFUSED' where id = $1`, [waits]);
  expect(await mailHealth()).toMatchObject({ status: 'DOWN', value: 'ECONNREFUSED' });
  await arrivesAs(await sendTest(), { status: 'SENT' });
  expect(await mailHealth()).toMatchObject({ status: 'UP', finding: null });

  await set('mail.smtpUrl', null);
  expect(await facts()).toEqual({ leaves: false, server: null });
  await arrivesAs(await sendTest(), { status: 'KEPT' });
});

describe('before anybody waits for a mail', () => {
  let strict: MailServer;
  let knocks: number;
  /** To whoever connects. */
  let answer: string | undefined;
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const look = async (): Promise<void> => {
    await vi.waitFor(() => expect(worker.app.settings.read(smtpUrl)).toBe(world.app.settings.read(smtpUrl)));
    await worker.app.mails.lookAtServer(log);
  };
  const later = () => world.db.pool.query(`update mail_server_look set looked_at = looked_at - interval '5 minutes'`);
  const start = (port?: number) =>
    aMailServer({
      ...(port !== undefined && { port }),
      credentials: { user: 'studio', password },
      onConnect(_, done) {
        knocks += 1;
        done(
          answer === undefined ? null : Object.assign(new Error(answer), { responseCode: Number(answer.slice(0, 3)) }),
        );
      },
    });
  const itsAddress = (typed = password) => address(typed, strict);
  beforeEach(async () => {
    await world.db.pool.query('delete from mail_message');
    await world.db.pool.query('delete from mail_server_look');
    [knocks, answer] = [0, undefined];
    lines.length = 0;
    strict = await start();
  });
  afterEach(async () => {
    await set('mail.smtpUrl', null);
    await strict.stop();
  });

  test('a wrong password is told, once in five minutes at the most, and traffic is taken as before', async () => {
    await set('mail.smtpUrl', itsAddress('another password'));
    await look();
    expect(await mailHealth()).toMatchObject({ status: 'DOWN', finding: 'MAIL_WOULD_WAIT', value: '535 5.7.8' });
    const ready = await fetch(`${world.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { status: 'UP', checks: { mail: { status: 'DOWN' } } },
    ]);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ code: '535 5.7.8' }]);
    expect(lines.join()).not.toMatch(/another|studio|127\.0\.0\.1/);

    await look();
    expect(knocks).toBe(1);
    await later();
    await look();
    expect(knocks).toBe(2);
    // Another server was not looked at yet: what was found does not count for it, and it is looked at next.
    await set('mail.smtpUrl', itsAddress());
    expect(await mailHealth()).toMatchObject({ status: 'UP', finding: null });
    await look();
    expect(knocks).toBe(3);
    expect(await mailHealth()).toMatchObject({ status: 'UP', finding: null });
    expect(strict.received).toEqual([]);
  });

  test('a server that is away is told until it is back, or a mail left', async () => {
    await set('mail.smtpUrl', itsAddress());
    const { port } = strict;
    await strict.stop();
    await look();
    expect(await mailHealth()).toMatchObject({
      status: 'DOWN',
      finding: 'MAIL_WOULD_WAIT',
      value: 'ECONNREFUSED',
      mailProblem: 'UNREACHABLE',
    });
    strict = await start(port);
    await later();
    await look();
    expect(await mailHealth()).toMatchObject({ status: 'UP', finding: null });

    await world.db.pool.query(`update mail_server_look set failure = 'ECONNREFUSED'`);
    expect(await mailHealth()).toMatchObject({ status: 'DOWN', finding: 'MAIL_WOULD_WAIT' });
    await arrivesAs(await sendTest(), { status: 'SENT' });
    expect(await mailHealth()).toMatchObject({ status: 'UP', finding: null });
  });

  test('a server that asks to be tried later works, and where mail stays nobody knocks', async () => {
    answer = '421 4.3.2 Not now';
    await set('mail.smtpUrl', itsAddress());
    await look();
    expect(knocks).toBe(1);
    expect(await mailHealth()).toMatchObject({ status: 'UP', finding: null });
    await set('mail.smtpUrl', null);
    await look();
    expect(knocks).toBe(1);
    expect(await mailHealth()).toMatchObject({ status: 'UP', finding: 'MAIL_STAYS' });
  });
});

test('what was set is told to nobody: not to staff, not to the audit trail, not to who reads the database', async () => {
  const { data } = await set('mail.smtpUrl', address());
  expect(data).toEqual({ changeSetting: { setting: { isSet: true, value: null } } });
  const { data: seen } = await world
    .as(admin)
    .run('{ setting(key: "mail.smtpUrl") { value initial lastChange { before after } } }');
  expect(JSON.stringify(seen)).not.toMatch(/studio|127\.0\.0\.1/);
  const { rows } = await world.db.pool.query<{ row: string }>(
    `select e::text as row from audit_event e union all select c::text from setting_change c
     union all select encode(value_sealed, 'escape') from setting_secret`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ row }) => row.includes('p%40ss') || row.includes(password))).toEqual([]);
  await set('mail.smtpUrl', null);
});

test.for([
  'mail.example:587',
  'https://mail.example',
  'smtp://',
  'smtp://mail.example/?tls.ca=evil',
  'smtp://mail.example?logger=true',
  `smtp://${'m'.repeat(3_000)}.example`,
  'smtp://mail.example\u0000',
])('is no mail server: %s', async (wrong) => {
  const { errors } = await set('mail.smtpUrl', wrong);
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(new Set(errors[0]!.extensions.fields!.map(({ path }) => path))).toEqual(new Set(['value']));
});

test.for(['nobody', 'a@b\r\nBcc: c@d.example', 'Studio <studio>', '<a@b> <c@d>'])('is no sender: %s', async (wrong) => {
  const { errors } = await set('mail.sender', wrong);
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(new Set(errors[0]!.extensions.fields!.map(({ path }) => path))).toEqual(new Set(['value']));
});

test('only who sees the outbox sends a test, and it is written down', async () => {
  const { errors } = await world.as(await anAccount(world, 'FINANCE')).run('mutation { tryMailServer { id } }');
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  const operator = await anAccount(world, 'WORKSPACE_OPERATOR');
  const id = await sendTest(operator);
  const { rows } = await world.db.pool.query('select action, details from audit_event where actor_id = $1', [
    operator.id,
  ]);
  expect(rows).toEqual([{ action: 'mail.tryServer', details: {} }]);
  await arrivesAs(id, { status: 'KEPT' });
});
