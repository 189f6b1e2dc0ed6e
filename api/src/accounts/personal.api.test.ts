import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer, anOrganisation } from '../../test/builders.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { phoneIndexes } from './account.personal.ts';
import { revealReason } from './personal.service.ts';

let world: World;
let ada: TestAccount;
let support: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  ada = await anAdministrator(world);
  support = await anAccount(world, 'SUPPORT');
});
afterAll(() => world.stop());

const update = (as: TestAccount, input: object) =>
  world
    .as(as)
    .run(
      'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { displayName phone language timeZone } }',
      { input },
    );
const viewed = (as: TestAccount, id: string) =>
  world.as(as).run('query ($id: ID!) { account(id: $id) { email phone viewerMoves } }', { id });
const reveal = (as: TestAccount, accountId: string, field: string, reason = 'She called about her invoice') =>
  world
    .as(as)
    .run<{ revealPersonal: { value: string | null } }>(
      'mutation ($accountId: ID!, $field: PersonalField!, $reason: String!) { revealPersonal(accountId: $accountId, field: $field, reason: $reason) { value } }',
      { accountId, field, reason },
    );
const reveals = async (id: string) =>
  (
    await world.db.pool.query<{ id: string; field: string; reason: Buffer }>(
      'select id, field, reason_sealed as reason from personal_reveal where account_id = $1 order by at',
      [id],
    )
  ).rows;
const auditOf = async (id: string) =>
  (
    await world.db.pool.query<{ action: string; details: object }>(
      'select action, details from audit_event where record_id = $1 order by id',
      [id],
    )
  ).rows;

describe('one’s own profile', () => {
  test('name, phone number, language and time zone are changed together or one by one', async () => {
    const lena = await anInfluencer(world, { displayName: 'Lena' });
    const { data } = await update(lena, {
      displayName: '  Lena Okafor ',
      phone: '0049 (170) 123-4567',
      language: 'es',
      timeZone: 'Europe/Madrid',
    });
    expect(data).toEqual({
      updateProfile: {
        displayName: 'Lena Okafor',
        phone: '+491701234567',
        language: 'es',
        timeZone: 'Europe/Madrid',
      },
    });
    expect((await update(lena, { displayName: 'Lena O.' })).data).toMatchObject({
      updateProfile: { displayName: 'Lena O.', phone: '+491701234567', language: 'es' },
    });
    const { rows } = await world.db.pool.query<{ id: string }>('select id from account where phone_index = any($1)', [
      phoneIndexes(world.db.keyring, '+491701234567'),
    ]);
    expect(rows).toEqual([{ id: lena.id }]);
    expect((await update(lena, { phone: ' ' })).data).toMatchObject({ updateProfile: { phone: null } });
    expect(await auditOf(lena.id)).toEqual([
      { action: 'accounts.updateProfile', details: { fields: ['displayName', 'phone', 'language', 'timeZone'] } },
      { action: 'accounts.updateProfile', details: { fields: ['displayName'] } },
      { action: 'accounts.updateProfile', details: { fields: ['phone'] } },
    ]);
  });

  test('what cannot be is refused by its field, all at once, and nothing changes', async () => {
    const lena = await anInfluencer(world, { displayName: 'Lena' });
    const { errors } = await update(lena, {
      displayName: 'x'.repeat(201),
      phone: '0170 1234567',
      language: 'xx',
      timeZone: 'Middle/Earth',
    });
    expect(errors[0]?.extensions.fields?.map(({ path, code }) => [path, code])).toEqual([
      ['displayName', 'TOO_LONG'],
      ['phone', 'MALFORMED'],
      ['language', 'NOT_ALLOWED'],
      ['timeZone', 'NOT_ALLOWED'],
    ]);
    expect((await world.as(lena).run('{ viewer { displayName } }')).data).toEqual({ viewer: { displayName: 'Lena' } });
    expect(await auditOf(lena.id)).toEqual([]);
  });
});

