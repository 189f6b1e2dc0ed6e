import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anInfluencer } from '../../test/builders.ts';
import { aJobContext } from '../../test/job-context.ts';
import { mailsTo } from '../../test/mail.ts';
import { aMailServer, type MailServer } from '../../test/mail-server.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { notice } from '../platform/notifier.ts';
import { handleSendDigests, sendDigestsJob } from './mail-digest.jobs.ts';

const news = notice('test.news', {
  description: 'Something that can wait',
  variables: { thing: 'a picture', link: 'https://studio.example/picture' },
  channels: ['MAIL'],
  optional: true,
});
const warning = notice('test.warning', {
  description: 'A warning',
  variables: {},
  channels: ['MAIL'],
  optional: false,
});

interface Digest {
  rhythm: string;
  hour: number;
  weekday: number;
  timeZone: string;
  dueAt: string | null;
}
const fields = 'rhythm hour weekday timeZone dueAt';
const SHOW = `{ mailDigest { ${fields} } }`;
const CHOOSE = `mutation ($input: MailDigestInput!) { chooseMailDigest(input: $input) { ${fields} } }`;
const daily = { rhythm: 'DAILY', hour: 7, weekday: 1 };

let server: MailServer;
let world: World;
let lena: TestAccount;
beforeAll(async () => {
  server = await aMailServer();
  world = await aWorld({
    worker: true,
    config: {
      mail: { driver: 'smtp', url: `smtp://127.0.0.1:${server.port}`, from: 'Studio <studio@studio.example>' },
    },
  });
  await world.db.pool.query(
    `insert into mail_template (notice, language, version, subject, body) values
       ('test.news', 'en', 1, 'News of {{thing}}', 'There is **{{thing}}**: [look]({{link}}).'),
       ('test.warning', 'en', 1, 'A warning', 'Look at once.')`,
  );
});
beforeEach(async () => {
  lena = await anInfluencer(world, { displayName: 'Lena' });
});
afterAll(async () => {
  await world.stop();
  await server.stop();
});

const choose = async (input: object, account = lena) =>
  (await world.as(account).run<{ chooseMailDigest: Digest }>(CHOOSE, { input })).data.chooseMailDigest;
const shown = async () => (await world.as(lena).run<{ mailDigest: Digest }>(SHOW)).data.mailDigest;
const tell = (thing: string, account = lena) =>
  transaction(world.db, (tx) =>
    world.app.notifier.notify(tx, news, {
      accountId: account.id,
      variables: { thing, link: `https://studio.example/${encodeURIComponent(thing)}` },
    }),
  );
const noticesTo = async (account = lena) => (await mailsTo(world, account)).map((mail) => mail.notice);
/** A moment ago: the clock of the service is cut to milliseconds, that of the database is not. */
const itIsTime = ({ id } = lena) =>
  world.db.pool.query(
    'update mail_digest set due_at = now() - make_interval(secs => 1) where account_id = $1 and due_at is not null',
    [id],
  );
/** The worker of this world has a clock of its own: what it took just now is waited for. */
const sendDue = async (): Promise<void> => {
  await handleSendDigests(world.app.digests)({}, aJobContext());
  await vi.waitFor(async () => {
    const { rows } = await world.db.pool.query('select from mail_digest where due_at <= now()');
    expect(rows).toEqual([]);
  });
};
const waiting = async (account = lena): Promise<number> => {
  const { rows } = await world.db.pool.query('select from mail_digest_item where account_id = $1', [account.id]);
  return rows.length;
};

