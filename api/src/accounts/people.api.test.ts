import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer, anOrganisation } from '../../test/builders.ts';
import { asOwner } from '../../test/database.ts';
import { mailsTo } from '../../test/mail.ts';
import { hangUp, Peer } from '../../test/peer.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { accountByEmail } from './account-by-email.ts';
import { emailIndex } from './account.personal.ts';

let world: World;
let ada: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  ada = await anAdministrator(world, { displayName: 'Ada' });
});
afterAll(() => world.stop());
afterEach(hangUp);

interface Shown {
  __typename: string;
  id: string;
  status: string;
  email: string;
  displayName: string;
  language: string;
  roles: { key: string }[];
  viewerMoves: string[];
  lockedUntil: string | null;
  missing?: string[];
  accountId?: string;
}

const account = `__typename id status email displayName language roles { key } viewerMoves lockedUntil`;
const outcome = `__typename ... on Account { ${account} } ... on NotHeld { missing }`;

const codes = ({ errors }: { errors: { extensions: { code: string } }[] }) =>
  errors.map(({ extensions }) => extensions.code);
const statusOf = async (id: string) =>
  (await world.db.pool.query<{ status: string }>('select status from account where id = $1', [id])).rows[0]!.status;
const auditOf = async (id: string) =>
  (
    await world.db.pool.query<{ action: string; actor_id: string; details: object }>(
      `select action, actor_id, details from audit_event where record_id = $1 order by id`,
      [id],
    )
  ).rows;

const invite = (as: TestAccount, input: object) =>
  world
    .as(as)
    .run<{ inviteAccount: Shown }>(
      `mutation ($input: InviteAccountInput!) { inviteAccount(input: $input) { ${outcome} ... on EmailInUse { accountId } } }`,
      { input },
    );
const change = (as: TestAccount, name: string, id: string, more = '') =>
  world.as(as).run<Record<string, Shown>>(`mutation ($id: ID!) { ${name}(id: $id${more}) { ${outcome} } }`, { id });
const deactivate = (as: TestAccount, id: string, reason = 'Left the agency') =>
  change(as, 'deactivateAccount', id, `, reason: ${JSON.stringify(reason)}`);

const anEditor = async (scope: 'ALL' | 'ORGANISATION', organisationId?: string) => {
  const key = `CUSTOM_EDITOR_${scope}`;
  await world.db.pool.query(
    `insert into role (key, name, audience) values ('${key}', '${key}', 'STAFF') on conflict do nothing;
     insert into role_permission values ('${key}', 'accounts.edit', 'ALL'), ('${key}', 'accounts.read', '${scope}')
     on conflict do nothing`,
  );
  const editor = await anAccount(world, 'AUDITOR', organisationId === undefined ? {} : { organisationId });
  await world.db.pool.query('update account_role set role_key = $2 where account_id = $1', [editor.id, key]);
  return editor;
};

