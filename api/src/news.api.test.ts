import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../test/builders.ts';
import { anImage, anImageRequest } from '../test/imaging.ts';
import { aJobContext } from '../test/job-context.ts';
import { mailsTo } from '../test/mail.ts';
import { aWorld, type World } from '../test/world.ts';
import { handleTellExpiringKeys } from './accounts/api-key.jobs.ts';
import { handleTellReady } from './imaging/image-ready.jobs.ts';
import { openNotification } from './inbox/sealed-notices.ts';
import { handleTellDeadLetters } from './operations/dead-letter.jobs.ts';
import { transaction } from './platform/db.ts';
import { defineJob, GiveUp } from './platform/jobs.ts';

const doomedJob = defineJob<{ number: number }>({
  name: 'test-doomed',
  retry: { limit: 0, delay: 1, delayMax: 1 },
  expireIn: 60,
  concurrency: 1,
});

let world: World;
let lena: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  world.app.jobs.work(doomedJob, async () => {
    throw new GiveUp('it cannot be');
  });
  await world.app.work();
});
beforeEach(async () => {
  lena = await anInfluencer(world, { displayName: 'Lena' });
});
afterAll(() => world.stop());

const told = async ({ id }: TestAccount, notice: string) => {
  const { rows } = await world.db.pool.query<{ id: string; content: Buffer }>(
    'select id, content_sealed as content from notification where account_id = $1 and notice = $2 order by created_at',
    [id, notice],
  );
  return rows.map((row) => openNotification(world.app.keyring, row.id, row.content));
};
const now = () => new Date();
const parts = () => ({ ...world.app, publicUrl: 'https://studio.example', now });
const knownSince = (what: string, interval: string) =>
  world.db.pool.query(`update told_until set until = now() - $2::interval where what = $1`, [what, interval]);

describe('pictures that are ready', () => {
  const look = async () => {
    await knownSince('pictures', '1 hour');
    await handleTellReady(parts())({}, aJobContext());
  };
  const finished = async (minutesAgo: number, pictures: number, owner = lena): Promise<void> => {
    const request = await anImageRequest(world, owner, { status: 'COMPLETED' });
    for (let position = 0; position < pictures; position++) await anImage(world, request, { position });
    await world.db.pool.query(
      `update image_request set finished_at = now() - make_interval(mins => $2) where id = $1`,
      [request.id, minutesAgo],
    );
  };
  const wasHere = async (minutesAgo: number): Promise<void> => {
    await world.as(lena).tokens();
    await world.db.pool.query(
      `update session set last_used_at = now() - make_interval(mins => $2) where account_id = $1`,
      [lena.id, minutesAgo],
    );
  };

  test('are one piece of news for who left before', async () => {
    await wasHere(40);
    await finished(30, 2);
    await finished(25, 1);
    await look();
    expect(await told(lena, 'imaging.ready')).toMatchObject([
      { title: 'Your pictures are ready: 3', link: 'https://studio.example/gallery' },
    ]);
    expect((await mailsTo(world, lena)).map(({ notice }) => notice)).toEqual(['imaging.ready']);
  });

  test('are none for who is there, was there since, or may still come back', async () => {
    await wasHere(20);
    await finished(30, 1);
    await look();
    await finished(5, 1);
    await look();
    expect(await told(lena, 'imaging.ready')).toEqual([]);
  });

  test('are none again for who was told and has not been back', async () => {
    await wasHere(55);
    await finished(40, 1);
    await look();
    await finished(30, 1);
    await look();
    expect(await told(lena, 'imaging.ready')).toHaveLength(1);
  });

  test('are told once, whoever looks and however often', async () => {
    await finished(30, 1);
    await knownSince('pictures', '1 hour');
    await Promise.all([1, 2, 3].map(() => handleTellReady(parts())({}, aJobContext())));
    expect(await told(lena, 'imaging.ready')).toHaveLength(1);
  });
});

