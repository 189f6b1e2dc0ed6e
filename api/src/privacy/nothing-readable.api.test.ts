import { afterAll, beforeAll, expect, test } from 'vitest';
import { aWorld, type World } from '../../test/world.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { mailsTo } from '../../test/mail.ts';
import { accountByEmail } from '../accounts/account-by-email.ts';
import { passwordChanged } from '../accounts/account.notices.ts';
import { transaction } from '../platform/db.ts';

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

/** Everything that the rows of every table say, as a dump would. */
async function dump(): Promise<string> {
  const { rows: tables } = await world.db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const contents = await Promise.all(
    tables.map(({ name }) => world.db.pool.query<{ row: string }>(`select t::text as row from ${name} t`)),
  );
  return contents.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n');
}

/** As text, and as the bytes in the ways a dump writes them. */
const writingsOf = (secret: string): string[] => [
  secret,
  secret.toLowerCase(),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replaceAll('=', ''),
];

test('nothing in any table says who somebody is', async () => {
  const lena = await anInfluencer(world, { displayName: 'Leontyne Quillfeather', email: 'Quill-Unique@test.example' });
  const ada = await anAdministrator(world, {
    displayName: 'Adalbert Zweifelsohn',
    email: 'zweifel-unique@test.example',
  });
  const signIn =
    'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { __typename } }';
  await world.as(null).run(signIn, { email: lena.email, password: 'wrong' });
  await world.as(null).run(signIn, { email: lena.email, password: lena.password });
  await world.as(null).run(signIn, { email: 'stranger-unique@test.example', password: 'wrong' });
  expect((await world.as(ada).run('{ people(search: "quillf") { displayName } }')).data).toEqual({
    people: [{ displayName: 'Leontyne Quillfeather' }],
  });
  expect((await accountByEmail(world.db, lena.email))?.id).toBe(lena.id);

  await world.as(lena).run('mutation { updateProfile(input: { phone: "+491709876543" }) { phone } }');
  const support = await anAccount(world, 'SUPPORT');
  const shown = await world
    .as(support)
    .run(
      `mutation { revealPersonal(accountId: "${lena.id}", field: PHONE, reason: "Reason-unique for calling") { value } }`,
    );
  expect(shown.data).toEqual({ revealPersonal: { value: '+491709876543' } });
  await transaction(world.db, (tx) =>
    world.app.notifier.notify(tx, passwordChanged, {
      accountId: lena.id,
      variables: { forgot: 'https://influencegen.example/forgot' },
    }),
  );
  expect(await mailsTo(world, lena)).not.toEqual([]);

  const contents = await dump();
  expect(contents).toContain(lena.id);
  const secrets = ['Leontyne', 'Quillfeather', 'Quill-Unique', 'Zweifelsohn', 'zweifel-unique', 'stranger-unique'];
  for (const secret of [...secrets, '1709876543', 'Reason-unique'])
    for (const writing of writingsOf(secret)) expect(contents).not.toContain(writing);
});