describe('the list of people', () => {
  const list = async (as: TestAccount, filter: object, more = '') => {
    const { data, errors } = await world.as(as).run<{
      accounts: { nodes: Shown[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    }>(`query ($filter: AccountFilter) { accounts(filter: $filter${more}) { nodes { ${account} } pageInfo { endCursor hasNextPage } } }`, { filter });
    expect(errors).toEqual([]);
    return data.accounts;
  };

  test('is found by the beginning of a name, by a whole address, by state, role and organisation', async () => {
    const brand = await anOrganisation(world);
    const zoe = await anAccount(world, 'BRAND_MEMBER', { displayName: 'Zoë Zimmer', organisationId: brand });
    const names = async (filter: object) => (await list(ada, filter)).nodes.map(({ displayName }) => displayName);
    expect(await names({ search: 'zim zoe' })).toEqual(['Zoë Zimmer']);
    expect(await names({ search: ` ${zoe.email.toUpperCase()} ` })).toEqual(['Zoë Zimmer']);
    expect(await names({ search: zoe.email.slice(0, -1) })).toEqual([]);
    expect(await names({ organisationId: brand })).toEqual(['Zoë Zimmer']);
    expect(await names({ search: 'zo', roles: ['BRAND_MEMBER', 'FINANCE'], status: ['ACTIVE'] })).toEqual([
      'Zoë Zimmer',
    ]);
    expect(await names({ search: 'zo', roles: ['FINANCE'] })).toEqual([]);
    expect(await names({ search: 'zo', status: ['INVITED'] })).toEqual([]);
  });

  test('comes in pages without a gap or a double, in either order', async () => {
    const brand = await anOrganisation(world);
    const made: string[] = [];
    for (const [index, lastSignIn] of ['2026-01-03', null, '2026-01-01', null, '2026-01-02'].entries()) {
      const { id } = await anAccount(world, 'BRAND_MEMBER', { organisationId: brand });
      await world.db.pool.query('update account set last_sign_in_at = $2, created_at = $3 where id = $1', [
        id,
        lastSignIn,
        `2026-02-0${index + 1}`,
      ]);
      made.push(id);
    }
    const walk = async (order: string) => {
      const seen: string[] = [];
      let after = '';
      for (;;) {
        const page = await list(ada, { organisationId: brand }, `, order: ${order}, first: 2${after}`);
        seen.push(...page.nodes.map(({ id }) => id));
        if (!page.pageInfo.hasNextPage) return seen;
        after = `, after: "${page.pageInfo.endCursor}"`;
      }
    };
    expect(await walk('NEWEST')).toEqual(made.toReversed());
    const [first, , third, , fifth] = made;
    const never = [made[1]!, made[3]!].toSorted((a, b) => (a < b ? 1 : -1));
    expect(await walk('LAST_SIGN_IN')).toEqual([first, fifth, third, ...never]);
  });

  test('shows a brand its own people, and of others not even that they exist', async () => {
    const [mine, other] = [await anOrganisation(world), await anOrganisation(world)];
    const member = await anAccount(world, 'BRAND_MEMBER', { organisationId: mine });
    const colleague = await anAccount(world, 'BRAND_MEMBER', { organisationId: mine });
    const stranger = await anAccount(world, 'BRAND_MEMBER', { organisationId: other });
    const ids = (await list(member, {})).nodes.map(({ id }) => id);
    expect(ids.toSorted()).toEqual([member.id, colleague.id].toSorted());
    expect((await list(member, { organisationId: other })).nodes).toEqual([]);

    const read = (id: string) => world.as(member).run(`query ($id: ID!) { account(id: $id) { id } }`, { id });
    expect((await read(colleague.id)).errors).toEqual([]);
    const [hidden, unknown] = [await read(stranger.id), await read('00000000-0000-4000-8000-000000000000')];
    expect(hidden).toEqual(unknown);
    expect(codes(hidden)).toEqual(['NOT_FOUND']);
    const recorded = async () =>
      (
        await world.db.pool.query<{ record_id: string | null; field: string; asked: string[] }>(
          `select record_id, details ->> 'field' as field, details -> 'asked' as asked from audit_event
           where actor_id = $1 and action = 'access.outOfReach' and outcome = 'REFUSED' order by id`,
          [member.id],
        )
      ).rows;
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect(await recorded()).toEqual([
      { record_id: stranger.id, field: 'account', asked: [stranger.id] },
      { record_id: nowhere, field: 'account', asked: [nowhere] },
    ]);

    // In any other room, too, whether there is something or not.
    await world.as(stranger).token();
    const { rows: sessions } = await world.db.pool.query<{ id: string }>(
      'select id from session where account_id = $1',
      [stranger.id],
    );
    const end = (id: string) => world.as(member).run('mutation ($id: ID!) { endSession(id: $id) }', { id });
    expect(await end(sessions[0]!.id)).toEqual(await end(nowhere));
    expect((await recorded()).slice(2)).toEqual([
      { record_id: null, field: 'endSession', asked: [sessions[0]!.id] },
      { record_id: null, field: 'endSession', asked: [nowhere] },
    ]);
    expect((await world.as(stranger).run('{ viewer { id } }')).errors).toEqual([]);

    // What cannot be recorded is not answered.
    await asOwner(
      world.databaseUrl,
      `alter table audit_event add constraint full_for_test check (action <> 'access.outOfReach') not valid`,
    );
    try {
      expect(codes(await read(stranger.id))).toEqual(['INTERNAL_SERVER_ERROR']);
    } finally {
      await asOwner(world.databaseUrl, 'alter table audit_event drop constraint full_for_test');
    }
    // Whoever has no organisation does not see the others who have none.
    const lost = await anAccount(world, 'BRAND_MEMBER');
    await anAccount(world, 'BRAND_MEMBER');
    expect((await list(lost, {})).nodes).toEqual([]);
  });
});

describe('inviting', () => {
  test('makes an account that waits, and mails one link', async () => {
    const { data } = await invite(ada, {
      email: ' New.Person@Test.Example ',
      displayName: ' New Person ',
      roles: ['SUPPORT'],
      language: 'es',
    });
    expect(data.inviteAccount).toMatchObject({
      __typename: 'Account',
      status: 'INVITED',
      email: 'new.person@test.example',
      displayName: 'New Person',
      roles: [{ key: 'SUPPORT' }],
    });
    const { id } = data.inviteAccount;
    const [mail, ...more] = await mailsTo(world, { id });
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ subject: 'Te han invitado a InfluenceGen', to: 'new.person@test.example' });
    expect(mail!.link).toMatch(/\/admin\/invitation#.{43}$/);
    expect(await auditOf(id)).toMatchObject([
      { action: 'accounts.invite', actor_id: ada.id, details: { roles: ['SUPPORT'] } },
    ]);
  });

  test('again makes the first link worthless', async () => {
    const { data } = await invite(ada, { email: 'again@test.example', displayName: 'A', roles: ['INFLUENCER'] });
    const { id } = data.inviteAccount;
    const helper = await anAccount(world, 'SUPPORT');
    const { errors } = await world.as(helper).run(`mutation ($id: ID!) { resendInvitation(id: $id) { id } }`, { id });
    expect(errors).toEqual([]);
    const tokens = (await mailsTo(world, { id })).map(({ link }) => link!.split('#')[1]!);
    expect(tokens).toHaveLength(2);
    expect(await world.app.oneTimeLinks.holder(tokens[0]!, 'INVITATION')).toBeNull();
    expect(await world.app.oneTimeLinks.holder(tokens[1]!, 'INVITATION')).toBe(id);
  });

  describe('that went to a wrong address', () => {
    const correct = (as: TestAccount, id: string, email: string) =>
      world.as(as).run<{ corrected: Shown }>(
        `mutation ($id: ID!, $email: String!) {
          corrected: correctInvitation(id: $id, email: $email) { ${outcome} ... on EmailInUse { accountId } } }`,
        { id, email },
      );
    const anInvited = async (email: string, role = 'INFLUENCER') =>
      (await invite(ada, { email, displayName: 'Mia Typo', roles: [role] })).data.inviteAccount.id;
    const tokensOf = async (id: string) => (await mailsTo(world, { id })).map(({ link }) => link!.split('#')[1]!);

    test('is mailed to the right one, and opens nothing more at the wrong one; once more does nothing more', async () => {
      const id = await anInvited('mai@typo.example');
      const answer = await correct(ada, id, ' Mia@TYPO.example ');
      expect(answer.data.corrected).toMatchObject({
        __typename: 'Account',
        email: 'mia@typo.example',
        status: 'INVITED',
      });
      const mails = await mailsTo(world, { id });
      expect(mails.map(({ to }) => to)).toEqual(['mai@typo.example', 'mia@typo.example']);
      const [old, fresh] = await tokensOf(id);
      expect(await world.app.oneTimeLinks.holder(old!, 'INVITATION')).toBeNull();
      expect(await world.app.oneTimeLinks.holder(fresh!, 'INVITATION')).toBe(id);
      expect((await correct(ada, id, 'mia@typo.example')).errors).toEqual([]);
      expect(await mailsTo(world, { id })).toHaveLength(2);
      expect((await auditOf(id)).map(({ action, details }) => [action, details])).toEqual([
        ['accounts.invite', { roles: ['INFLUENCER'] }],
        ['accounts.correctInvitation', {}],
      ]);
      // The wrong one is nobody's.
      expect(
        (await invite(ada, { email: 'mai@typo.example', displayName: 'Mai', roles: ['INFLUENCER'] })).errors,
      ).toEqual([]);
    });

    test('stays where it is when the address is taken, and says by whom only to who sees everybody', async () => {
      const [id, lena] = [await anInvited('taken@typo.example'), await anInfluencer(world)];
      expect((await correct(ada, id, lena.email)).data.corrected).toEqual({
        __typename: 'EmailInUse',
        accountId: lena.id,
      });
      const brand = await anOrganisation(world);
      const within = await anEditor('ORGANISATION', brand);
      await world.db.pool.query('update account set organisation_id = $2 where id = $1', [id, brand]);
      expect((await correct(within, id, lena.email)).data.corrected).toEqual({
        __typename: 'EmailInUse',
        accountId: null,
      });
      expect(codes(await correct(within, await anInvited('far@typo.example'), 'x@typo.example'))).toEqual([
        'NOT_FOUND',
      ]);
      expect(await mailsTo(world, { id })).toHaveLength(1);
      const [token] = await tokensOf(id);
      expect(await world.app.oneTimeLinks.holder(token!, 'INVITATION')).toBe(id);
    });

    test('of two who want one address for different people at once, one is told', async () => {
      const ids = [await anInvited('one@typo.example'), await anInvited('two@typo.example')];
      const answers = await Promise.all(ids.map((id) => correct(ada, id, 'both@typo.example')));
      expect(answers.map(({ data }) => data.corrected.__typename).toSorted()).toEqual(['Account', 'EmailInUse']);
    });

    test('is corrected by nobody who holds less, may not, or is not fresh; and only while it is open', async () => {
      const id = await anInvited('audit@typo.example', 'AUDITOR');
      expect((await correct(await anEditor('ALL'), id, 'spy@typo.example')).data.corrected.__typename).toBe('NotHeld');
      expect(codes(await correct(await anAccount(world, 'SUPPORT'), id, 'spy@typo.example'))).toEqual(['FORBIDDEN']);
      expect((await correct(ada, id, 'no address')).errors[0]!.extensions.fields).toMatchObject([
        { path: 'email', code: 'MALFORMED' },
      ]);
      expect(codes(await correct(ada, (await anInfluencer(world)).id, 'spy@typo.example'))).toEqual(['CONFLICT']);
      expect((await mailsTo(world, { id })).map(({ to }) => to)).toEqual(['audit@typo.example']);
    });
  });

  test('names every field that is wrong', async () => {
    const { errors } = await invite(ada, {
      email: 'no address',
      displayName: ' ',
      roles: [],
      language: 'tlh',
      timeZone: 'Mars/Olympus',
      organisationId: 'x',
    });
    expect(errors[0]!.extensions.fields!.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'email MALFORMED',
      'displayName REQUIRED',
      'language NOT_ALLOWED',
      'timeZone NOT_ALLOWED',
      'organisationId MALFORMED',
      'roles REQUIRED',
    ]);
  });

  test('a brand member needs a brand that exists', async () => {
    const brandless = { email: 'brandless@test.example', displayName: 'B', roles: ['BRAND_MEMBER'] };
    expect((await invite(ada, brandless)).errors[0]!.extensions.fields).toMatchObject([
      { path: 'organisationId', code: 'REQUIRED' },
    ]);
    const organisationId = '00000000-0000-4000-8000-000000000000';
    expect((await invite(ada, { ...brandless, organisationId })).errors[0]!.extensions.fields).toMatchObject([
      { path: 'organisationId', code: 'NOT_ALLOWED' },
    ]);
  });

  test('of two at the same moment for one address, one makes the account and the other is told', async () => {
    const input = { email: 'twice@test.example', displayName: 'T', roles: ['INFLUENCER'] };
    const answers = await Promise.all([invite(ada, input), invite(ada, input)]);
    const made = answers.find(({ data }) => data.inviteAccount.__typename === 'Account')!.data.inviteAccount;
    expect(answers.map(({ data }) => data.inviteAccount.__typename).toSorted()).toEqual(['Account', 'EmailInUse']);
    expect(answers.map(({ data }) => data.inviteAccount.accountId)).toContain(made.id);
  });

  test('nobody can hand on what they do not hold', async () => {
    await world.db.pool.query(
      `insert into role (key, name, audience) values ('CUSTOM_RECRUITER', 'Recruiter', 'STAFF');
       insert into role_permission values ('CUSTOM_RECRUITER', 'accounts.invite', 'ALL'), ('CUSTOM_RECRUITER', 'accounts.read', 'ALL')`,
    );
    const recruiter = await anAccount(world, 'AUDITOR');
    await world.db.pool.query("update account_role set role_key = 'CUSTOM_RECRUITER' where account_id = $1", [
      recruiter.id,
    ]);
    const { data } = await invite(recruiter, { email: 'spy@test.example', displayName: 'S', roles: ['ADMINISTRATOR'] });
    expect(data.inviteAccount.__typename).toBe('NotHeld');
    expect(data.inviteAccount.missing).toContain('accounts.assign');
    expect(data.inviteAccount.missing).not.toContain('accounts.read');
    expect(await accountByEmail(world.db.source.manager, world.db.keyring, 'spy@test.example')).toBeNull();
    // What reaches nothing but its holder's own things is nobody's power.
    const creator = await invite(recruiter, { email: 'creator@test.example', displayName: 'C', roles: ['INFLUENCER'] });
    expect(creator.data.inviteAccount.__typename).toBe('Account');
  });
});

