import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { mailsTo } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { setEmail } from '../accounts/email-change.service.ts';
import { transaction } from '../platform/db.ts';
import { notice } from '../platform/notifier.ts';
import { whyMailWaits } from './mail.service.ts';

const verify = notice('test.outbox', {
  description: 'A mail with a link',
  variables: { link: 'https://studio.example/verify' },
  channels: ['MAIL'],
  optional: true,
});
const other = notice('test.outboxOther', { description: 'Another', variables: {}, channels: ['MAIL'], optional: true });
const link = 'https://studio.example/verify#a-secret-token';

interface Message {
  id: string;
  notice: string;
  recipient: string;
  subject: string;
  text: string;
  status: string;
  viewerMoves: string[];
}

const fields = `id notice person { id displayName } recipient language subject text status attempts failure createdAt
  nextAttemptAt settledAt viewerMoves`;
const MESSAGES = `query ($filter: MailMessageFilter, $first: Int! = 20, $after: String) {
  mailMessages(filter: $filter, first: $first, after: $after) { nodes { ${fields} } pageInfo { endCursor hasNextPage } } }`;
const MESSAGE = `query ($id: ID!) { mailMessage(id: $id) { ${fields} } }`;
const RETRY = `mutation ($id: ID!) { retryMail(id: $id) { ${fields} } }`;
const FACTS = '{ outboxFacts(language: "de") { leaves notices { key description } } }';

let world: World;
let staff: TestAccount;
let lena: TestAccount;
let mateo: TestAccount;
const texts = `insert into mail_template (notice, language, version, subject, body) values
  ('test.outbox', 'en', 1, 'Verify', 'Please [verify]({{link}}).'), ('test.outboxOther', 'en', 1, 'Other', 'Nothing.')`;
const tell = async (of: World, account: TestAccount, what = verify): Promise<void> =>
  transaction(of.db, (tx) => of.app.notifier.notify(tx, what, { accountId: account.id, variables: { link } }));

beforeAll(async () => {
  world = await aWorld();
  await world.db.pool.query(texts);
  staff = await anAdministrator(world);
  lena = await anInfluencer(world, { email: 'lena@test.example', displayName: 'Lena' });
  mateo = await anInfluencer(world, { email: 'mateo@test.example', displayName: 'Mateo' });
  await tell(world, lena);
  await tell(world, mateo);
  await tell(world, lena, other as typeof verify);
});
afterAll(() => world.stop());

