import { afterAll, beforeAll, expect, test } from 'vitest';
import { LivePicture1763683200000 } from '../migrations/1763683200000-live-picture.ts';
import { asOwner, createDatabase, dropDatabase, ownerUrl } from '../test/database.ts';
import { aWorld } from '../test/world.ts';
import { accountByEmail } from './accounts/account-by-email.ts';
import { migrations } from './entities.ts';
import { migrate } from './platform/db.ts';
import { sealPlainValues } from './privacy/sealing.ts';

let url: string;
beforeAll(async () => {
  url = await createDatabase({ migrated: false });
});
afterAll(() => dropDatabase(url));

/** Of `a password for tests`. */
const passwordHash = '$argon2id$v=19$m=8,t=1,p=1$YSBzYWx0IGZvciB0ZXN0cw$YZIrtyMq9YCoCKgVfWfJnRFPj5j3y0FuKBcFCeTBd+o';

test('the people of the former release come through: they are sealed, found, and sign in', async () => {
  const up = (of: (new () => object)[]): Promise<void> =>
    migrate({ ownerUrl: ownerUrl(url), applicationUrl: url, migrations: of });
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
