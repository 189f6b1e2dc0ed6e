import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { mailsTo } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { notice, type Notice } from '../platform/notifier.ts';
import { openNotification } from './sealed-notices.ts';

const told = notice('test.told', {
  description: 'Something happened',
  variables: { thing: 'a picture', link: 'https://studio.example/picture' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
});
const urgent = notice('test.urgent', {
  description: 'Something happened to the account',
  variables: {},
  channels: ['MAIL'],
  optional: false,
});
const variables = { thing: 'a hat', link: 'https://studio.example/hat' };

let world: World;
beforeAll(async () => {
  world = await aWorld();
  await world.db.pool.query(
    `insert into mail_template (notice, language, version, subject, body) values
       ('test.told', 'en', 1, 'An old subject', 'Old'),
       ('test.told', 'en', 2, 'About {{thing}}', 'You have **{{thing}}**: [look]({{link}}).'),
       ('test.told', 'es', 1, 'Sobre {{thing}}', 'Tienes **{{thing}}**: [mira]({{link}}).'),
       ('test.urgent', 'en', 1, 'Urgent', 'Look at once.')`,
  );
});
afterAll(() => world.stop());

const tell = (account: TestAccount, what: Notice<string> = told, to?: string) =>
  transaction(world.db, (tx) =>
    world.app.notifier.notify(tx, what, { accountId: account.id, variables, ...(to !== undefined && { to }) }),
  );
const inboxOf = async ({ id }: TestAccount) => {
  const { rows } = await world.db.pool.query<{ id: string; content: Buffer }>(
    'select id, content_sealed as content from notification where account_id = $1 order by created_at, id',
    [id],
  );
  return rows.map((row) => openNotification(world.app.keyring, row.id, row.content));
};
const statusesOf = async ({ id }: TestAccount) => {
  const { rows } = await world.db.pool.query<{ status: string }>(
    'select status from mail_message where account_id = $1 order by created_at, id',
    [id],
  );
  return rows.map(({ status }) => status);
};

test('a person is told by mail and in the inbox, with the newest text', async () => {
  const lena = await anInfluencer(world, { displayName: 'Lena' });
  await tell(lena);
  const [mail] = await mailsTo(world, lena);
  expect(mail).toMatchObject({
    notice: 'test.told',
    to: lena.email,
    subject: 'About a hat',
    link: 'https://studio.example/hat',
  });
  expect(mail!.text).toMatch(/^Hello Lena,\n\nYou have a hat: look: <https:\/\/studio.example\/hat>\.\n/);
  expect(mail!.html).toContain('<strong>a hat</strong>: <a href="https://studio.example/hat">look</a>');
  expect(await inboxOf(lena)).toEqual([
    { title: 'About a hat', text: 'You have a hat: look.', link: 'https://studio.example/hat' },
  ]);
});

test.for([
  ['es', 'Sobre a hat'],
  ['xx', 'About a hat'],
] as const)('who prefers %s reads "%s"', async ([language, subject]) => {
  const person = await anInfluencer(world);
  await world.db.pool.query('update account set language = $2 where id = $1', [person.id, language]);
  await tell(person);
  expect(await mailsTo(world, person)).toMatchObject([{ subject }]);
});

test('rolled back, nobody is told', async () => {
  const person = await anInfluencer(world);
  const failing = transaction(world.db, async (tx) => {
    await world.app.notifier.notify(tx, told, { accountId: person.id, variables });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect([await mailsTo(world, person), await inboxOf(person)]).toEqual([[], []]);
});

test('what somebody turned off does not come; what cannot be turned off does', async () => {
  const person = await anInfluencer(world);
  await world.db.pool.query(
    `insert into notification_preference (account_id, notice, channel, wanted)
     values ($1, 'test.told', 'MAIL', false), ($1, 'test.urgent', 'MAIL', false)`,
    [person.id],
  );
  await tell(person);
  await tell(person, urgent);
  expect(await mailsTo(world, person)).toMatchObject([{ notice: 'test.urgent' }]);
  expect(await inboxOf(person)).toHaveLength(1);
});

test('where mail comes back, only what cannot wait is tried', async () => {
  const person = await anInfluencer(world);
  await world.db.pool.query('update account set mail_bounced_at = now() where id = $1', [person.id]);
  await tell(person);
  await tell(person, urgent);
  expect(await statusesOf(person)).toEqual(['SUPPRESSED', 'QUEUED']);
});

test('another address may be told, and nobody who is gone is', async () => {
  const person = await anInfluencer(world);
  await tell(person, urgent, 'former@test.example');
  expect(await mailsTo(world, person)).toMatchObject([{ to: 'former@test.example' }]);
  await tell({ ...person, id: '00000000-0000-4000-8000-000000000000' });
});

test('neither addresses nor what is said lie open in the database', async () => {
  const person = await anInfluencer(world, { email: 'open-to-nobody@test.example' });
  await tell(person);
  const { rows } = await world.db.pool.query<{ row: string }>(
    `select m::text || encode(recipient_sealed, 'escape') || encode(content_sealed, 'escape') as row from mail_message m
     union all select n::text || encode(content_sealed, 'escape') from notification n`,
  );
  expect(rows.filter(({ row }) => /hat|test\.example/.test(row))).toEqual([]);
});