describe('an account', () => {
  test('is changed by those who may, and the trail names fields but not what stood in them', async () => {
    const lena = await anInfluencer(world);
    const update = (as: TestAccount, input: object) =>
      world
        .as(as)
        .run<{ updateAccount: Shown }>(
          `mutation ($id: ID!, $input: UpdateAccountInput!) { updateAccount(id: $id, input: $input) { ${account} } }`,
          { id: lena.id, input },
        );
    const { data } = await update(ada, { displayName: 'Lena Secret', language: 'es' });
    expect(data.updateAccount).toMatchObject({ displayName: 'Lena Secret', language: 'es' });
    expect(await auditOf(lena.id)).toMatchObject([
      { action: 'accounts.update', details: { fields: ['displayName', 'language'] } },
    ]);
    expect(JSON.stringify(await auditOf(lena.id))).not.toContain('Secret');
    expect(codes(await update(await anAccount(world, 'SUPPORT'), { displayName: 'x' }))).toEqual(['FORBIDDEN']);
    expect(codes(await update(ada, { displayName: 'x'.repeat(201) }))).toEqual(['BAD_USER_INPUT']);
  });

  const edit = (as: TestAccount, call: string, id: string) =>
    world.as(as).run<{ changed: Shown }>(`mutation ($id: ID!) { changed: ${call} { ${outcome} } }`, { id });
  /** Edits people and sees them, and holds nothing else. */

  test('has its phone number changed and taken away, each once, by who holds as much', async () => {
    const lena = await anInfluencer(world);
    const change = (as: TestAccount, phone: string, id = lena.id) =>
      edit(as, `changeAccountPhone(id: $id, phone: "${phone}")`, id);
    const phone = async () => (await world.as(lena).run('{ viewer { phone } }')).data;
    await change(ada, '0049 170 1234567');
    expect(await phone()).toEqual({ viewer: { phone: '+491701234567' } });
    await change(ada, '+49 170 123 4567');
    expect((await auditOf(lena.id)).map(({ action, details }) => [action, details])).toEqual([
      ['accounts.changePhone', {}],
    ]);
    expect((await change(ada, '0170 1234567')).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'phone', code: 'MALFORMED' }] } },
    ]);
    expect(codes(await change(await anAccount(world, 'SUPPORT'), ''))).toEqual(['FORBIDDEN']);
    expect(await phone()).toEqual({ viewer: { phone: '+491701234567' } });
    const editor = await anEditor('ALL');
    expect((await change(editor, '', ada.id)).data.changed.__typename).toBe('NotHeld');
    expect((await change(editor, '')).data.changed.__typename).toBe('Account');
    expect(await phone()).toEqual({ viewer: { phone: null } });
  });

  test('of a brand is moved to another one, and reaches that one at once', async () => {
    const [brand, other] = [await anOrganisation(world), await anOrganisation(world)];
    const bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: brand });
    const theirs = async () =>
      (await world.as(bea).run<{ organisations: { id: string }[] }>('{ organisations { id } }')).data.organisations;
    expect(await theirs()).toEqual([{ id: brand }]);
    const move = (as: TestAccount, from: string, to: string, id = bea.id) =>
      edit(as, `moveAccount(id: $id, from: "${from}", organisationId: "${to}")`, id);
    expect((await move(ada, brand, randomUUID())).errors[0]!.extensions.fields).toMatchObject([
      { path: 'organisationId', code: 'NOT_ALLOWED' },
    ]);
    expect(codes(await move(ada, other, randomUUID()))).toEqual(['CONFLICT']);
    const connect = async () =>
      Peer.ready(`${world.url.replace('http', 'ws')}/graphql`, { token: await world.as(bea).token() });
    const before = await connect();
    before.subscribe('live', 'subscription { inboxChanged { __typename } }');
    expect((await move(ada, brand, other)).data.changed.__typename).toBe('Account');
    // What she is subscribed to was opened as a member of the former one.
    expect((await before.closed).code).toBe(4403);
    const after = await connect();
    after.subscribe('mine', '{ organisations { id } }');
    expect((await after.of('mine')).payload).toMatchObject({ data: { organisations: [{ id: other }] } });
    await vi.waitFor(async () => expect(await theirs()).toEqual([{ id: other }]), 1_000);
    expect((await move(ada, brand, other)).data.changed.__typename).toBe('Account');
    expect((await auditOf(bea.id)).map(({ action, details }) => [action, details])).toEqual([
      ['accounts.move', { before: brand, after: other }],
    ]);
    expect(codes(await move(ada, other, brand, ada.id))).toEqual(['FORBIDDEN']);
    const lena = await anInfluencer(world);
    const without = await edit(ada, `moveAccount(id: $id, organisationId: "${brand}")`, lena.id);
    expect(without.errors[0]!.extensions.fields).toMatchObject([{ path: 'organisationId', code: 'NOT_ALLOWED' }]);
  });

  test('is taken out of every organisation once no role needs one; what is limited to one then reaches nothing, at once', async () => {
    const brand = await anOrganisation(world);
    await world.db.pool.query(
      `insert into role (key, name, audience) values ('CUSTOM_GUEST', 'Guest', 'STAFF');
       insert into role_permission values ('CUSTOM_GUEST', 'organisations.read', 'ORGANISATION')`,
    );
    const leave = (as: TestAccount, id: string) =>
      edit(as, `moveAccount(id: $id, from: "${brand}", organisationId: null)`, id);
    const bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: brand });
    expect((await leave(ada, bea.id)).errors[0]!.extensions.fields).toMatchObject([
      { path: 'organisationId', code: 'REQUIRED' },
    ]);

    const gus = await anAccount(world, 'SUPPORT', { organisationId: brand });
    await world.db.pool.query("update account_role set role_key = 'CUSTOM_GUEST' where account_id = $1", [gus.id]);
    const theirs = async () =>
      (await world.as(gus).run<{ organisations: { id: string }[] }>('{ organisations { id } }')).data.organisations;
    expect(await theirs()).toEqual([{ id: brand }]);
    expect(codes(await leave(await anEditor('ORGANISATION', brand), gus.id))).toEqual(['FORBIDDEN']);
    expect((await leave(await anEditor('ALL'), gus.id)).data.changed.__typename).toBe('NotHeld');
    expect(await theirs()).toEqual([{ id: brand }]);
    expect((await leave(ada, gus.id)).data.changed.__typename).toBe('Account');
    await vi.waitFor(async () => expect(await theirs()).toEqual([]), 1_000);
    expect((await leave(ada, gus.id)).data.changed.__typename).toBe('Account');
    expect((await auditOf(gus.id)).map(({ action, details }) => [action, details])).toEqual([
      ['accounts.move', { before: brand, after: null }],
    ]);
    const back = await edit(ada, `moveAccount(id: $id, from: null, organisationId: "${brand}")`, gus.id);
    expect(back.errors[0]!.extensions.fields).toMatchObject([{ path: 'organisationId', code: 'NOT_ALLOWED' }]);
  });

  test('of a brand is not taken out and given a role for brands at the same moment', async () => {
    const brand = await anOrganisation(world);
    const kit = await anAccount(world, 'AUDITOR', { organisationId: brand });
    const answers = await Promise.all([
      edit(ada, `moveAccount(id: $id, from: "${brand}", organisationId: null)`, kit.id),
      edit(ada, `assignRole(id: $id, role: "BRAND_MEMBER")`, kit.id),
    ]);
    expect(answers.flatMap(codes)).toEqual(['BAD_USER_INPUT']);
  });

  test('of a brand is moved by nobody who sees one brand only, nor by who holds less', async () => {
    const [brand, other] = [await anOrganisation(world), await anOrganisation(world)];
    const [bea, far] = [
      await anAccount(world, 'BRAND_MEMBER', { organisationId: brand }),
      await anAccount(world, 'BRAND_MEMBER', { organisationId: other }),
    ];
    const within = await anEditor('ORGANISATION', brand);
    const move = `moveAccount(id: $id, from: "${brand}", organisationId: "${other}")`;
    expect(codes(await edit(within, move, bea.id))).toEqual(['FORBIDDEN']);
    expect(codes(await edit(within, `changeAccountPhone(id: $id, phone: "")`, far.id))).toEqual(['NOT_FOUND']);
    expect(codes(await edit(within, `changeAccountEmail(id: $id, email: "far@test.example")`, far.id))).toEqual([
      'NOT_FOUND',
    ]);
    expect((await edit(await anEditor('ALL'), move, bea.id)).data.changed.__typename).toBe('NotHeld');
    const { rows } = await world.db.pool.query('select organisation_id as id from account where id = $1', [bea.id]);
    expect(rows).toEqual([{ id: brand }]);
  });

  test('of two who move it at the same moment, one is told of the other', async () => {
    const [brand, one, two] = [await anOrganisation(world), await anOrganisation(world), await anOrganisation(world)];
    const bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: brand });
    const answers = await Promise.all(
      [one, two].map((to) => edit(ada, `moveAccount(id: $id, from: "${brand}", organisationId: "${to}")`, bea.id)),
    );
    expect(answers.flatMap(codes)).toEqual(['CONFLICT']);
  });

  test('has an id of one spelling: in capitals it is nobody, and nobody is somebody else to themselves', async () => {
    const person = await anInfluencer(world, { displayName: 'Vera Vogel' });
    const attempts = [
      `updateAccount(id: $id, input: { displayName: "X" }) { id }`,
      `deactivateAccount(id: $id, reason: "Left") { __typename }`,
      `assignRole(id: $id, role: "INFLUENCER") { __typename }`,
    ];
    for (const attempt of attempts)
      for (const { id } of [person, ada]) {
        const answer = await world.as(ada).run(`mutation ($id: ID!) { ${attempt} }`, { id: id.toUpperCase() });
        expect(codes(answer)).toEqual(['NOT_FOUND']);
      }
    expect((await world.as(person).run('{ viewer { displayName } }')).data).toMatchObject({
      viewer: { displayName: 'Vera Vogel' },
    });
    expect(await auditOf(person.id.toUpperCase())).toEqual([]);
  });

  test('that is deactivated is signed out everywhere at once, and comes back as it was', async () => {
    const lena = await anInfluencer(world);
    expect((await world.as(lena).run('{ viewer { id } }')).data).toEqual({ viewer: { id: lena.id } });
    const { data } = await deactivate(ada, lena.id);
    expect(data['deactivateAccount']).toMatchObject({ status: 'DEACTIVATED', roles: [{ key: 'INFLUENCER' }] });
    expect(data['deactivateAccount']!.viewerMoves).toContain('REACTIVATE');
    expect((await world.as(lena).run('{ viewer { id } }')).data).not.toEqual({ viewer: { id: lena.id } });
    expect(codes(await deactivate(ada, lena.id))).toEqual(['CONFLICT']);
    await change(ada, 'reactivateAccount', lena.id);
    expect(await statusOf(lena.id)).toBe('ACTIVE');
    expect((await auditOf(lena.id)).map(({ action }) => action)).toEqual([
      'accounts.deactivate',
      'accounts.endSessions',
      'accounts.reactivate',
    ]);
  });

  test('that is deactivated says why, who and when: to staff, and sealed beside the audit event', async () => {
    const brand = await anOrganisation(world);
    const bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: brand });
    const why = async (as: TestAccount) =>
      (
        await world
          .as(as)
          .run<{ account: { deactivation: object | null } }>(
            `query ($id: ID!) { account(id: $id) { deactivation { reason deactivatedBy { displayName } } } }`,
            { id: bea.id },
          )
      ).data.account.deactivation;
    expect(await why(ada)).toBeNull();
    await deactivate(ada, bea.id, 'First');
    await change(ada, 'reactivateAccount', bea.id);
    expect(await why(ada)).toBeNull();
    await deactivate(ada, bea.id, ' Their contract ended ');

    const support = await anAccount(world, 'SUPPORT');
    const { displayName } = (await world.as(ada).run<{ viewer: { displayName: string } }>('{ viewer { displayName } }'))
      .data.viewer;
    expect(await why(support)).toEqual({
      reason: 'Their contract ended',
      deactivatedBy: { displayName },
    });
    expect(await why(await anAccount(world, 'BRAND_MEMBER', { organisationId: brand }))).toBeNull();
    const { rows } = await world.db.pool.query<{ id: string; reason: Buffer }>(
      'select id, reason_sealed as reason from account_deactivation where account_id = $1 order by at',
      [bea.id],
    );
    expect(rows.map(({ reason }) => String(reason)).join()).not.toMatch(/First|contract/);
    const events = (await auditOf(bea.id)).filter(({ action }) => action === 'accounts.deactivate');
    expect(events.map(({ details }) => details)).toEqual(rows.map(({ id }) => ({ deactivation: id })));
    expect(await mailsTo(world, bea)).toEqual([]);
  });

  test('stays when nobody says why, or says too much', async () => {
    const lena = await anInfluencer(world);
    for (const [reason, code] of [
      ['  ', 'REQUIRED'],
      ['x'.repeat(501), 'TOO_LONG'],
    ] as const)
      expect((await deactivate(ada, lena.id, reason)).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'reason', code }] } },
      ]);
    expect(await statusOf(lena.id)).toBe('ACTIVE');
    expect(await auditOf(lena.id)).toEqual([]);
  });

  test('without a password waits for its invitation again after a deactivation', async () => {
    const { data } = await invite(ada, { email: 'waits@test.example', displayName: 'W', roles: ['INFLUENCER'] });
    const { id } = data.inviteAccount;
    const [mail] = await mailsTo(world, { id });
    await deactivate(ada, id);
    expect(await world.app.oneTimeLinks.holder(mail!.link!.split('#')[1]!, 'INVITATION')).toBeNull();
    await change(ada, 'reactivateAccount', id);
    expect(await statusOf(id)).toBe('INVITED');
  });

  test('whose address was never confirmed cannot become confirmed by way of a deactivation', async () => {
    const { id } = await anInfluencer(world);
    await world.db.pool.query("update account set status = 'UNVERIFIED' where id = $1", [id]);
    expect(codes(await deactivate(ada, id))).toEqual(['CONFLICT']);
    expect(codes(await change(ada, 'reactivateAccount', id))).toEqual(['CONFLICT']);
  });

  test('nobody deactivates themselves, nor somebody who holds more', async () => {
    expect(codes(await deactivate(ada, ada.id))).toEqual(['FORBIDDEN']);
    await world.db.pool.query(
      `insert into role (key, name, audience) values ('CUSTOM_DOOR', 'Door', 'STAFF');
       insert into role_permission values ('CUSTOM_DOOR', 'accounts.deactivate', 'ALL'), ('CUSTOM_DOOR', 'accounts.read', 'ALL')`,
    );
    const door = await anAccount(world, 'AUDITOR');
    await world.db.pool.query("update account_role set role_key = 'CUSTOM_DOOR' where account_id = $1", [door.id]);
    const { data } = await deactivate(door, ada.id);
    expect(data['deactivateAccount']!.__typename).toBe('NotHeld');
    expect(await statusOf(ada.id)).toBe('ACTIVE');
  });

  test('that is locked says until when, and is unlocked by support', async () => {
    const lena = await anInfluencer(world);
    await world.db.pool.query(
      `insert into sign_in_lock (email_digest, failures, last_failure_at, locked_until)
       values ($1, 5, now(), now() + interval '10 minutes')`,
      [emailIndex(world.db.keyring, lena.email)],
    );
    const helper = await anAccount(world, 'SUPPORT');
    const read = () =>
      world.as(helper).run<{ account: Shown }>(`query ($id: ID!) { account(id: $id) { ${account} } }`, { id: lena.id });
    const locked = (await read()).data.account;
    expect(locked.lockedUntil).toMatch(/^20/);
    expect(locked.viewerMoves).toContain('UNLOCK');
    await world.as(helper).run(`mutation ($id: ID!) { unlockAccount(id: $id) { id } }`, { id: lena.id });
    expect((await read()).data.account).toMatchObject({ lockedUntil: null });
    expect((await auditOf(lena.id)).map(({ action }) => action)).toEqual(['accounts.unlock']);
  });

  test('is signed out on one device by support, and stays signed in on the others', async () => {
    const lena = await anInfluencer(world);
    const begin = (userAgent: string) =>
      transaction(world.db, (tx) =>
        world.app.sessions.begin(tx, { accountId: lena.id, userAgent, ip: '192.0.2.7', verified: true }),
      );
    const [phone, desktop] = [
      await begin('Mozilla/5.0 (X11; Linux) Firefox/140.0'),
      await begin('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0'),
    ];
    const helper = world.as(await anAccount(world, 'SUPPORT'));
    const listed = async () =>
      (
        await helper.run<{ accountSessions: { id: string; browser: string; ip: string }[] }>(
          'query ($id: ID!) { accountSessions(id: $id) { id browser ip } }',
          { id: lena.id },
        )
      ).data.accountSessions
        .map(({ id, browser, ip }) => `${id} ${browser} ${ip}`)
        .toSorted();
    expect(await listed()).toEqual(
      [`${phone.sessionId} Firefox 192.0.2.7`, `${desktop.sessionId} Chrome 192.0.2.7`].toSorted(),
    );
    const end = (id: string, sessionId: string) =>
      helper.run('mutation ($id: ID!, $sessionId: ID!) { endAccountSession(id: $id, sessionId: $sessionId) }', {
        id,
        sessionId,
      });
    expect(codes(await end((await anInfluencer(world)).id, phone.sessionId))).toEqual(['NOT_FOUND']);
    expect((await end(lena.id, phone.sessionId)).errors).toEqual([]);
    expect(await listed()).toEqual([`${desktop.sessionId} Chrome 192.0.2.7`]);
    expect((await auditOf(phone.sessionId)).map(({ action }) => action)).toEqual(['accounts.endSession']);
  });

  test('is sent a link to another password by support', async () => {
    const lena = await anInfluencer(world);
    const helper = world.as(await anAccount(world, 'SUPPORT'));
    const send = (id: string) => helper.run('mutation ($id: ID!) { sendPasswordReset(id: $id) { id } }', { id });
    expect((await send(lena.id)).errors).toEqual([]);
    expect((await mailsTo(world, lena))[0]!.link).toMatch(/\/reset#.{43}$/);
    expect((await auditOf(lena.id))[0]!.action).toBe('accounts.sendPasswordReset');
    const { data } = await invite(ada, { email: 'no-password@test.example', displayName: 'N', roles: ['INFLUENCER'] });
    expect(codes(await send(data.inviteAccount.id))).toEqual(['CONFLICT']);
  });

  test('the moves that are offered are those that are allowed', async () => {
    const lena = await anInfluencer(world);
    const moves = async (as: TestAccount, id: string) =>
      (await world.as(as).run<{ account: Shown }>(`query ($id: ID!) { account(id: $id) { ${account} } }`, { id })).data
        .account.viewerMoves;
    expect(await moves(ada, lena.id)).toEqual([
      'EDIT',
      'CHANGE_EMAIL',
      'MOVE',
      'DEACTIVATE',
      'SEND_PASSWORD_RESET',
      'END_SESSIONS',
      'ASSIGN',
    ]);
    expect(await moves(ada, ada.id)).toEqual(['EDIT']);
    expect(await moves(await anAccount(world, 'AUDITOR'), lena.id)).toEqual([]);
  });

  test('what is sensitive asks for a proof of identity that is fresh', async () => {
    const stale = await anAdministrator(world);
    await world.as(stale).token();
    await world.db.pool.query("update session set verified_at = now() - interval '11 minutes' where account_id = $1", [
      stale.id,
    ]);
    const { id } = await anInfluencer(world);
    for (const [name, more] of [
      ['deactivateAccount', ', reason: "Left"'],
      ['changeAccountEmail', ', email: "stale@test.example"'],
      ['correctInvitation', ', email: "stale@test.example"'],
      ['moveAccount', `, organisationId: "${randomUUID()}"`],
    ] as const) {
      const { errors } = await change(stale, name, id, more);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', stepUp: true } }]);
    }
  });
});

test('an address that is taken is looked up over the connection of the transaction: one is enough', async () => {
  const small = await aWorld({ config: { databasePoolSize: 1 } });
  try {
    const [chief, lena] = [await anAdministrator(small), await anInfluencer(small)];
    const taken = { __typename: 'EmailInUse', accountId: lena.id };
    const asked = await small
      .as(chief)
      .run(
        `mutation ($input: InviteAccountInput!) { inviteAccount(input: $input) { __typename ... on EmailInUse { accountId } } }`,
        { input: { email: lena.email, displayName: 'L', roles: ['INFLUENCER'] } },
      );
    expect(asked.data).toEqual({ inviteAccount: taken });
    const { id } = await anInfluencer(small);
    const moved = await small.as(chief).run(
      `mutation ($id: ID!, $email: String!) {
        changeAccountEmail(id: $id, email: $email) { __typename ... on EmailInUse { accountId } } }`,
      { id, email: lena.email },
    );
    expect(moved.data).toEqual({ changeAccountEmail: taken });
    await transaction(small.db, (tx) => small.app.passwords.answerResetRequest(tx, operator, lena.email));
    expect(await mailsTo(small, lena)).toHaveLength(1);
  } finally {
    await small.stop();
  }
});
