import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { untilBlocked } from '../../test/blocked.ts';
import { Caller, type Answer, type TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { mailsTo } from '../../test/mail.ts';
import { addPasskey } from '../../test/passkeys.ts';
import { Peer } from '../../test/peer.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';

let world: World;
let lena: TestAccount;
let sam: TestAccount;
let clock = Date.now();
const minute = 60_000;
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => new Date(clock) } });
});
afterAll(() => world.stop());
beforeEach(async () => {
  clock = Date.now();
  lena = await anInfluencer(world, { displayName: 'Lena Okafor' });
  sam = await anAccount(world, 'SUPPORT', { displayName: 'Sam Helper' });
});

const ALLOW = 'mutation ($hours: Int!) { allowSupportAccess(hours: $hours) }';
const WITHDRAW = 'mutation { withdrawSupportAccess }';
const IMPERSONATE = `mutation ($accountId: ID!, $reason: String!, $readOnly: Boolean) {
  impersonate(accountId: $accountId, reason: $reason, readOnly: $readOnly) {
    __typename ... on ImpersonationLink { address expiresAt } ... on SupportAccessNotAllowed { message }
  }
}`;
const REDEEM =
  'mutation ($code: String!) { redeemImpersonation(code: $code) { accessToken refreshToken viewer { id } } }';
const VIEWER = '{ viewer { id permissions impersonation { impersonator { displayName } readOnly endsAt } } }';

interface Seen {
  viewer: { permissions: string[] };
}
interface Link {
  impersonate: { __typename: string; address?: string; message?: string };
}
const codes = ({ errors }: Answer<object>): string[] => errors.map(({ extensions }) => extensions.code);
const allow = (hours = 1) => world.as(lena).run<{ allowSupportAccess: string }>(ALLOW, { hours });
const ask = (who = sam, { accountId = lena.id, reason = 'Ticket 7: pictures do not open', readOnly = true } = {}) =>
  world.as(who).run<Link>(IMPERSONATE, { accountId, reason, readOnly });
const codeOf = (answer: Answer<Link>): string => answer.data.impersonate.address!.split('#')[1]!;
const redeem = (code: string) =>
  world.as(null).run<{ redeemImpersonation: { accessToken: string; refreshToken: string } }>(REDEEM, { code });

/** Sam in Lena's account. */
async function looking(readOnly = true, who = sam): Promise<Caller> {
  await allow();
  const { data } = await redeem(codeOf(await ask(who, { readOnly })));
  return new Caller(world.url, async () => data.redeemImpersonation);
}

test('support sees what the creator sees, as who they are, and the creator is told', async () => {
  const answer = await (await looking()).run<{ viewer: object }>(VIEWER);
  expect(answer.data.viewer).toEqual({
    id: lena.id,
    permissions: expect.not.arrayContaining(['accounts.own', 'accounts.secondFactor']) as string[],
    impersonation: {
      impersonator: { displayName: 'Sam Helper' },
      readOnly: true,
      endsAt: new Date(clock + 30 * minute).toISOString(),
    },
  });
  expect((await world.as(lena).run<{ viewer: { impersonation: null } }>(VIEWER)).data.viewer.impersonation).toBeNull();
  expect((await mailsTo(world, lena)).map(({ notice }) => notice)).toEqual(['support-looks']);
  const sessions = await world
    .as(lena)
    .run<{ sessions: { bySupport: boolean }[] }>('{ sessions { bySupport current } }');
  expect(sessions.data.sessions.filter(({ bySupport }) => bySupport)).toHaveLength(1);

  const { rows } = await world.db.pool.query<{ action: string; actor_id: string; impersonator_id: string | null }>(
    `select action, actor_id, impersonator_id from audit_event where record_id = $1 and action like 'accounts.%mpersonat%' order by id`,
    [lena.id],
  );
  expect(rows).toEqual([
    { action: 'accounts.impersonate', actor_id: sam.id, impersonator_id: null },
    { action: 'accounts.beginImpersonation', actor_id: lena.id, impersonator_id: sam.id },
  ]);
});