describe('contact details of others', () => {
  test('are not seen in full without a trace: one event for a page, with ids alone', async () => {
    const people = [
      await anInfluencer(world, { displayName: 'Traced One' }),
      await anInfluencer(world, { displayName: 'Traced Two' }),
    ];
    const page = (as: TestAccount, fields: string) =>
      world.as(as).run(`{ accounts(filter: { search: "Traced" }) { nodes { ${fields} } } }`);
    const looks = async (as: TestAccount) =>
      (
        await world.db.pool.query<{ record: string | null; accounts: string[] }>(
          `select record_id as record, details->'accounts' as accounts from audit_event
           where action = 'accounts.look' and actor_id = $1 order by id`,
          [as.id],
        )
      ).rows;
    const looker = await anAdministrator(world);
    // Names alone, and what is masked, are no contact details in full.
    await page(looker, 'displayName');
    await page(support, 'email phone');
    expect([await looks(looker), await looks(support)]).toEqual([[], []]);
    expect((await page(looker, 'id email')).data).toMatchObject({ accounts: { nodes: [{}, {}] } });
    await viewed(looker, people[0]!.id);
    await viewed(looker, looker.id);
    const [list, one, ...more] = await looks(looker);
    expect([list!.record, new Set(list!.accounts)]).toEqual([null, new Set(people.map(({ id }) => id))]);
    expect([one, more]).toEqual([{ record: people[0]!.id, accounts: [people[0]!.id] }, []]);
  });

  test('are masked for those who may not see them in full', async () => {
    const lena = await anInfluencer(world, { email: 'lena-masked@test.example' });
    await update(lena, { phone: '+34612345678' });
    expect((await viewed(support, lena.id)).data).toMatchObject({
      account: {
        email: 'l•••@test.example',
        phone: '•••678',
        viewerMoves: expect.arrayContaining(['REVEAL']) as unknown,
      },
    });
    const { account } = (await viewed(ada, lena.id)).data as { account: { viewerMoves: string[] } };
    expect(account).toMatchObject({ email: 'lena-masked@test.example', phone: '+34612345678' });
    expect(account.viewerMoves).not.toContain('REVEAL');
    expect((await viewed(support, support.id)).data).toMatchObject({ account: { email: support.email } });
    const list = await world.as(support).run('{ accounts(first: 100) { nodes { email } } }');
    expect(JSON.stringify(list)).not.toContain('lena-masked');
  });

  test('find their person, as a whole', async () => {
    const lena = await anInfluencer(world, { displayName: 'Found by number' });
    await update(lena, { phone: '+34699887766' });
    const found = async (search: string): Promise<unknown> =>
      (
        await world
          .as(support)
          .run('query ($search: String!) { accounts(filter: { search: $search }) { nodes { id } } }', { search })
      ).data['accounts'];
    expect(await found('+34 699 88 77 66')).toEqual({ nodes: [{ id: lena.id }] });
    expect(await found(` ${lena.email.toUpperCase()}`)).toEqual({ nodes: [{ id: lena.id }] });
    expect(await found('+34 699 88 77')).toEqual({ nodes: [] });
  });

  test('are shown for a reason, which is kept sealed, and the audit trail says so without either', async () => {
    const lena = await anInfluencer(world);
    await update(lena, { phone: '+34612345678' });
    expect((await reveal(support, lena.id, 'EMAIL')).data).toEqual({ revealPersonal: { value: lena.email } });
    expect((await reveal(support, lena.id, 'PHONE')).data).toEqual({ revealPersonal: { value: '+34612345678' } });
    const kept = await reveals(lena.id);
    expect(
      kept.map(({ id, field, reason }) => [field, world.db.keyring.openText(revealReason.at(id), reason)]),
    ).toEqual([
      ['EMAIL', 'She called about her invoice'],
      ['PHONE', 'She called about her invoice'],
    ]);
    expect((await auditOf(lena.id)).slice(1)).toEqual([
      { action: 'accounts.reveal', details: { field: 'EMAIL', reveal: kept[0]!.id } },
      { action: 'accounts.reveal', details: { field: 'PHONE', reveal: kept[1]!.id } },
    ]);
  });

  test('who has none has none to show', async () => {
    const lena = await anInfluencer(world);
    expect((await reveal(support, lena.id, 'PHONE')).data).toEqual({ revealPersonal: { value: null } });
  });

  test('are shown to nobody without a reason, the permission, a fresh proof of identity, or a person', async () => {
    const lena = await anInfluencer(world);
    const codes = async (asked: ReturnType<typeof reveal>) => (await asked).errors.map(({ extensions }) => extensions);
    for (const reason of ['', '   ', 'no', 'x'.repeat(501)])
      expect(await codes(reveal(support, lena.id, 'EMAIL', reason))).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    const auditor = await anAccount(world, 'AUDITOR');
    for (const other of [auditor, lena])
      expect(await codes(reveal(other, lena.id, 'EMAIL'))).toMatchObject([{ code: 'FORBIDDEN' }]);
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nobody'])
      expect(await codes(reveal(support, id, 'EMAIL'))).toMatchObject([{ code: 'NOT_FOUND' }]);

    const { accessToken } = await transaction(world.db, (tx) =>
      world.app.sessions.begin(tx, { accountId: support.id, userAgent: null, ip: null, verified: false }),
    );
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({
        query: `mutation { revealPersonal(accountId: "${lena.id}", field: EMAIL, reason: "because I say so") { value } }`,
      }),
    });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', stepUp: true } }] });
    expect(await reveals(lena.id)).toEqual([]);
  });

  test('of another organisation stay out of reach', async () => {
    const [home, away] = [await anOrganisation(world), await anOrganisation(world)];
    const brand = await anAccount(world, 'BRAND_MEMBER', { organisationId: home });
    await world.db.pool.query(
      `insert into account_permission (account_id, permission, effect, scope) values ($1, 'accounts.reveal', 'GRANT', 'ALL')`,
      [brand.id],
    );
    const colleague = await anAccount(world, 'BRAND_MEMBER', { organisationId: home });
    const stranger = await anAccount(world, 'BRAND_MEMBER', { organisationId: away });
    expect((await reveal(brand, colleague.id, 'EMAIL')).data).toEqual({ revealPersonal: { value: colleague.email } });
    expect((await reveal(brand, stranger.id, 'EMAIL')).errors[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
