import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
import { accountByEmail } from '../accounts/account-by-email.ts';
import { nameSearches } from '../accounts/account.personal.ts';
import { Passkey } from '../accounts/passkey.entity.ts';
import { openOrigin, type SealedOrigin } from '../accounts/session-origin.ts';
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
  expect(await accountByEmail(home.db.source.manager, home.db.keyring, 'person-77@former.EXAMPLE')).toMatchObject({
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

test('so is from where and with what somebody signed in, and found again by both', async () => {
  const { pool, keyring } = home.db;
  const [lena] = (
    await pool.query<{ id: string }>(
      `insert into account (email, display_name, password_hash) values ('origin@former.example', 'Lena', '-') returning id`,
    )
  ).rows;
  for (const ip of ['203.0.113.77', '2001:db8::7', null])
    await pool.query(
      `insert into session (account_id, expires_at, user_agent, ip) values ($1, now() + interval '1 day', 'Firefox/99', $2)`,
      [lena!.id, ip],
    );
  await sealPlainValues(home.db);
  const { rows } = await pool.query<SealedOrigin & { readable: boolean; ip: Buffer; userAgent: Buffer }>(
    `select id, ip_sealed as "ipSealed", user_agent_sealed as "userAgentSealed", ip_index as ip, user_agent_index as "userAgent",
       ip is not null or user_agent is not null as readable from session where account_id = $1`,
    [lena!.id],
  );
  expect(rows.some(({ readable }) => readable)).toBe(false);
  expect(new Set(rows.map((row) => openOrigin(keyring, row).ip))).toEqual(
    new Set(['2001:db8::7', '203.0.113.77', null]),
  );
  expect(rows.map((row) => openOrigin(keyring, row).userAgent)).toEqual(Array(3).fill('Firefox/99'));
  const told = rows.find((row) => openOrigin(keyring, row).ip === '203.0.113.77')!;
  expect(told.ip).toEqual(keyring.blindIndex('session.ip', '203.0.113.77'));
  expect(new Set(rows.map(({ userAgent }) => userAgent.toString('hex'))).size).toBe(1);
});

test('so is what people call their passkeys', async () => {
  const { pool, source } = home.db;
  await pool.query(
    `with lena as (insert into account (email, display_name, password_hash) values ('key@former.example', 'Lena', '-') returning id)
     insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, backed_up, created_at)
     select gen_random_uuid(), id, 'of lena', '\\x00', 0, '{}', 'Lena’s phone', false, now() from lena`,
  );
  await sealPlainValues(home.db);
  expect((await pool.query('select name from passkey')).rows).toEqual([{ name: null }]);
  const [key] = await source.manager.find(Passkey);
  expect(key!.passkeyName).toBe('Lena’s phone');
});
