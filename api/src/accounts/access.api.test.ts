import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer, anOrganisation } from '../../test/builders.ts';
import { anImageRequest } from '../../test/imaging.ts';
import { aSubscriber } from '../../test/subscriber.ts';
import { aWorld, type World } from '../../test/world.ts';
import { accessChanged, type AccessChange } from './access.ts';
import { builtInRoles, installBuiltInRoles } from './built-in-roles.ts';

let world: World;
let ada: TestAccount;
beforeAll(async () => {
  // With a worker, as in the product: what it holds must not be in the way.
  world = await aWorld({ worker: true });
  ada = await anAdministrator(world, { displayName: 'Ada' });
});
afterAll(() => world.stop());

const outcome = `{ __typename ... on Account { id roles { key } grants { permission effect scope reason grantedBy { displayName } expiresAt } permissions { permission scope } } ... on NotHeld { missing } }`;
interface Changed {
  __typename: string;
  roles: { key: string }[];
  grants: object[];
  missing: string[];
}

const codes = ({ errors }: { errors: { extensions: { code: string } }[] }) =>
  errors.map(({ extensions }) => extensions.code);
const assign = (as: TestAccount, id: string, role: string, verb = 'assignRole', where = world) =>
  where
    .as(as)
    .run<Record<string, Changed>>(
      `mutation ($id: ID!, $role: String!) { changed: ${verb}(id: $id, role: $role) ${outcome} }`,
      { id, role },
    );
const grant = (as: TestAccount, id: string, input: object, verb = 'grantPermission', where = world) =>
  where
    .as(as)
    .run<Record<string, Changed>>(
      `mutation ($id: ID!, $input: GrantInput!) { changed: ${verb}(id: $id, input: $input) ${outcome} }`,
      { id, input },
    );
const lift = (as: TestAccount, id: string, permission: string, where = world) =>
  where
    .as(as)
    .run<Record<string, Changed>>(
      `mutation ($id: ID!, $permission: String!) { changed: liftGrant(id: $id, permission: $permission) ${outcome} }`,
      { id, permission },
    );
/** What somebody holds, as soon as their process has heard of it: within a second. */
const permissionsOf = (who: TestAccount, fits: (held: string[]) => void) =>
  vi.waitFor(
    async () => {
      const { data } = await world.as(who).run<{ viewer: { permissions: string[] } }>('{ viewer { permissions } }');
      fits(data.viewer.permissions);
    },
    { timeout: 1000, interval: 10 },
  );
const lastActionOf = async (id: string) =>
  (
    await world.db.pool.query<{ action: string; details: object }>(
      'select action, details from audit_event where record_id = $1 order by id desc limit 1',
      [id],
    )
  ).rows[0];

/** Somebody with a role of their own making. */
async function somebodyWith(permissions: Record<string, string>, where = world): Promise<TestAccount> {
  const person = await anAccount(where, 'AUDITOR');
  const key = `CUSTOM_${person.id}`;
  await where.db.pool.query("insert into role (key, name, audience) values ($1, $1, 'STAFF')", [key]);
  for (const [name, scope] of Object.entries(permissions))
    await where.db.pool.query('insert into role_permission values ($1, $2, $3)', [key, name, scope]);
  await where.db.pool.query('update account_role set role_key = $2 where account_id = $1', [person.id, key]);
  return person;
}
const mayAssign = { 'accounts.assign': 'ALL', 'accounts.read': 'ALL' };