describe('a person', () => {
  test('gets every mail by itself until they choose otherwise', async () => {
    expect(await shown()).toEqual({ rhythm: 'OFF', hour: 8, weekday: 1, timeZone: 'UTC', dueAt: null });
    await tell('a hat');
    expect(await noticesTo()).toEqual(['test.news']);
  });

  test('chooses when, in their own time zone, once or three times at the same moment', async () => {
    await world.db.pool.query(`update account set time_zone = 'Asia/Kathmandu' where id = $1`, [lena.id]);
    const answers = await Promise.all([1, 2, 3].map(() => choose(daily)));
    for (const answer of answers) expect(answer).toMatchObject({ ...daily, timeZone: 'Asia/Kathmandu', dueAt: null });
    const { rows } = await world.db.pool.query(
      `select details from audit_event where actor_id = $1 and action = 'notices.digest'`,
      [lena.id],
    );
    expect(rows).toEqual([{ details: daily }]);
    await tell('a hat');
    const { dueAt } = await shown();
    expect(dueAt).toMatch(/T01:15:00/);
    expect(new Date(dueAt!).getTime()).toBeGreaterThan(Date.now());
  });

  test.for([
    [{ ...daily, hour: 24 }, 'hour', 'TOO_LARGE'],
    [{ ...daily, hour: -1 }, 'hour', 'TOO_SMALL'],
    [{ ...daily, weekday: 0 }, 'weekday', 'TOO_SMALL'],
    [{ ...daily, weekday: 8 }, 'weekday', 'TOO_LARGE'],
  ] as const)('cannot choose a time that does not exist: %j', async ([input, path, code]) => {
    const { errors } = await world.as(lena).run(CHOOSE, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', fields: [{ path, code }] } }]);
    expect(await shown()).toMatchObject({ rhythm: 'OFF', hour: 8 });
  });
});

describe('a digest', () => {
  test('says nothing of what was taken back or turned off since', async () => {
    await choose(daily);
    await tell('a hat');
    await transaction(world.db, (tx) => world.app.notifier.takeBack(tx, [news], lena.id));
    expect(await waiting()).toBe(0);
    await tell('a coat');
    await world.db.pool.query(
      `insert into notification_preference (account_id, notice, channel, wanted) values ($1, $2, 'MAIL', false)`,
      [lena.id, news.key],
    );
    await itIsTime();
    await sendDue();
    expect([await noticesTo(), await waiting()]).toEqual([[], 0]);
  });

  test('brings what happened in one mail, in order, and what was said twice once', async () => {
    await choose(daily);
    for (const thing of ['a <hat>', 'a coat', 'a coat']) await tell(thing);
    expect([await noticesTo(), await waiting()]).toEqual([[], 3]);
    await sendDue();
    expect(await noticesTo()).toEqual([]);

    await itIsTime();
    await sendDue();
    const [mail, ...more] = await mailsTo(world, lena);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ notice: 'notices.digest', to: lena.email, subject: 'What happened lately: 3' });
    expect(mail!.text).toMatch(
      /^Hello Lena,\n[^]+\* News of a <hat>\n\nThere is a <hat>: look: <https:[^]+\* News of a coat \(2×\)\n[^]+\n---\n/,
    );
    expect(mail!.html).toContain('<h2>News of a &lt;hat&gt;</h2>\n<p>There is <strong>a &lt;hat&gt;</strong>');
    expect(mail!.html).toContain('<h2>News of a coat (2×)</h2>');
    expect([await waiting(), (await shown()).dueAt]).toEqual([0, null]);
    await vi.waitUntil(
      () => server.received.some(({ to, raw }) => to === lena.email && raw.includes('a coat')),
      10_000,
    );
  });

  test('never holds back what is about the security of the account', async () => {
    await choose(daily);
    await transaction(world.db, (tx) => world.app.notifier.notify(tx, warning, { accountId: lena.id, variables: {} }));
    expect(await noticesTo()).toEqual(['test.warning']);
  });

  test('is made by the worker, safe to repeat, and is not sent when nothing happened', async () => {
    await choose({ ...daily, rhythm: 'WEEKLY', weekday: 3 });
    await tell('a hat');
    await world.db.pool.query(
      'update mail_digest set due_at = now() - make_interval(secs => 1) where account_id = $1',
      [(await quietPerson()).id],
    );
    await itIsTime();
    await transaction(world.db, (tx) => world.app.jobs.enqueue(tx, sendDigestsJob, {}));
    await vi.waitFor(async () => expect(await noticesTo()).toEqual(['notices.digest']), 10_000);
    await Promise.all([sendDue(), sendDue(), sendDue()]);
    expect(await noticesTo()).toEqual(['notices.digest']);
  });

  const quietPerson = async (): Promise<TestAccount> => {
    const quiet = await anInfluencer(world);
    await choose(daily, quiet);
    return quiet;
  };

  test('to whom nothing happened is no mail', async () => {
    const quiet = await quietPerson();
    await world.db.pool.query(
      'update mail_digest set due_at = now() - make_interval(secs => 1) where account_id = $1',
      [quiet.id],
    );
    await sendDue();
    expect(await noticesTo(quiet)).toEqual([]);
  });

  test('of which several workers think at once is one mail', async () => {
    await choose(daily);
    await tell('a hat');
    await itIsTime();
    await Promise.all([1, 2, 3, 4].map(sendDue));
    expect(await noticesTo()).toEqual(['notices.digest']);
  });

  test('loses nothing that happens while it is made', async () => {
    await choose(daily);
    await tell('thing 0');
    await itIsTime();
    await Promise.all([sendDue(), ...Array.from({ length: 10 }, (_, i) => tell(`thing ${i + 1}`)), sendDue()]);
    await itIsTime();
    await sendDue();
    const said = (await mailsTo(world, lena)).flatMap(({ text }) => text.match(/\* News of thing \d+$/gm) ?? []);
    expect(said.toSorted()).toEqual(Array.from({ length: 11 }, (_, i) => `* News of thing ${i}`).toSorted());
    expect(await waiting()).toBe(0);
  });

  test('that cannot be made loses nothing and holds up nobody else', async () => {
    const [broken, other] = [await anInfluencer(world), await anInfluencer(world)];
    for (const person of [broken, other]) {
      await choose(daily, person);
      await tell('a hat', person);
      await itIsTime(person);
    }
    await world.db.pool.query(
      `insert into mail_digest_item (account_id, notice, content_sealed) values ($1, 'test.news', '\\x00')`,
      [broken.id],
    );
    await expect(sendDue()).rejects.toThrow('1 digests could not be made');
    expect([await noticesTo(broken), await waiting(broken), await noticesTo(other)]).toEqual([
      [],
      2,
      ['notices.digest'],
    ]);
    await world.db.pool.query(`delete from mail_digest_item where content_sealed = '\\x00'`);
    await sendDue();
    expect(await noticesTo(broken)).toEqual(['notices.digest']);
  });

  test('that is turned off brings what waited at once, and later mails come by themselves', async () => {
    await choose(daily);
    await tell('a hat');
    await choose({ ...daily, rhythm: 'OFF' });
    await sendDue();
    await tell('a coat');
    expect(await noticesTo()).toEqual(['notices.digest', 'test.news']);
  });

  test('is not tried where mail comes back', async () => {
    await choose(daily);
    await tell('a hat');
    await world.db.pool.query('update account set mail_bounced_at = now() where id = $1', [lena.id]);
    await itIsTime();
    await sendDue();
    const { rows } = await world.db.pool.query('select status from mail_message where account_id = $1', [lena.id]);
    expect(rows).toEqual([{ status: 'SUPPRESSED' }]);
  });

  test('lies sealed while it waits', async () => {
    await choose(daily);
    await tell('an unheard-of secret');
    const { rows } = await world.db.pool.query<{ row: string }>(
      `select i::text || encode(content_sealed, 'escape') as row from mail_digest_item i`,
    );
    expect(rows.filter(({ row }) => /unheard|studio\.example/.test(row))).toEqual([]);
  });
});