const messages = async (variables = {}) => {
  const { data } = await world
    .as(staff)
    .run<{ mailMessages: { nodes: Message[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } }>(
      MESSAGES,
      variables,
    );
  return data.mailMessages;
};
const setStatus = (id: string, status: string) =>
  world.db.pool.query('update mail_message set status = $2, attempts = 3 where id = $1', [id, status]);

test('shows what was sent to whom, newest first, with a masked address', async () => {
  const { nodes } = await messages();
  expect(nodes.map(({ notice: key, recipient, subject }) => [key, recipient, subject])).toEqual([
    ['test.outboxOther', 'l•••@test.example', 'Other'],
    ['test.outbox', 'm•••@test.example', 'Verify'],
    ['test.outbox', 'l•••@test.example', 'Verify'],
  ]);
  expect(nodes[1]).toMatchObject({ person: { id: mateo.id, displayName: 'Mateo' }, status: 'QUEUED', viewerMoves: [] });
});

test('can be narrowed by status, notice and person, and comes in pages', async () => {
  const subjectsOf = async (filter: object) => (await messages({ filter })).nodes.map(({ recipient }) => recipient[0]);
  expect(await subjectsOf({ personId: lena.id })).toEqual(['l', 'l']);
  expect(await subjectsOf({ notice: 'test.outbox' })).toEqual(['m', 'l']);
  const [newest] = (await messages()).nodes;
  await setStatus(newest!.id, 'BOUNCED');
  expect(await subjectsOf({ status: ['BOUNCED', 'RETRYING'] })).toEqual(['l']);
  expect(await subjectsOf({ status: ['QUEUED', 'BOUNCED', 'QUEUED'] })).toEqual(['l', 'm', 'l']);
  expect(await subjectsOf({ status: ['QUEUED'], personId: lena.id, notice: 'test.outbox' })).toEqual(['l']);
  expect(await subjectsOf({ personId: 'nobody' })).toEqual([]);
  await setStatus(newest!.id, 'QUEUED');

  const first = await messages({ first: 2, filter: { status: ['QUEUED'] } });
  const rest = await messages({ first: 2, after: first.pageInfo.endCursor, filter: { status: ['QUEUED'] } });
  expect([first.nodes.length, rest.nodes.length, rest.pageInfo.hasNextPage]).toEqual([2, 1, false]);
  expect(new Set([...first.nodes, ...rest.nodes].map(({ id }) => id)).size).toBe(3);
});

describe('links', () => {
  test('can be followed where no mail leaves', async () => {
    const [, message] = (await messages()).nodes;
    const { data } = await world.as(staff).run<{ mailMessage: Message }>(MESSAGE, { id: message!.id });
    expect(data.mailMessage.text).toContain(link);
    const facts = (await world.as(staff).run(FACTS)).data['outboxFacts'] as { leaves: boolean; notices: object[] };
    expect(facts.leaves).toBe(false);
    expect(facts.notices).toContainEqual({
      key: 'accounts.resetPassword',
      description: expect.stringMatching(/Passwort/) as string,
    });
  });

  test('are masked where it does: they would let staff in as somebody else', async () => {
    const real = await aWorld({
      config: { mail: { driver: 'smtp', url: 'smtp://127.0.0.1:1', from: 'studio@studio.example' } },
    });
    await real.db.pool.query(texts);
    const admin = await anAdministrator(real);
    await tell(real, await anInfluencer(real));
    const { data } = await real.as(admin).run<{ mailMessages: { nodes: Message[] } }>(MESSAGES);
    expect(data.mailMessages.nodes[0]!.text).toContain('verify: <https://studio.example/•••>');
    expect(JSON.stringify(data)).not.toContain('a-secret-token');
    await real.stop();
  });
});

describe('trying again', () => {
  test.for(['BOUNCED', 'SUPPRESSED', 'KEPT'] as const)('is for what was given up: %s', async (status) => {
    const [message] = (await messages()).nodes;
    await setStatus(message!.id, status);
    const { data } = await world.as(staff).run<{ mailMessage: Message }>(MESSAGE, { id: message!.id });
    expect(data.mailMessage.viewerMoves).toEqual(['retry']);
    const answers = await Promise.all(
      [1, 2].map(() => world.as(staff).run<{ retryMail: Message }>(RETRY, { id: message!.id })),
    );
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(['CONFLICT']);
    const { rows } = await world.db.pool.query(`select status, attempts from mail_message where id = $1`, [
      message!.id,
    ]);
    expect(rows).toEqual([{ status: 'QUEUED', attempts: 0 }]);
    const jobs = await world.db.pool.query(
      `select from pgboss.job where name = 'send-mail' and state = 'created' and data->'payload'->>'messageId' = $1`,
      [message!.id],
    );
    expect(jobs.rowCount).toBe(1);
    const audit = await world.db.pool.query(
      `select from audit_event where action = 'mail.retry' and record_id = $1 and actor_id = $2`,
      [message!.id, staff.id],
    );
    expect(audit.rowCount).toBeGreaterThan(0);
  });

  test('forgets what the last try met: one refused address is no trouble of the server while it is tried again', async () => {
    const [message] = (await messages()).nodes;
    await setStatus(message!.id, 'BOUNCED');
    await world.db.pool.query(`update mail_message set failure = '550 5.1.1' where id = $1`, [message!.id]);
    const { data } = await world.as(staff).run<{ retryMail: Message }>(RETRY, { id: message!.id });
    expect(data.retryMail).toMatchObject({ status: 'QUEUED', attempts: 0, failure: null });
    await setStatus(message!.id, 'SENDING');
    expect(await whyMailWaits(world.db)).toBeNull();
    await setStatus(message!.id, 'QUEUED');
  });

  test.for(['QUEUED', 'SENDING', 'SENT', 'RETRYING'] as const)('is not for one that is %s', async (status) => {
    const [message] = (await messages()).nodes;
    await setStatus(message!.id, status);
    const { errors } = await world.as(staff).run(RETRY, { id: message!.id });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    await setStatus(message!.id, 'QUEUED');
  });

  test('goes to the present address, unless it was meant for another one', async () => {
    const mover = await anInfluencer(world, { email: 'before@test.example' });
    await tell(world, mover);
    await transaction(world.db, (tx) =>
      world.app.notifier.notify(tx, verify, { accountId: mover.id, to: 'before@test.example', variables: { link } }),
    );
    await transaction(world.db, (tx) => setEmail(tx, world.app.keyring, mover.id, 'after@test.example'));
    for (const { id } of await mailsTo(world, mover)) {
      await setStatus(id, 'BOUNCED');
      expect((await world.as(staff).run(RETRY, { id })).errors).toEqual([]);
    }
    expect((await mailsTo(world, mover)).map(({ to }) => to)).toEqual(['after@test.example', 'before@test.example']);
  });

  test('leads to the mail being sent', async () => {
    const working = await aWorld({ databaseUrl: world.databaseUrl, worker: true });
    await tell(world, mateo);
    const kept = async () => (await messages({ filter: { status: ['KEPT'] } })).nodes;
    await vi.waitUntil(async () => (await kept()).length >= 4, 10_000);
    const [message] = await kept();
    await world.as(staff).run(RETRY, { id: message!.id });
    await vi.waitFor(async () => expect((await kept()).map(({ id }) => id)).toContain(message!.id), 10_000);
    await working.stop();
  });
});

test('is closed to those who may not see it, and what is unknown is not found', async () => {
  const finance = await anAccount(world, 'FINANCE');
  const [message] = (await messages()).nodes;
  for (const [operation, variables] of [
    [MESSAGES, {}],
    [MESSAGE, { id: message!.id }],
    [RETRY, { id: message!.id }],
    [FACTS, {}],
  ] as const) {
    expect((await world.as(finance).run(operation, variables)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await world.as(lena).run(operation, variables)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  }
  for (const id of ['1', '00000000-0000-4000-8000-000000000000'])
    for (const operation of [MESSAGE, RETRY])
      expect((await world.as(staff).run(operation, { id })).errors).toMatchObject([
        { extensions: { code: 'NOT_FOUND' } },
      ]);
});
