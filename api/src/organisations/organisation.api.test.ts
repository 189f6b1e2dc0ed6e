import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anOrganisation } from '../../test/builders.ts';
import { asOwner } from '../../test/database.ts';
import { aWorld, type World } from '../../test/world.ts';

let world: World;
let ada: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  ada = await anAdministrator(world);
});
afterAll(() => world.stop());

interface Organisation {
  id: string;
  name: string;
}
const create = (as: TestAccount, name: string) =>
  world
    .as(as)
    .run<{ createOrganisation: Organisation }>(
      'mutation ($name: String!) { createOrganisation(name: $name, kind: BRAND) { id name } }',
      { name },
    );
const list = async (as: TestAccount, search = '') =>
  (
    await world
      .as(as)
      .run<{ organisations: Organisation[] }>(
        'query ($search: String!) { organisations(search: $search) { id name } }',
        {
          search,
        },
      )
  ).data.organisations;

test('an organisation is added once, whatever the letters, and found by its beginning', async () => {
  const { data } = await create(ada, '  100% Nordwind ');
  expect(data.createOrganisation.name).toBe('100% Nordwind');
  expect(await list(ada, '100% n')).toEqual([data.createOrganisation]);
  expect(await list(ada, '1000')).toEqual([]);
  for (const [name, code] of [
    ['100% NORDWIND', 'NOT_ALLOWED'],
    [' \u200B', 'REQUIRED'],
    ['x'.repeat(121), 'TOO_LONG'],
    ['a\nb', 'MALFORMED'],
    ['Nord\u202Edniw', 'MALFORMED'],
  ] as const)
    expect((await create(ada, name)).errors[0]!.extensions.fields).toMatchObject([{ path: 'name', code }]);
  const audit = await world.db.pool.query('select action, details from audit_event where record_id = $1', [
    data.createOrganisation.id,
  ]);
  expect(audit.rows).toEqual([{ action: 'organisations.create', details: { kind: 'BRAND' } }]);
});

test('what is called in letters of any script is found as it is written', async () => {
  for (const name of ['İzmir Kahve', 'ΚΑΦΕΣ', 'Übersee']) {
    const { data } = await create(ada, name);
    expect(await list(ada, name)).toEqual([data.createOrganisation]);
  }
  expect((await list(ada, 'üBER')).map(({ name }) => name)).toEqual(['Übersee']);
});

test('of two at the same moment, one is added', async () => {
  const answers = await Promise.all([create(ada, 'Raced'), create(ada, 'raced')]);
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

test('a brand sees itself, and nobody without an organisation sees one', async () => {
  const [own] = [await anOrganisation(world), await anOrganisation(world)];
  const member = await anAccount(world, 'BRAND_MEMBER', { organisationId: own });
  expect((await list(member)).map(({ id }) => id)).toEqual([own]);
  expect(await list(await anAccount(world, 'BRAND_MEMBER'))).toEqual([]);
  expect((await create(member, 'Mine')).errors[0]!.extensions.code).toBe('FORBIDDEN');
});

test('of hundreds each can be chosen', async () => {
  const made = await asOwner<{ id: string }>(
    world.databaseUrl,
    `insert into organisation (name, kind) select 'Zebra ' || n, 'BRAND' from generate_series(1, 300) n returning id`,
  );
  const listed = (await list(ada)).map(({ id }) => id);
  expect(listed).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
});

test('accounts of a page name their organisations, each read once', async () => {
  const brand = await anOrganisation(world);
  for (let i = 0; i < 3; i++) await anAccount(world, 'BRAND_MEMBER', { organisationId: brand });
  const { data } = await world
    .as(ada)
    .run<{ accounts: { nodes: { organisation: Organisation }[] } }>(
      'query ($id: ID!) { accounts(filter: { organisationId: $id }) { nodes { organisation { id name } } } }',
      { id: brand },
    );
  expect(data.accounts.nodes.map(({ organisation }) => organisation.id)).toEqual([brand, brand, brand]);
});
