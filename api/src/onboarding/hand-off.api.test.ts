import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Caller, type TestAccount } from '../../test/actors.ts';
import { anAccount } from '../../test/builders.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { mailsTo } from '../../test/mail.ts';
import { operationOf, rootFields, variablesFor } from '../../test/operations.ts';
import { aSubscriber } from '../../test/subscriber.ts';
import { aWorld, type World } from '../../test/world.ts';

let world: World;
let later = 0;
let ana: TestAccount;
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => new Date(Date.now() + later) } });
  await letEverybodyKnock(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  later = 0;
  ana = await anAccount(world, 'APPLICANT');
});

const minutes = (count: number): number => count * 60_000;
const BEGIN = 'mutation { beginHandOff { address expiresAt } }';
const REDEEM = `mutation ($token: String!) {
  redeemHandOff(token: $token) {
    __typename
    ... on SignIn { accessToken refreshToken viewer { id permissions } }
  }
}`;
const STATE = '{ handOff { phone { id browser system endsAt } } }';

interface SignedIn {
  __typename: string;
  accessToken: string;
  refreshToken: string;
  viewer: { id: string; permissions: string[] };
}

async function aCode(person = ana): Promise<string> {
  const { data, errors } = await world.as(person).run<{ beginHandOff: { address: string } }>(BEGIN);
  expect(errors).toEqual([]);
  return new URL(data.beginHandOff.address).hash.slice(1);
}

const redeem = async (token: string, as: TestAccount | null = null): Promise<SignedIn> =>
  (await world.as(as).run<{ redeemHandOff: SignedIn }>(REDEEM, { token })).data.redeemHandOff;

const callerOf = ({ accessToken, refreshToken }: SignedIn): Caller =>
  new Caller(world.url, () => Promise.resolve({ accessToken, refreshToken }));

const phoneOf = async (person = ana): Promise<Caller> => callerOf(await redeem(await aCode(person)));

const codeOf = async (caller: Caller, operation: string): Promise<string | undefined> =>
  (await caller.run(operation)).errors[0]?.extensions.code;

const stateOf = async (person = ana) =>
  (await world.as(person).run<{ handOff: { phone: { id: string } | null } }>(STATE)).data.handOff.phone;

