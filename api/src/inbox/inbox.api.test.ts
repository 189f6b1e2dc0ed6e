import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { mailsTo } from '../../test/mail.ts';
import { aSubscriber } from '../../test/subscriber.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { notice } from '../platform/notifier.ts';

const told = notice('test.inbox', {
  description: 'Something happened',
  variables: { thing: 'a picture' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
});
notice('test.inboxAlways', { description: 'A warning', variables: {}, channels: ['MAIL', 'INBOX'], optional: false });

interface Shown {
  id: string;
  title: string;
  text: string;
  link: string | null;
  readAt: string | null;
}
interface Inbox {
  notifications: { nodes: Shown[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
  unreadNotifications: number;
}
interface Change {
  unread: number;
  notification: Shown | null;
}

const fields = 'id notice title text link createdAt readAt';
const INBOX = `query ($first: Int! = 20, $after: String) {
  notifications(first: $first, after: $after) { nodes { ${fields} } pageInfo { endCursor hasNextPage } }
  unreadNotifications }`;
const READ = `mutation ($id: ID!) { markNotificationRead(id: $id) { ${fields} } }`;
const READ_ALL = 'mutation { markAllNotificationsRead }';
const CHANGED = `subscription { inboxChanged { unread notification { ${fields} } } }`;
const PREFERENCES =
  'query ($language: String! = "en") { notificationPreferences(language: $language) { notice description optional channels wanted } }';
const PREFER = `mutation ($notice: ID!, $channel: NoticeChannel!, $wanted: Boolean!) {
  setNotificationPreference(notice: $notice, channel: $channel, wanted: $wanted) { notice channels wanted } }`;

let world: World;
let second: World;
let lena: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  second = await aWorld({ databaseUrl: world.databaseUrl });
  await world.db.pool.query(
    `insert into mail_template (notice, language, version, subject, body)
     values ('test.inbox', 'en', 1, 'You have {{thing}}', 'It is **{{thing}}**, {{name}}.')`,
  );
});
beforeEach(async () => {
  lena = await anInfluencer(world, { displayName: 'Lena' });
});
afterAll(async () => {
  await second.stop();
  await world.stop();
});

const tell = (account: TestAccount, thing = 'a hat') =>
  transaction(world.db, (tx) => world.app.notifier.notify(tx, told, { accountId: account.id, variables: { thing } }));
const inboxOf = async (account: TestAccount, variables = {}): Promise<Inbox> =>
  (await world.as(account).run<Inbox>(INBOX, variables)).data;
const listen = (on: World, account: TestAccount) => aSubscriber<Change>(on, account, CHANGED);

describe('the inbox', () => {
  test('shows what somebody was told, newest first, and how much of it is unread', async () => {
    await tell(lena, 'a hat');
    await tell(lena, 'a coat');
    const { notifications, unreadNotifications } = await inboxOf(lena);
    expect(notifications.nodes).toMatchObject([
      { title: 'You have a coat', text: 'It is a coat, Lena.', link: null, readAt: null },
      { title: 'You have a hat' },
    ]);
    expect(unreadNotifications).toBe(2);
  });

  test('comes in pages', async () => {
    for (const thing of ['one', 'two', 'three']) await tell(lena, thing);
    const first = await inboxOf(lena, { first: 2 });
    expect(first.notifications.pageInfo.hasNextPage).toBe(true);
    const rest = await inboxOf(lena, { first: 2, after: first.notifications.pageInfo.endCursor });
    expect([...first.notifications.nodes, ...rest.notifications.nodes].map(({ title }) => title)).toEqual([
      'You have three',
      'You have two',
      'You have one',
    ]);
    expect(rest.notifications.pageInfo.hasNextPage).toBe(false);
  });

  test('what was read stays read since the first time', async () => {
    await tell(lena, 'a hat');
    await tell(lena, 'a coat');
    const [coat, hat] = (await inboxOf(lena)).notifications.nodes;
    const first = await world.as(lena).run<{ markNotificationRead: Shown }>(READ, { id: hat!.id });
    const again = await world.as(lena).run<{ markNotificationRead: Shown }>(READ, { id: hat!.id });
    expect(first.data.markNotificationRead.readAt).not.toBeNull();
    expect(again).toEqual(first);
    expect((await inboxOf(lena)).notifications.nodes).toMatchObject([{ id: coat!.id, readAt: null }, { id: hat!.id }]);

    expect((await world.as(lena).run(READ_ALL)).data).toEqual({ markAllNotificationsRead: 1 });
    expect((await world.as(lena).run(READ_ALL)).data).toEqual({ markAllNotificationsRead: 0 });
    expect((await inboxOf(lena)).unreadNotifications).toBe(0);
  });

  test('of somebody else cannot be seen or marked, by nobody at all', async () => {
    await tell(lena);
    const [own] = (await inboxOf(lena)).notifications.nodes;
    for (const other of [await anInfluencer(world), await anAdministrator(world)]) {
      expect((await inboxOf(other)).notifications.nodes).toEqual([]);
      const { errors } = await world.as(other).run(READ, { id: own!.id });
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
    const { errors } = await world.as(lena).run(READ, { id: 'not an id' });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await inboxOf(lena)).unreadNotifications).toBe(1);
  });

  test('is live in every process: what comes, what is read, and nothing of others', async () => {
    const here = await listen(world, lena);
    const there = await listen(second, lena);
    await tell(await anInfluencer(world), 'not for Lena');
    await tell(lena);
    for (const screen of [here, there])
      expect(await screen.until({ unread: 1 })).toMatchObject({
        notification: { title: 'You have a hat', readAt: null },
      });

    const [own] = (await inboxOf(lena)).notifications.nodes;
    await world.as(lena).run(READ, { id: own!.id });
    expect(await there.until({ unread: 0 })).toMatchObject({ notification: { id: own!.id } });
    await tell(lena);
    await vi.waitUntil(() => there.events.length === 3, 5_000);
    await world.as(lena).run(READ_ALL);
    await vi.waitUntil(() => there.events.at(-1)?.unread === 0 && there.events.at(-1)?.notification === null, 5_000);
    expect(there.events).toHaveLength(4);
    await Promise.all([here.stop(), there.stop()]);
    await vi.waitUntil(() => world.app.inboxLive.subscriptions + second.app.inboxLive.subscriptions === 0, 5_000);
  });

  test('is closed to those who are not signed in', async () => {
    const stranger = await aSubscriber<Change>(world, null, CHANGED);
    expect(stranger.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await stranger.stop();
  });
});

describe('preferences', () => {
  const wantedBy = async (account: TestAccount, language = 'en') => {
    const { data } = await world
      .as(account)
      .run<{ notificationPreferences: { notice: string; description: string; wanted: string[] }[] }>(PREFERENCES, {
        language,
      });
    return new Map(data.notificationPreferences.map((one) => [one.notice, one]));
  };

  test('everything is wanted until somebody says otherwise, and then it does not come', async () => {
    expect((await wantedBy(lena)).get('test.inbox')!.wanted).toEqual(['MAIL', 'INBOX']);
    const off = { notice: 'test.inbox', channel: 'MAIL', wanted: false };
    const answers = await Promise.all([1, 2, 3].map(() => world.as(lena).run(PREFER, off)));
    for (const { data } of answers)
      expect(data).toEqual({
        setNotificationPreference: { notice: 'test.inbox', channels: ['MAIL', 'INBOX'], wanted: ['INBOX'] },
      });
    await tell(lena);
    expect([await mailsTo(world, lena), (await inboxOf(lena)).unreadNotifications]).toEqual([[], 1]);
    const { rows } = await world.db.pool.query(
      `select action, details from audit_event where actor_id = $1 and action = 'notices.prefer'`,
      [lena.id],
    );
    expect(rows).toEqual([
      { action: 'notices.prefer', details: { notice: 'test.inbox', channel: 'MAIL', wanted: false } },
    ]);

    await world.as(lena).run(PREFER, { ...off, wanted: true });
    await tell(lena);
    expect(await mailsTo(world, lena)).toHaveLength(1);
  });

  test('what is about the security of the account cannot be turned off', async () => {
    const { errors } = await world.as(lena).run(PREFER, { notice: 'test.inboxAlways', channel: 'MAIL', wanted: false });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'notice', code: 'NOT_ALLOWED' }] } },
    ]);
    expect((await wantedBy(lena)).get('test.inboxAlways')!.wanted).toEqual(['MAIL', 'INBOX']);
  });

  test('are about what can reach somebody, and nothing else', async () => {
    const finance = await anAccount(world, 'FINANCE');
    const [ofLena, ofFinance] = [await wantedBy(lena), await wantedBy(finance)];
    expect([ofLena.has('imaging.failed'), ofFinance.has('imaging.failed')]).toEqual([true, false]);
    for (const answer of ['accounts.confirmAddress', 'accounts.invited', 'notices.digest', 'notices.test'])
      expect([ofLena.has(answer), ofFinance.has(answer)]).toEqual([false, false]);
    const { errors } = await world
      .as(finance)
      .run(PREFER, { notice: 'imaging.failed', channel: 'INBOX', wanted: false });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('of something unknown are not found', async () => {
    for (const unknown of ['test.nothing', '__proto__']) {
      const { errors } = await world.as(lena).run(PREFER, { notice: unknown, channel: 'MAIL', wanted: false });
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });

  test('say in the language that was asked for what they are about', async () => {
    expect((await wantedBy(lena, 'es')).get('second-factor-added')!.description).toContain('segundo factor');
    expect((await wantedBy(lena, 'xx')).get('second-factor-added')!.description).not.toContain('segundo factor');
  });
});