test('support sees where joining stands, but no number of a document or of a tax office', async () => {
  const SAVE = `mutation ($section: SectionKind!, $answers: [AnswerInput!]!) {
    saveAnswers(section: $section, answers: $answers) { __typename } }`;
  const save = (as: Caller, section: string, field: string, value: string) =>
    as.run(SAVE, { section, answers: [{ field, values: [value], revision: 0 }] });
  await save(world.as(lena), 'IDENTITY_DOCUMENT', 'documentNumber', 'X1234567');
  await save(world.as(lena), 'ADDRESS', 'city', 'Lund');
  const seen = async (as: Caller): Promise<string> =>
    JSON.stringify((await as.run('{ onboarding { sections { kind answers { field values } } } }')).data);
  expect(await seen(world.as(lena))).toContain('X1234567');
  const support = await looking(false, await anAccount(world, 'WORKSPACE_OWNER'));
  expect(await seen(support)).toContain('"values":["X•••"]');
  expect(await seen(support)).toContain('Lund');
  expect(codes(await save(support, 'TAX', 'taxCountry', 'SE'))).toEqual(['FORBIDDEN']);
  expect(codes(await save(support, 'ADDRESS', 'line1', 'Stora gatan 1'))).toEqual([]);
  expect(codes(await support.run('mutation { startIdentityCheck { id } }'))).toEqual(['FORBIDDEN']);
});

describe('without leave', () => {
  test('of the creator nobody looks: not before, not after, not when it was withdrawn', async () => {
    expect((await ask()).data.impersonate.__typename).toBe('SupportAccessNotAllowed');
    await allow(1);
    clock += 61 * minute;
    const fresh = await anAccount(world, 'SUPPORT');
    expect((await ask(fresh)).data.impersonate.__typename).toBe('SupportAccessNotAllowed');
    await allow(1);
    await world.as(lena).run(WITHDRAW);
    expect((await ask(fresh)).data.impersonate.__typename).toBe('SupportAccessNotAllowed');
  });

  test.each(['INFLUENCER', 'AUDITOR', 'FINANCE'] as const)('%s may not ask', async (role) => {
    await allow();
    expect(codes(await ask(await anAccount(world, role)))).toEqual(['FORBIDDEN']);
  });

  test('staff cannot be looked at, and neither exists for who asks', async () => {
    for (const accountId of [(await anAdministrator(world)).id, '00000000-0000-4000-8000-000000000000', 'nobody'])
      expect(codes(await ask(sam, { accountId }))).toEqual(['NOT_FOUND']);
  });

  test('a reason is needed', async () => {
    await allow();
    for (const [reason, code] of [
      [' ', 'REQUIRED'],
      ['r'.repeat(501), 'TOO_LONG'],
    ])
      expect((await ask(sam, { reason: reason! })).errors[0]?.extensions.fields).toMatchObject([
        { path: 'reason', code },
      ]);
  });

  test('whoever signed in long ago proves first who they are', async () => {
    await allow();
    await world.db.pool.query(`update session set verified_at = now() - interval '1 hour' where account_id = $1`, [
      sam.id,
    ]);
    await world.as(sam).token();
    await world.db.pool.query(`update session set verified_at = now() - interval '1 hour' where account_id = $1`, [
      sam.id,
    ]);
    expect((await ask()).errors[0]?.extensions).toEqual({ code: 'FORBIDDEN', stepUp: true });
  });
});

describe('a link', () => {
  test('works once, also when it is opened twice at once', async () => {
    await allow();
    const code = codeOf(await ask());
    const answers = await Promise.all([redeem(code), redeem(code), redeem(code)]);
    expect(answers.map((answer) => codes(answer).join()).toSorted()).toEqual(['', 'NOT_FOUND', 'NOT_FOUND']);
    expect(codes(await redeem('something else'))).toEqual(['NOT_FOUND']);
  });

  test('that is opened while the creator takes the leave back opens nothing', async () => {
    await allow();
    const code = codeOf(await ask());
    const withdrawing = await world.db.pool.connect();
    try {
      await withdrawing.query('begin');
      await withdrawing.query('update account set support_access_until = null where id = $1', [lena.id]);
      const opening = redeem(code);
      await untilBlocked(world.db);
      await withdrawing.query('commit');
      expect(codes(await opening)).toEqual(['NOT_FOUND']);
    } finally {
      withdrawing.release();
    }
  });

  test('works for a minute', async () => {
    await allow();
    const code = codeOf(await ask());
    clock += minute;
    expect(codes(await redeem(code))).toEqual(['NOT_FOUND']);
  });

  test('of staff who were deactivated since works no more', async () => {
    await allow();
    const code = codeOf(await ask());
    await world.db.pool.query(`update account set status = 'DEACTIVATED' where id = $1`, [sam.id]);
    expect(codes(await redeem(code))).toEqual(['NOT_FOUND']);
  });
});