describe('a role', () => {
  test('given and taken away counts at once, in a session that goes on', async () => {
    const person = await anAccount(world, 'AUDITOR');
    await permissionsOf(person, (held) => expect(held).not.toContain('operations.deadLetters'));
    expect((await assign(ada, person.id, 'WORKSPACE_OPERATOR')).data['changed']).toMatchObject({
      roles: [{ key: 'AUDITOR' }, { key: 'WORKSPACE_OPERATOR' }],
    });
    await permissionsOf(person, (held) => expect(held).toContain('operations.deadLetters'));
    expect(await lastActionOf(person.id)).toMatchObject({
      action: 'accounts.assignRole',
      details: { role: 'WORKSPACE_OPERATOR' },
    });
    await assign(ada, person.id, 'WORKSPACE_OPERATOR', 'removeRole');
    await permissionsOf(person, (held) => expect(held).not.toContain('operations.deadLetters'));
    expect(await lastActionOf(person.id)).toMatchObject({ action: 'accounts.removeRole' });
  });

  test('for another audience has the person sign in again', async () => {
    const lena = await anInfluencer(world);
    await permissionsOf(lena, (held) => expect(held).toContain('imaging.request'));
    await assign(ada, lena.id, 'KYC_REVIEWER');
    const { data } = await world.as(lena).run('{ viewer { id } }');
    expect(data).not.toEqual({ viewer: { id: lena.id } });
  });

  test('that does not exist, or of somebody who does not, is not found', async () => {
    const lena = await anInfluencer(world);
    expect(codes(await assign(ada, lena.id, 'NOBODY'))).toEqual(['NOT_FOUND']);
    expect(codes(await assign(ada, '00000000-0000-4000-8000-000000000000', 'KYC_REVIEWER'))).toEqual(['NOT_FOUND']);
    expect((await assign(ada, lena.id, 'BRAND_MEMBER')).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'organisationId' }] } },
    ]);
  });

  test('is given by nobody to themselves, and by nobody who holds less', async () => {
    expect(codes(await assign(ada, ada.id, 'KYC_REVIEWER'))).toEqual(['FORBIDDEN']);
    expect(codes(await assign(ada, ada.id, 'ADMINISTRATOR', 'removeRole'))).toEqual(['FORBIDDEN']);
    const half = await somebodyWith(mayAssign);
    const lena = await anInfluencer(world);
    const { data } = await assign(half, lena.id, 'SUPPORT');
    expect(data['changed']!.__typename).toBe('NotHeld');
    expect(data['changed']!.missing).toContain('imaging.intervene');
    expect(data['changed']!.missing).not.toContain('accounts.read');
    expect((await world.db.pool.query('select from account_role where account_id = $1', [lena.id])).rowCount).toBe(1);
  });
});

