import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../test/database.ts';
import { accountsCommand } from './accounts-command.ts';
import { emailIndexes } from './accounts/account.personal.ts';
import { demoTotpSecret } from './accounts/demo-factor.ts';
import { seedDemoPeople } from './accounts/demo-people.ts';
import { passwordFits } from './accounts/password.ts';
import { stepOfCode } from './accounts/totp.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await aDatabase();
});
afterAll(() => home.drop());

test('adds the first administrator, whose password is said once and stored as a hash, and says so in the audit trail', async () => {
  const said = await accountsCommand(['add', 'First@example.com', 'First Person', 'administrator'], home.db);
  const password = /only now: (\S+)$/.exec(said)?.[1] ?? '';

  const { rows } = await home.db.pool.query<{ id: string; role: string; password_hash: string }>(
    `select id, role_key as role, password_hash from account join account_role on account_id = id where email_index = any($1)`,
    [emailIndexes(home.db.keyring, 'first@example.com')],
  );
  expect(rows).toMatchObject([{ role: 'ADMINISTRATOR' }]);
  expect(await passwordFits(password, rows[0]!.password_hash)).toBe(true);
  const audit = await home.db.pool.query(`select action, record_id, details from audit_event`);
  expect(audit.rows).toEqual([{ action: 'accounts.add', record_id: rows[0]!.id, details: { role: 'ADMINISTRATOR' } }]);
});

test.for([
  [['add', 'first@example.com', 'Again', 'influencer'], 'has an account already'],
  [['add', 'no address', 'Name', 'influencer'], 'not an e-mail address'],
  [['add', 'a@example.com', ' ', 'influencer'], 'A name has'],
  [['add', 'a@example.com', 'Name', 'guest'], 'There is no role guest'],
  [['remove', 'a@example.com', 'Name', 'influencer'], 'npm run accounts'],
  [['add', 'a@example.com', 'Name'], 'npm run accounts'],
  [['code'], 'npm run accounts'],
  [['code', 'first@example.com'], 'Only the fictional staff'],
  [['code', 'nobody@example.com'], 'Only the fictional staff'],
  [[], 'npm run accounts'],
] as const)('%j is refused with a sentence', async ([args, sentence]) => {
  await expect(accountsCommand([...args], home.db)).rejects.toThrow(sentence);
});

test('says what the authenticator app of fictional staff shows, and seeds it for those of an earlier release', async () => {
  await seedDemoPeople(home.db);
  await home.db.pool.query('delete from totp');
  await seedDemoPeople(home.db);
  const said = await accountsCommand(['code', 'Ada@demo.example'], home.db);
  expect(stepOfCode(demoTotpSecret, said.slice(0, 6), new Date())).not.toBeNull();
  await expect(accountsCommand(['code', 'lena@demo.example'], home.db)).rejects.toThrow('Only the fictional staff');
});