describe('while looking', () => {
  const DELETE = 'mutation ($id: ID!) { deleteImage(id: $id) { id } }';
  const CHANGE = 'mutation { signOutEverywhere }';

  test('nothing can be changed, whatever it is called or wrapped in', async () => {
    const eye = await looking();
    const id = '00000000-0000-4000-8000-000000000000';
    expect(codes(await eye.run(DELETE, { id }))).toEqual(['FORBIDDEN']);
    expect(codes(await eye.run('mutation { signOut changed: signOutEverywhere }'))).toEqual(['FORBIDDEN']);
    expect(codes(await eye.run('mutation { ...all } fragment all on Mutation { signOutEverywhere }'))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codes(await eye.run('{ images { nodes { id } } }'))).toEqual([]);
    expect((await eye.run<{ signOut: boolean }>('mutation { signOut }')).data.signOut).toBe(true);
  });

  test('who may also change things can, but never what makes the account secure', async () => {
    await allow();
    expect(codes(await ask(sam, { readOnly: false }))).toEqual(['FORBIDDEN']);
    const hand = await looking(false, await anAccount(world, 'WORKSPACE_OWNER'));
    expect(codes(await hand.run(DELETE, { id: '00000000-0000-4000-8000-000000000000' }))).toEqual(['NOT_FOUND']);
    expect([codes(await hand.run(CHANGE)), codes(await hand.run(ALLOW, { hours: 2 }))]).toEqual([
      ['FORBIDDEN'],
      ['FORBIDDEN'],
    ]);
    expect(codes(await hand.run('mutation { beginTotp { uri } }'))).not.toEqual([]);
  });

  test('it ends when the creator says so, at once', async () => {
    const eye = await looking();
    expect(codes(await eye.run(VIEWER))).toEqual([]);
    await world.as(lena).run(WITHDRAW);
    expect(codes(await eye.run(VIEWER))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await world.as(lena).run(VIEWER))).toEqual([]);
  });

  test('with what the creator proves themselves is not told', async () => {
    const eye = await looking();
    for (const query of ['{ proofKinds }', '{ passkeyProofOptions }'])
      expect(codes(await eye.run(query))).toEqual(['FORBIDDEN']);
  });

  test('it ends with what the member of staff may do, at once and on open sockets', async () => {
    const olga = await anAccount(world, 'WORKSPACE_OWNER');
    const eye = await looking(false, olga);
    const [other, socket] = [
      await anAccount(world, 'WORKSPACE_OWNER'),
      await Peer.ready(`${world.url.replace('http', 'ws')}/graphql`, { token: await eye.token() }),
    ];
    const deny = `mutation ($id: ID!, $permission: String!) { denyPermission(id: $id, input: { permission: $permission, reason: "Left the desk" }) { __typename } }`;
    await world.as(other).run(deny, { id: olga.id, permission: 'accounts.impersonateToChange' });
    expect(codes(await eye.run(VIEWER))).toEqual([]);
    // Every process hears of it within a second.
    await vi.waitFor(async () => expect(codes(await eye.run(DELETE, { id: lena.id }))).toEqual(['FORBIDDEN']));
    await world.as(other).run(deny, { id: olga.id, permission: 'accounts.impersonate' });
    await vi.waitFor(async () => expect(codes(await eye.run(VIEWER))).toEqual(['UNAUTHENTICATED']));
    expect((await socket.closed).code).toBe(4403);
  });

  test.each(['mutation { signOut }', 'mutation { signOutEverywhere }'])(
    'it ends when the member of staff signs out (%s), and a link they still hold begins nothing',
    async (leave) => {
      const sams = await looking();
      const link = codeOf(await ask());
      const other = await anAccount(world, 'SUPPORT');
      const others = await looking(true, other);
      expect((await world.as(sam).run(leave)).errors).toEqual([]);
      expect((await sams.run<{ viewer: null }>(VIEWER)).data?.viewer ?? null).toBeNull();
      expect(codes(await redeem(link))).not.toEqual([]);
      expect((await others.run<{ viewer: { id: string } }>(VIEWER)).data.viewer.id).toBe(lena.id);
      expect((await world.as(lena).run<{ viewer: { id: string } }>(VIEWER)).data.viewer.id).toBe(lena.id);
    },
  );

  test('it ends when the session of the member of staff is ended from another device', async () => {
    const eye = await looking();
    const own = await world
      .as(sam)
      .run<{ sessions: { id: string; current: boolean }[] }>('{ sessions { id current } }');
    const { id } = own.data.sessions.find(({ current }) => current)!;
    const elsewhere = await transaction(world.db, (tx) =>
      world.app.sessions.begin(tx, { accountId: sam.id, userAgent: null, ip: null, verified: true }),
    );
    const end = new Caller(world.url, async () => elsewhere);
    expect(codes(await end.run('mutation ($id: ID!) { endSession(id: $id) }', { id }))).toEqual([]);
    expect(codes(await eye.run(VIEWER))).toEqual(['UNAUTHENTICATED']);
  });

  test('whoever looks gets nothing of what the creator is given at the desk, as a role or by itself', async () => {
    // With a second factor she stays signed in, and so does whoever looks.
    await addPasskey((sql, values) => world.db.pool.query(sql, values), world.db.keyring, lena.id);
    await allow();
    const early = codeOf(await ask());
    const eye = await looking();
    const owner = await anAccount(world, 'WORKSPACE_OWNER');
    const given = async (change: string) =>
      expect(await world.as(owner).run(`mutation { given: ${change} { __typename } }`)).toMatchObject({
        data: { given: { __typename: 'Account' } },
      });
    await given(`grantPermission(id: "${lena.id}", input: { permission: "onboarding.review", reason: "Helps out" })`);
    await given(`assignRole(id: "${lena.id}", role: "FINANCE")`);
    await vi.waitFor(async () =>
      expect((await world.as(lena).run<Seen>(VIEWER)).data.viewer.permissions).toContain('payoutAccounts.instruct'),
    );
    const late = await redeem(early);
    const eyes = [eye, new Caller(world.url, async () => late.data.redeemImpersonation)];
    for (const each of eyes) {
      const { data } = await each.run<Seen>(VIEWER);
      expect(data?.viewer?.permissions ?? []).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(onboarding\.review|payoutAccounts\.instruct)$/)]),
      );
      expect(codes(await each.run('{ depositInstructions { nodes { id } } }'))).not.toEqual([]);
    }
  });

  test('it ends when the member of staff is deactivated', async () => {
    const eye = await looking();
    await world
      .as(await anAdministrator(world))
      .run('mutation ($id: ID!) { deactivateAccount(id: $id, reason: "Left") { __typename } }', { id: sam.id });
    expect(codes(await eye.run(VIEWER))).toEqual(['UNAUTHENTICATED']);
  });

  test('it ends by itself, and renewing the tokens does not make it longer', async () => {
    const eye = await looking();
    clock += 29 * minute;
    expect((await eye.run<{ viewer: { id: string } }>(VIEWER)).data.viewer.id).toBe(lena.id);
    clock += 2 * minute;
    expect(codes(await eye.run(VIEWER))).toEqual(['UNAUTHENTICATED']);
  });

  test('the creator keeps their own sessions, however often somebody looks', async () => {
    const own = world.as(lena);
    await own.token();
    for (let i = 0; i < 6; i++) await looking();
    expect(codes(await own.run(VIEWER))).toEqual([]);
  });
});

test.each([0, -1, 73, 2_147_483_647])('support access cannot be allowed for %i hours', async (hours) => {
  expect((await allow(hours)).errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: 'hours' }],
  });
});