describe('the code', () => {
  test('leads to the page of the phone, carries its token behind the #, and opens once', async () => {
    const { data } = await world.as(ana).run<{ beginHandOff: { address: string; expiresAt: string } }>(BEGIN);
    const { address, expiresAt } = data.beginHandOff;
    expect(address).toMatch(/\/handoff#[\w-]{43}$/);
    expect(new Date(expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(minutes(5));
    const token = new URL(address).hash.slice(1);
    expect((await redeem(token)).__typename).toBe('SignIn');
    expect((await redeem(token)).__typename).toBe('LinkUsedUp');
  });

  test('of two phones that show it at once, one gets in', async () => {
    const token = await aCode();
    const outcomes = await Promise.all([redeem(token), redeem(token), redeem(token)]);
    expect(outcomes.map(({ __typename }) => __typename).toSorted()).toEqual(['LinkUsedUp', 'LinkUsedUp', 'SignIn']);
  });

  test('is too old after its minutes', async () => {
    const token = await aCode();
    later = minutes(5);
    expect((await redeem(token)).__typename).toBe('LinkUsedUp');
  });

  test('a new one replaces it; of two asked for at once one is left', async () => {
    const first = await aCode();
    const others = await Promise.all([aCode(), aCode()]);
    expect((await redeem(first)).__typename).toBe('LinkUsedUp');
    const { rows } = await world.db.pool.query(
      "select from one_time_link where account_id = $1 and purpose = 'HANDOFF' and used_at is null",
      [ana.id],
    );
    expect(rows.length).toBe(1);
    const outcomes = [await redeem(others[0]), await redeem(others[1])].map(({ __typename }) => __typename);
    expect(outcomes.toSorted()).toEqual(['LinkUsedUp', 'SignIn']);
  });

  test('ends with the sign-in that shows it', async () => {
    const token = await aCode();
    await world.as(ana).run('mutation { signOut }');
    expect((await redeem(token)).__typename).toBe('LinkUsedUp');
  });

  test.each([
    ['nothing', ''],
    ['something short', 'x'],
    ['something endless', 'a'.repeat(10_000)],
  ])('%s opens nothing', async (_, token) => {
    expect((await redeem(token)).__typename).toBe('LinkUsedUp');
  });

  test('whoever is signed in as somebody else gets the account of the code, and sees nothing of the other one', async () => {
    const bo = await anAccount(world, 'APPLICANT');
    const signedIn = await redeem(await aCode(), bo);
    expect(signedIn.viewer.id).toBe(ana.id);
    expect(await stateOf(bo)).toBeNull();
  });

  test.each(['KYC_REVIEWER', 'ADMINISTRATOR'] as const)('%s, who has no application, gets none', async (role) => {
    expect(await codeOf(world.as(await anAccount(world, role)), BEGIN)).toBe('FORBIDDEN');
  });
});

describe('the phone', () => {
  test('can do what joining needs', async () => {
    const phone = await phoneOf();
    const saved = await phone.run(
      `mutation { saveAnswers(section: PERSON, answers: [{ field: "givenName", values: ["Ana"], revision: 0 }]) { __typename } }`,
    );
    expect(saved.data).toEqual({ saveAnswers: { __typename: 'OnboardingSection' } });
    expect((await phone.run('{ onboarding { status } myTerms(language: "en") { state } }')).errors).toEqual([]);
  });

  test('holds nothing else, whatever else the person holds', async () => {
    await world.db.pool.query("insert into account_role (account_id, role_key) values ($1, 'INFLUENCER')", [ana.id]);
    const { viewer } = await redeem(await aCode());
    expect(viewer.permissions.toSorted()).toEqual(['documents.own', 'onboarding.own', 'terms.own']);
  });

  test.each([
    'sessions',
    'endSession',
    'endOtherSessions',
    'signOutEverywhere',
    'updateProfile',
    'changePassword',
    'requestEmailChange',
    'beginTotp',
    'secondFactors',
    'stepUp',
    'supportAccessUntil',
    'allowSupportAccess',
    'imageRequests',
    'images',
    'notifications',
    'handOff',
    'beginHandOff',
    'endHandOff',
  ])('%s is not for it', async (name) => {
    const phone = await phoneOf();
    const [kind, field] = rootFields(world.app.schema).find(([, each]) => each.name === name)!;
    const { errors } = await phone.run(operationOf(kind, field), variablesFor(field)[0]);
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('stays so after it renewed its token, and is signed out at its time all the same', async () => {
    const signedIn = await redeem(await aCode());
    const phone = callerOf(signedIn);
    later = minutes(60);
    expect(await codeOf(phone, '{ sessions { id } }')).toBe('FORBIDDEN');
    expect(await codeOf(phone, '{ onboarding { status } }')).toBeUndefined();
    later = minutes(12 * 60);
    expect(await codeOf(phone, '{ onboarding { status } }')).toBe('UNAUTHENTICATED');
  });

  test('is told in the list of devices, by notice and in the audit trail', async () => {
    await phoneOf();
    const { data } = await world
      .as(ana)
      .run<{ sessions: { forJoining: boolean; current: boolean }[] }>('{ sessions { forJoining current } }');
    expect(data.sessions.filter(({ forJoining }) => forJoining)).toEqual([{ forJoining: true, current: false }]);
    expect((await mailsTo(world, ana)).map(({ notice }) => notice)).toContain('onboarding.phoneConnected');
    const { rows } = await world.db.pool.query(
      'select action from audit_event where record_id = $1 and action like $2 order by action',
      [ana.id, 'onboarding.%andOff'],
    );
    expect(rows.map(({ action }: { action: string }) => action)).toEqual([
      'onboarding.handOff',
      'onboarding.offerHandOff',
    ]);
  });

  test('pushes no device out, and a second phone takes the place of the first', async () => {
    const first = await phoneOf();
    await phoneOf();
    expect(await codeOf(first, '{ onboarding { status } }')).toBe('UNAUTHENTICATED');
    expect(await codeOf(world.as(ana), '{ sessions { id } }')).toBeUndefined();
  });

  test('the computer sees it come and go, and signs it out', async () => {
    const live = await aSubscriber<{ phone: object | null }>(
      world,
      ana,
      'subscription { handOffChanged { phone { id } } }',
    );
    const phone = await phoneOf();
    await expect.poll(() => live.events.at(-1)?.phone).toHaveProperty('id');
    expect(await stateOf()).not.toBeNull();
    expect((await world.as(ana).run('mutation { endHandOff { phone { id } } }')).data).toEqual({
      endHandOff: { phone: null },
    });
    await expect.poll(() => live.events.at(-1)?.phone).toBeNull();
    expect(await codeOf(phone, '{ onboarding { status } }')).toBe('UNAUTHENTICATED');

    const second = await phoneOf();
    await expect.poll(() => live.events.at(-1)?.phone).not.toBeNull();
    await second.run('mutation { signOut }');
    await expect.poll(() => live.events.at(-1)?.phone).toBeNull();
    await live.stop();
  });

  test('is signed out with the computer that connected it', async () => {
    const phone = await phoneOf();
    await world.as(ana).run('mutation { signOut }');
    expect(await codeOf(phone, '{ onboarding { status } }')).toBe('UNAUTHENTICATED');
  });
});