test('an API key that expires soon is told to its owner once, and nobody else', async () => {
  const [operator, other] = [
    await anAccount(world, 'WORKSPACE_OPERATOR'),
    await anAccount(world, 'WORKSPACE_OPERATOR'),
  ];
  const key = (name: string, expires: string, more = 'null') =>
    world.db.pool.query(
      `insert into api_key (account_id, name, prefix, secret_digest, permissions, expires_at, revoked_at)
       values ($1, $2, gen_random_uuid(), '\\x00', '{}', now() + $3::interval, ${more})`,
      [operator.id, name, expires],
    );
  await key('Warehouse', '6 days');
  await key('Later', '20 days');
  await key('Gone', '-1 day');
  await key('Revoked', '2 days', 'now()');
  await Promise.all([1, 2].map(() => handleTellExpiringKeys(parts())({}, aJobContext())));
  await handleTellExpiringKeys(parts())({}, aJobContext());
  expect(await told(operator, 'accounts.apiKeyExpires')).toMatchObject([
    { title: 'Your API key Warehouse expires soon', text: expect.stringContaining('6 days') as unknown },
  ]);
  expect(await told(other, 'accounts.apiKeyExpires')).toEqual([]);
});

test('jobs that were given up are one piece of news for whoever looks after them', async () => {
  const [operator, finance] = [await anAccount(world, 'WORKSPACE_OPERATOR'), await anAccount(world, 'FINANCE')];
  const denied = await anAccount(world, 'WORKSPACE_OPERATOR');
  await world.db.pool.query(
    `insert into account_permission (account_id, permission, scope, effect, reason, granted_by)
     values ($1, 'operations.deadLetters', 'ALL', 'DENY', 'test', $1)`,
    [denied.id],
  );
  const before = new Date();
  for (const number of [1, 2]) await transaction(world.db, (tx) => world.app.jobs.enqueue(tx, doomedJob, { number }));
  await vi.waitFor(async () => {
    const { rows } = await world.db.pool.query(
      `select from pgboss.job where name = 'dead-letters' and source_name = 'test-doomed'`,
    );
    expect(rows).toHaveLength(2);
  }, 15_000);
  await world.db.pool.query(`update told_until set until = $1 where what = 'dead letters'`, [before]);
  const later = () => new Date(Date.now() + 60_000);
  await Promise.all([1, 2].map(() => handleTellDeadLetters({ ...parts(), now: later })({}, aJobContext())));
  expect(await told(operator, 'operations.deadLetters')).toMatchObject([
    { title: 'Jobs that were given up: 2', link: 'https://studio.example/admin/queues' },
  ]);
  expect([await told(finance, 'operations.deadLetters'), await told(denied, 'operations.deadLetters')]).toEqual([
    [],
    [],
  ]);
});

test('a changed setting is news for others who may change settings, and no mail', async () => {
  const [ada, olivia, auditor] = [
    await anAdministrator(world, { displayName: 'Ada' }),
    await anAccount(world, 'WORKSPACE_OWNER'),
    await anAccount(world, 'AUDITOR'),
  ];
  const { errors } = await world
    .as(ada)
    .run('mutation ($input: ChangeSettingInput!) { changeSetting(input: $input) { setting { value } } }', {
      input: { key: 'mail.keepDays', value: '80' },
    });
  expect(errors).toEqual([]);
  expect(await told(olivia, 'settings.changed')).toMatchObject([
    { title: 'A setting was changed: mail.keepDays', text: expect.stringContaining('Ada changed') as unknown },
  ]);
  expect([await told(ada, 'settings.changed'), await told(auditor, 'settings.changed')]).toEqual([[], []]);
  expect(await mailsTo(world, olivia)).toEqual([]);
});

test('an export of the audit trail is news for who asked for it', async () => {
  const auditor = await anAccount(world, 'AUDITOR');
  const { errors } = await world.as(auditor).run('mutation { exportAuditTrail(filter: {}, format: CSV) { id } }');
  expect(errors).toEqual([]);
  await vi.waitFor(async () => expect(await told(auditor, 'audit.exportReady')).toHaveLength(1), 15_000);
  expect((await mailsTo(world, auditor)).map(({ notice }) => notice)).toEqual(['audit.exportReady']);
});