describe('a single permission', () => {
  test('is given for a while with a reason, and the trail says what was before', async () => {
    const person = await anAccount(world, 'KYC_REVIEWER');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const input = { permission: 'operations.health', reason: 'Stands in for Kim', expiresAt };
    expect((await grant(ada, person.id, input)).data['changed']!.grants).toEqual([
      {
        permission: 'operations.health',
        effect: 'GRANT',
        scope: 'ALL',
        reason: 'Stands in for Kim',
        grantedBy: { displayName: 'Ada' },
        expiresAt,
      },
    ]);
    await permissionsOf(person, (held) => expect(held).toContain('operations.health'));
    await grant(ada, person.id, { permission: 'operations.health', reason: 'No longer' }, 'denyPermission');
    await permissionsOf(person, (held) => expect(held).not.toContain('operations.health'));
    expect(await lastActionOf(person.id)).toMatchObject({
      action: 'accounts.grant',
      details: {
        permission: 'operations.health',
        before: { effect: 'GRANT', scope: 'ALL', expiresAt },
        after: { effect: 'DENY', scope: 'ALL', expiresAt: null },
      },
    });
    expect(JSON.stringify((await lastActionOf(person.id))!.details)).not.toContain('Kim');
  });

  test('denied holds in spite of every role, until it is lifted', async () => {
    const person = await anAccount(world, 'SUPPORT');
    await grant(ada, person.id, { permission: 'imaging.intervene', reason: 'Too eager' }, 'denyPermission');
    await permissionsOf(person, (held) => expect(held).not.toContain('imaging.intervene'));
    await lift(ada, person.id, 'imaging.intervene');
    await permissionsOf(person, (held) => expect(held).toContain('imaging.intervene'));
    expect((await lift(ada, person.id, 'imaging.intervene')).errors).toEqual([]);
  });

  test('that has run out counts no more', async () => {
    const person = await anAccount(world, 'KYC_REVIEWER');
    await grant(ada, person.id, {
      permission: 'operations.health',
      reason: 'Soon over',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await world.db.pool.query(
      "update account_permission set expires_at = now() - interval '1 minute' where account_id = $1",
      [person.id],
    );
    await world.app.access.expireGrants();
    await permissionsOf(person, (held) => expect(held).not.toContain('operations.health'));
    const left = await world.db.pool.query('select from account_permission where account_id = $1', [person.id]);
    expect(left.rowCount).toBe(0);
    expect(await lastActionOf(person.id)).toMatchObject({ action: 'accounts.grantExpired' });
  });

  test('and roles are taken from nobody by somebody who holds less than they do', async () => {
    const half = await somebodyWith({ ...mayAssign, 'imaging.monitor': 'ALL' });
    const more = await anAccount(world, 'ADMINISTRATOR');
    await assign(ada, more.id, 'KYC_REVIEWER');
    const taken = [
      await assign(half, more.id, 'KYC_REVIEWER', 'removeRole'),
      await grant(half, more.id, { permission: 'imaging.monitor', reason: 'r' }, 'denyPermission'),
    ];
    await grant(ada, more.id, { permission: 'imaging.monitor', reason: 'r' });
    taken.push(await lift(half, more.id, 'imaging.monitor'));
    taken.push(await grant(half, more.id, { permission: 'imaging.monitor', reason: 'for less time' }));
    expect(taken.map(({ data }) => data['changed']!.__typename)).toEqual(Array.from({ length: 4 }, () => 'NotHeld'));
    await permissionsOf(more, (held) => expect(held).toContain('imaging.monitor'));
    const less = await anAccount(world, 'INFLUENCER');
    expect((await assign(half, less.id, 'INFLUENCER', 'removeRole')).errors).toEqual([]);
    expect((await assign(ada, more.id, 'KYC_REVIEWER', 'removeRole')).data['changed']!.__typename).toBe('Account');
  });

  test('is neither given nor un-denied by somebody who lacks it', async () => {
    const half = await somebodyWith({ ...mayAssign, 'imaging.monitor': 'ALL' });
    const person = await anAccount(world, 'SUPPORT');
    const refused = await grant(half, person.id, { permission: 'operations.health', reason: 'r' });
    expect(refused.data['changed']).toMatchObject({ __typename: 'NotHeld', missing: ['operations.health'] });

    await grant(ada, person.id, { permission: 'operations.health', reason: 'r' }, 'denyPermission');
    expect((await lift(half, person.id, 'operations.health')).data['changed']!.__typename).toBe('NotHeld');
    const replaced = await grant(half, person.id, { permission: 'operations.health', reason: 'r' });
    expect(replaced.data['changed']!.__typename).toBe('NotHeld');
    expect(codes(await grant(half, half.id, { permission: 'imaging.monitor', reason: 'r' }))).toEqual(['FORBIDDEN']);
  });

  test('that reaches only the own things is no exception, but for what every creator has', async () => {
    const half = await somebodyWith(mayAssign);
    const person = await anAccount(world, 'KYC_REVIEWER');
    const give = async (permission: string) =>
      (await grant(half, person.id, { permission, scope: 'OWN', reason: 'r' })).data['changed'];
    expect(await give('accounts.apiKeys')).toMatchObject({ __typename: 'NotHeld', missing: ['accounts.apiKeys'] });
    for (const permission of ['documents.own', 'imaging.request'])
      expect(await give(permission)).toMatchObject({ __typename: 'Account' });
    expect((await assign(half, person.id, 'WORKSPACE_OPERATOR')).data['changed']!.missing).toContain(
      'accounts.apiKeys',
    );
    expect((await assign(ada, person.id, 'WORKSPACE_OPERATOR')).data['changed']!.__typename).toBe('Account');
  });

  test('reaches no further than the one who gives it', async () => {
    const narrow = await somebodyWith({ 'accounts.assign': 'ALL', 'accounts.read': 'ORGANISATION' });
    const brand = await anOrganisation(world);
    await world.db.pool.query('update account set organisation_id = $2 where id = $1', [narrow.id, brand]);
    const person = await anAccount(world, 'KYC_REVIEWER', { organisationId: brand });
    const give = (scope: string) => grant(narrow, person.id, { permission: 'accounts.read', scope, reason: 'r' });
    expect((await give('ALL')).data['changed']!.__typename).toBe('NotHeld');
    expect((await give('ORGANISATION')).data['changed']!.__typename).toBe('Account');
    const elsewhere = await anAccount(world, 'KYC_REVIEWER');
    expect(codes(await grant(narrow, elsewhere.id, { permission: 'accounts.read', reason: 'r' }))).toEqual([
      'NOT_FOUND',
    ]);
  });

  test.for([
    [{ permission: 'no.such', reason: 'r' }, 'permission NOT_ALLOWED'],
    [{ permission: 'imaging.own', scope: 'ALL', reason: 'r' }, 'scope NOT_ALLOWED'],
    [{ permission: 'imaging.own', reason: ' ' }, 'reason REQUIRED'],
    [{ permission: 'imaging.own', reason: 'r', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt TOO_SMALL'],
  ])('cannot be %o', async ([input, problem]) => {
    const { errors } = await grant(ada, (await anInfluencer(world)).id, input as object);
    expect(errors[0]!.extensions.fields!.map(({ path, code }) => `${path} ${code}`)).toEqual([problem]);
  });
});

describe('the last administrator', () => {
  /** A world in which only these can administer. */
  const aSmallWorld = async (count: number) => {
    const small = await aWorld();
    const people = [];
    for (let i = 0; i < count; i++) people.push(await anAdministrator(small));
    return { small, people };
  };
  const left = async ({ db }: World) =>
    (
      await db.pool.query<{ count: number }>(
        `select count(*)::int as count from account join account_role on account_id = id and role_key = 'ADMINISTRATOR'
         where status = 'ACTIVE'`,
      )
    ).rows[0]!.count;

  test('stays, whichever way two try to get rid of each other at the same moment', async () => {
    const ways: ((as: TestAccount, other: TestAccount, where: World) => Promise<object>)[] = [
      (as, other, where) => assign(as, other.id, 'ADMINISTRATOR', 'removeRole', where),
      (as, other, where) =>
        grant(as, other.id, { permission: 'accounts.assign', reason: 'r' }, 'denyPermission', where),
      (as, other, where) =>
        where.as(as).run('mutation ($id: ID!) { changed: deactivateAccount(id: $id, reason: "Left") { __typename } }', {
          id: other.id,
        }),
    ];
    for (const way of ways) {
      const { small, people } = await aSmallWorld(2);
      try {
        const [one, two] = people as [TestAccount, TestAccount];
        await Promise.all([small.as(one).token(), small.as(two).token()]);
        const answers = await Promise.all([way(one, two, small), way(two, one, small)]);
        const done = answers.filter((answer) => JSON.stringify(answer).includes('"__typename":"Account"'));
        expect(done).toHaveLength(1);
        const { rows } = await small.db.pool.query<{ id: string }>(
          `select a.id from account a where status = 'ACTIVE'
             and exists (select from account_role r where r.account_id = a.id and role_key = 'ADMINISTRATOR')
             and not exists (select from account_permission p where p.account_id = a.id and effect = 'DENY')`,
        );
        expect(rows).toHaveLength(1);
      } finally {
        await small.stop();
      }
    }
  });

  test('and the last owner stay, each: administrators do not stand in for owners, nor get rid of them', async () => {
    const { small, people } = await aSmallWorld(1);
    const [only] = people as [TestAccount];
    try {
      const [one, two] = [await anAccount(small, 'WORKSPACE_OWNER'), await anAccount(small, 'WORKSPACE_OWNER')];
      await Promise.all([one, two, only].map((who) => small.as(who).token()));
      expect((await assign(only, one.id, 'WORKSPACE_OWNER', 'removeRole', small)).data['changed']!.__typename).toBe(
        'NotHeld',
      );
      const answers = await Promise.all([
        assign(one, two.id, 'WORKSPACE_OWNER', 'removeRole', small),
        assign(two, one.id, 'WORKSPACE_OWNER', 'removeRole', small),
      ]);
      expect(answers.filter((answer) => JSON.stringify(answer).includes('"__typename":"Account"'))).toHaveLength(1);
      const { rows } = await small.db.pool.query<{ id: string }>(
        `select account_id as id from account_role where role_key = 'WORKSPACE_OWNER'`,
      );
      expect(rows).toHaveLength(1);
      const left = rows[0]!.id === one.id ? one : two;
      const narrowed = await small
        .as(left)
        .run<{ changeRole: { __typename: string } }>(
          `mutation { changeRole(key: "WORKSPACE_OWNER", revision: 1, changes: [{ permission: "terms.manage", scope: null }]) { __typename } }`,
        );
      expect(narrowed.data.changeRole.__typename).toBe('LastAdministrator');
      // What administrators hand on, they hand on without an owner as well.
      const kim = await anAccount(small, 'SUPPORT');
      expect((await assign(only, kim.id, 'KYC_REVIEWER', 'assignRole', small)).data['changed']!.__typename).toBe(
        'Account',
      );
    } finally {
      await small.stop();
    }
  });

  test('cannot be made powerless by way of the role', async () => {
    const { small, people } = await aSmallWorld(1);
    const [only] = people as [TestAccount];
    const { 'accounts.assign': _assign, ...others } = builtInRoles.ADMINISTRATOR.permissions;
    const owner = await somebodyWith(others, small);
    const powerless = () =>
      small
        .as(owner)
        .run<{ changeRole: { __typename: string } }>(
          `mutation { changeRole(key: "ADMINISTRATOR", revision: 1, changes: [{ permission: "accounts.assign", scope: null }]) { __typename } }`,
        );
    expect((await powerless()).data.changeRole.__typename).toBe('NotHeld');
    const temporary = await grant(
      only,
      owner.id,
      {
        permission: 'accounts.assign',
        reason: 'for an hour',
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
      'grantPermission',
      small,
    );
    expect(temporary.data['changed']!.__typename).toBe('Account');
    await vi.waitFor(async () => expect((await powerless()).data.changeRole.__typename).toBe('LastAdministrator'));
    expect(await left(small)).toBe(1);
    // Somebody who may for an hour is nobody to rely on.
    const gone = await assign(owner, only.id, 'ADMINISTRATOR', 'removeRole', small);
    expect(gone.data['changed']!.__typename).toBe('LastAdministrator');
    expect(await left(small)).toBe(1);
    await small.stop();
  });
});

describe('roles', () => {
  const changeRole = (as: TestAccount, key: string, revision: number, changes: object[]) =>
    world
      .as(as)
      .run<{ changeRole: { __typename: string; revision: number; permissions: object[]; missing: string[] } }>(
        `mutation ($key: String!, $revision: Int!, $changes: [RolePermissionChange!]!) {
           changeRole(key: $key, revision: $revision, changes: $changes) {
             __typename ... on Role { revision permissions { permission scope } } ... on NotHeld { missing } } }`,
        { key, revision, changes },
      );
  const create = (as: TestAccount, input: object) =>
    world.as(as).run<{ createRole: { __typename: string; key: string; revision: number; permissions: object[] } }>(
      `mutation ($input: CreateRoleInput!) { createRole(input: $input) { __typename
           ... on Role { key revision builtIn holders shipped { permission } permissions { permission scope } } } }`,
      { input },
    );

  test('are made, changed, renamed and deleted, while nobody has them', async () => {
    const { data } = await create(ada, { name: ' Görlitz Desk! ', audience: 'STAFF', copyOf: 'AUDITOR' });
    const { key, revision } = data.createRole;
    expect(data.createRole).toMatchObject({ key: 'CUSTOM_GORLITZ_DESK', builtIn: false, holders: 0, shipped: null });
    expect(data.createRole.permissions).toContainEqual({ permission: 'accounts.readRoles', scope: 'ALL' });

    const changed = await changeRole(ada, key, revision, [
      { permission: 'accounts.readRoles', scope: null },
      { permission: 'accounts.read', scope: 'ORGANISATION' },
    ]);
    expect(changed.data.changeRole).toMatchObject({ revision: revision + 1 });
    expect(changed.data.changeRole.permissions).toContainEqual({ permission: 'accounts.read', scope: 'ORGANISATION' });
    expect(await lastActionOf(key)).toMatchObject({
      action: 'roles.change',
      details: {
        before: { 'accounts.readRoles': 'ALL', 'accounts.read': 'ALL' },
        after: { 'accounts.readRoles': null, 'accounts.read': 'ORGANISATION' },
      },
    });

    const person = await anAccount(world, 'KYC_REVIEWER');
    await assign(ada, person.id, key);
    const remove = () =>
      world
        .as(ada)
        .run<{ deleteRole: object }>(
          'mutation ($key: String!) { deleteRole(key: $key) { __typename ... on RoleInUse { holders } } }',
          { key },
        );
    expect((await remove()).data.deleteRole).toEqual({ __typename: 'RoleInUse', holders: 1 });
    await assign(ada, person.id, key, 'removeRole');
    expect((await remove()).data.deleteRole).toEqual({ __typename: 'DeletedRole' });
    expect(codes(await remove())).toEqual(['NOT_FOUND']);
  });

  test('that come with the product cannot be deleted, and two of one name cannot be', async () => {
    const RENAME = `mutation { renameRole(key: "AUDITOR", name: "Auditor", description: "Look, and leave all as it is") { name description } }`;
    expect((await world.as(ada).run(RENAME)).data).toEqual({
      renameRole: { name: 'Auditor', description: 'Look, and leave all as it is' },
    });
    const { errors } = await world.as(ada).run('mutation { deleteRole(key: "AUDITOR") { __typename } }');
    expect(codes({ errors })).toEqual(['CONFLICT']);
    expect(codes(await create(ada, { name: 'auditor', audience: 'STAFF' }))).toEqual(['BAD_USER_INPUT']);
  });

  test('say whether their description is still the one of the product, which readers see in their language', async () => {
    const described = async () => {
      const { data } = await world
        .as(ada)
        .run<{ roles: { key: string; describedAsShipped: boolean }[] }>('{ roles { key describedAsShipped } }');
      return new Map(data.roles.map((role) => [role.key, role.describedAsShipped]));
    };
    const describe = (description: string) =>
      world.as(ada).run(
        `mutation ($description: String!) {
           renameRole(key: "SUPPORT", name: "Support", description: $description) { key } }`,
        { description },
      );
    const { data } = await create(ada, { name: 'Described', description: 'Of our own', audience: 'STAFF' });
    expect((await described()).get(data.createRole.key)).toBe(false);
    expect((await described()).get('SUPPORT')).toBe(true);
    await describe('Answers the phone');
    expect((await described()).get('SUPPORT')).toBe(false);
    await describe(builtInRoles.SUPPORT.description);
    expect((await described()).get('SUPPORT')).toBe(true);
  });

  test('edited by two at once keep the work of one, and the other is told', async () => {
    const second = await anAdministrator(world);
    const { data } = await create(ada, { name: 'Raced', audience: 'STAFF' });
    const { key, revision } = data.createRole;
    const answers = await Promise.all([
      changeRole(ada, key, revision, [{ permission: 'accounts.find', scope: 'ALL' }]),
      changeRole(second, key, revision, [{ permission: 'imaging.monitor', scope: 'ALL' }]),
    ]);
    expect(answers.flatMap(codes)).toEqual(['CONFLICT']);
    const { rows } = await world.db.pool.query('select permission from role_permission where role_key = $1', [key]);
    expect(rows).toHaveLength(1);
  });

  test('are widened by nobody who has them, nor with what the editor lacks', async () => {
    const narrow = await anAccount(world, 'AUDITOR');
    await grant(ada, narrow.id, { permission: 'accounts.manageRoles', reason: 'r' });
    const revision = async (key: string) =>
      (await world.db.pool.query<{ revision: number }>('select version as revision from role where key = $1', [key]))
        .rows[0]!.revision;
    // Held for oneself by a grant, it would become the role's for good.
    const own = await changeRole(narrow, 'AUDITOR', await revision('AUDITOR'), [
      { permission: 'accounts.manageRoles', scope: 'ALL' },
    ]);
    expect(codes(own)).toEqual(['FORBIDDEN']);
    const lacking = await changeRole(narrow, 'FINANCE', await revision('FINANCE'), [
      { permission: 'operations.deadLetters', scope: 'ALL' },
    ]);
    expect(lacking.data.changeRole).toMatchObject({ __typename: 'NotHeld', missing: ['operations.deadLetters'] });
    const copied = await create(narrow, { name: 'Copy', audience: 'STAFF', copyOf: 'ADMINISTRATOR' });
    expect(copied.data.createRole.__typename).toBe('NotHeld');
    // Narrowing is no elevation.
    const narrowed = await changeRole(narrow, 'AUDITOR', await revision('AUDITOR'), [
      { permission: 'accounts.find', scope: null },
    ]);
    expect(narrowed.data.changeRole.__typename).toBe('Role');
  });

  test('keep through a release what staff took away', async () => {
    const { rows } = await world.db.pool.query<{ revision: number }>(
      "select version as revision from role where key = 'KYC_REVIEWER'",
    );
    await changeRole(ada, 'KYC_REVIEWER', rows[0]!.revision, [{ permission: 'accounts.find', scope: null }]);
    await installBuiltInRoles(world.db);
    const { data } = await world.as(ada).run<{
      roles: { key: string; permissions: { permission: string }[]; shipped: { permission: string }[] }[];
    }>('{ roles { key permissions { permission } shipped { permission } } }');
    const role = data.roles.find(({ key }) => key === 'KYC_REVIEWER')!;
    expect(role.permissions).not.toContainEqual({ permission: 'accounts.find' });
    expect(role.shipped).toContainEqual({ permission: 'accounts.find' });
  });

  test('changed on revision 0, twice, or with what does not exist are refused by field', async () => {
    expect(codes(await changeRole(ada, 'FINANCE', 0, []))).toEqual(['CONFLICT']);
    const { errors } = await changeRole(ada, 'FINANCE', 1, [{ permission: 'x', scope: 'ALL' }]);
    expect(errors[0]!.extensions.fields).toMatchObject([{ path: 'changes.0.permission', code: 'NOT_ALLOWED' }]);
  });

  test('lose nothing to somebody who does not hold it', async () => {
    const half = await somebodyWith({
      ...mayAssign,
      'accounts.manageRoles': 'ALL',
      'accounts.readRoles': 'ALL',
      'imaging.monitor': 'ALL',
    });
    const { data } = await create(ada, { name: 'Helper of all', audience: 'STAFF' });
    const { key, revision } = data.createRole;
    await changeRole(ada, key, revision, [
      { permission: 'imaging.monitor', scope: 'ALL' },
      { permission: 'operations.health', scope: 'ALL' },
    ]);
    const refused = await changeRole(half, key, revision + 1, [{ permission: 'operations.health', scope: null }]);
    expect(refused.data).toMatchObject({ changeRole: { __typename: 'NotHeld', missing: ['operations.health'] } });
    const taken = await changeRole(half, key, revision + 1, [{ permission: 'imaging.monitor', scope: null }]);
    expect(taken.data).toMatchObject({ changeRole: { __typename: 'Role' } });
  });

  test('edited while somebody listens: within a second their socket hears no more', async () => {
    const { data } = await create(ada, { name: 'Watcher', audience: 'STAFF' });
    const { key, revision } = data.createRole;
    await changeRole(ada, key, revision, [{ permission: 'imaging.monitor', scope: 'ALL' }]);
    const watcher = await anAccount(world, 'AUDITOR');
    // Whoever connects before their process has heard of the new role is told to connect again, and this one does not.
    const told = new Promise<void>((heard) => {
      const stop = world.app.events.subscribe<AccessChange>(accessChanged, ({ accountId }) => {
        if (accountId !== watcher.id) return;
        stop();
        heard();
      });
    });
    await assign(ada, watcher.id, key);
    await told;
    await permissionsOf(watcher, (held) => expect(held).toContain('imaging.monitor'));
    const lena = await anInfluencer(world);
    const listening = await aSubscriber<{ id: string }>(world, watcher, 'subscription { imageRequestUpdated { id } }');
    const [first, second] = [await anImageRequest(world, lena), await anImageRequest(world, lena)];
    await cancel(lena, first.id);
    await listening.until({ id: first.id });

    await changeRole(ada, key, revision + 1, [{ permission: 'imaging.monitor', scope: null }]);
    await vi.waitFor(() => expect(world.app.live.subscriptions).toBe(0), { timeout: 1000, interval: 10 });
    await cancel(lena, second.id);
    expect(listening.events.map(({ id }) => id)).not.toContain(second.id);
    await listening.stop();
  });
  const cancel = (as: TestAccount, id: string) =>
    world.as(as).run('mutation ($id: ID!) { cancelImageRequest(id: $id) { id } }', { id });
});
