import { afterEach, beforeEach, expect, test } from 'vitest';
import { LivePicture1763683200000 } from '../migrations/1763683200000-live-picture.ts';
import { CancelledBy1795354000000 } from '../migrations/1795354000000-cancelled-by.ts';
import { asOwner, createDatabase, dropDatabase, ownerUrl } from '../test/database.ts';
import { aWorld } from '../test/world.ts';
import { accountByEmail } from './accounts/account-by-email.ts';
import { migrations } from './entities.ts';
import { migrate } from './platform/db.ts';
import { sealPlainValues } from './privacy/sealing.ts';

let url: string;
beforeEach(async () => {
  url = await createDatabase({ migrated: false });
});
afterEach(() => dropDatabase(url));

const up = (of: (new () => object)[]): Promise<void> =>
  migrate({ ownerUrl: ownerUrl(url), applicationUrl: url, migrations: of });

/** Of `a password for tests`. */
const passwordHash = '$argon2id$v=19$m=8,t=1,p=1$YSBzYWx0IGZvciB0ZXN0cw$YZIrtyMq9YCoCKgVfWfJnRFPj5j3y0FuKBcFCeTBd+o';

test('the people of the former release come through: they are sealed, found, and sign in', async () => {
  await up([LivePicture1763683200000]);
  await asOwner(
    url,
    `insert into account (email, display_name, role, password_hash) values
       ('Lena@Former.example', 'Léna Okafor', 'INFLUENCER', $1), ('ada@former.example', 'Ada', 'ADMINISTRATOR', $1)`,
    [passwordHash],
  );
  await up(migrations);

  const world = await aWorld({ databaseUrl: url });
  try {
    await sealPlainValues(world.db);
    const lena = await accountByEmail(world.db.source.manager, world.db.keyring, 'lena@former.example');
    expect(lena).toMatchObject({ email: 'Lena@Former.example', displayName: 'Léna Okafor', status: 'ACTIVE' });
    const { data } = await world.as(null).run(
      `mutation ($email: String!, $password: String!) {
         signIn(email: $email, password: $password) { ... on SignIn { viewer { id displayName email roles } } }
       }`,
      { email: 'lena@former.example', password: 'a password for tests' },
    );
    expect(data).toEqual({
      signIn: {
        viewer: { id: lena!.id, displayName: 'Léna Okafor', email: 'Lena@Former.example', roles: ['INFLUENCER'] },
      },
    });
    const { rows } = await world.db.pool.query(
      'select from account where email is not null or display_name is not null',
    );
    expect(rows).toEqual([]);
  } finally {
    await world.stop();
  }
});

test('of what was cancelled before it was noted, the history and the audit trail tell by whom', async () => {
  await up(migrations.slice(0, migrations.indexOf(CancelledBy1795354000000)));
  const ids = { lena: 1, ada: 2, byLena: 3, byAda: 4, byAdaAsLena: 5, failed: 6 };
  const [lena, ada, byLena, byAda, byAdaAsLena, failed] = Object.values(ids).map(
    (n) => `00000000-0000-4000-8000-00000000000${n}`,
  );
  await asOwner(url, `insert into account (id) values ($1), ($2)`, [lena, ada]);
  await asOwner(
    url,
    `insert into image_request (id, account_id, status, purpose, prompt, aspect_ratio, resolution, width, height, seed,
       steps, cfg_scale, style, count, engine, traceparent, quota_period, timeout_seconds, finished_at)
     select id, $1, status, 'PERSONAL', 'a fox', 'SQUARE', 'DRAFT', 1, 1, 1, 1, 1, 'FILM', 1, 'N8N', '', now(), 1, now()
       from (values ($2::uuid, 'CANCELLED'), ($3, 'CANCELLED'), ($4, 'CANCELLED'), ($5, 'FAILED')) made (id, status)`,
    [lena, byLena, byAda, byAdaAsLena, failed],
  );
  await asOwner(
    url,
    `insert into image_request_event (request_id, move, status, actor_id) values
       ($3, 'accept', 'QUEUED', null), ($3, 'cancel', 'CANCELLED', $1), ($4, 'request', 'PENDING', $1),
       ($4, 'cancel', 'CANCELLED', $2), ($4, 'retry', 'CANCELLED', $1), ($5, 'cancel', 'CANCELLED', $1),
       ($6, 'fail', 'FAILED', null)`,
    [lena, ada, byLena, byAda, byAdaAsLena, failed],
  );
  await asOwner(
    url,
    `insert into audit_event (action, outcome, actor_id, impersonator_id, record_type, record_id) values
       ('imaging.cancel', 'DONE', $1, null, 'image_request', $3), ('imaging.cancel', 'DONE', $1, $2, 'image_request', $4)`,
    [lena, ada, byLena, byAdaAsLena],
  );

  await up(migrations);
  expect(await asOwner(url, 'select id, cancelled_by from image_request order by id')).toEqual([
    { id: byLena, cancelled_by: 'CREATOR' },
    { id: byAda, cancelled_by: 'AGENCY' },
    { id: byAdaAsLena, cancelled_by: 'AGENCY' },
    { id: failed, cancelled_by: null },
  ]);
});
