import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
import { accountByEmail } from '../accounts/account-by-email.ts';
import { nameSearches } from '../accounts/account.personal.ts';
import { sealPlainValues } from './sealing.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await aDatabase();
});
afterAll(() => home.drop());

test('what a former release left readable is sealed at the start, once, by processes that start together', async () => {
  await home.db.pool.query(
    `insert into account (email, display_name, password_hash)
     select 'Person-' || n || '@Former.example', 'Zoë Former ' || n, '-' from generate_series(1, 1203) n`,
  );
  await Promise.all([sealPlainValues(home.db), sealPlainValues(home.db)]);

  const { rows } = await home.db.pool.query<{ readable: number; sealed: number }>(
    `select count(*) filter (where email is not null or display_name is not null)::int as readable,
       count(*) filter (where email_sealed is not null and name_sealed is not null)::int as sealed from account`,
  );
  expect(rows).toEqual([{ readable: 0, sealed: 1203 }]);
  expect(await accountByEmail(home.db, 'person-77@former.EXAMPLE')).toMatchObject({
    email: 'Person-77@Former.example',
    displayName: 'Zoë Former 77',
    phone: null,
  });
  const found = await home.db.pool.query(
    'select from account where name_words @> $1',
    nameSearches(home.db.keyring, 'zoe 120'),
  );
  // 120 itself, and 1200 to 1203.
  expect(found.rows).toHaveLength(5);
});
