import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Caller, operator, type TestAccount } from '../../test/actors.ts';
import { Authenticator } from '../../test/authenticator.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { mailsTo } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { SignInStep } from '../platform/actor.ts';
import { transaction } from '../platform/db.ts';
import { passwordDays, signInsPerSecond } from './account.settings.ts';
import { secondFactorFor } from './second-factor.settings.ts';
import { codeAt } from './totp.ts';

let world: World;
/** Later in every test, so that no test uses another one's codes or locks. */
let now = new Date('2026-03-01T10:00:00Z');
const minutes = (count: number): void => {
  now = new Date(now.getTime() + count * 60_000);
};
const seconds = (count: number): void => {
  now = new Date(now.getTime() + count * 1000);
};
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now } });
  await letEverybodyKnock(world);
});
beforeEach(() => minutes(60));
afterAll(() => world.stop());

/** Somebody with a session of their own, of which the test knows where it stands. */
async function aSession(
  account: TestAccount,
  { step = null, verified = true }: { step?: SignInStep | null; verified?: boolean } = {},
): Promise<Caller> {
  const tokens = await transaction(world.db, (tx) =>
    world.app.sessions.begin(tx, { accountId: account.id, userAgent: null, ip: null, verified, step }),
  );
  return new Caller(world.url, async () => tokens);
}

const FACTORS = 'id authenticatorSince recoveryCodesLeft mandatory passkeys { id name lastUsedAt }';
const BEGIN_TOTP = 'mutation { beginTotp { secret address } }';
const CONFIRM_TOTP = `mutation ($code: String!) { confirmTotp(code: $code) { recoveryCodes factors { ${FACTORS} } } }`;
const VERIFY = 'mutation ($proof: ProofInput!) { verifySecondFactor(proof: $proof) }';
const STEP_UP = 'mutation ($proof: ProofInput!) { stepUp(proof: $proof) }';
const VIEWER = '{ viewer { permissions signInStep } }';
const REGISTER = `mutation ($answer: String!, $name: String!) {
  registerPasskey(answer: $answer, name: $name) { recoveryCodes factors { ${FACTORS} } } }`;
const RENEW = 'mutation { renewRecoveryCodes }';

interface Factors {
  recoveryCodesLeft: number;
  mandatory: boolean;
  authenticatorSince: string | null;
  passkeys: { id: string; name: string; lastUsedAt: string | null }[];
}

async function withTotp(caller: Caller): Promise<{ secret: string; recoveryCodes: string[]; factors: Factors }> {
  const { data } = await caller.run<{ beginTotp: { secret: string } }>(BEGIN_TOTP);
  const { secret } = data.beginTotp;
  const confirmed = await caller.run<{ confirmTotp: { recoveryCodes: string[]; factors: Factors } }>(CONFIRM_TOTP, {
    code: codeAt(secret, now),
  });
  // The next step: the code of this one has been used.
  seconds(30);
  return { secret, ...confirmed.data.confirmTotp };
}

const optionsOf = async (caller: Caller, query: string): Promise<string> =>
  (await caller.run<Record<string, string>>(`{ ${query} }`)).data[query]!;

async function withPasskey(
  caller: Caller,
  name = 'My key',
): Promise<{ key: Authenticator; recoveryCodes: string[] | null; factors: Factors }> {
  const key = new Authenticator(world.app.config.publicUrl);
  const answer = key.create(await optionsOf(caller, 'passkeyRegistrationOptions'));
  const { data } = await caller.run<{ registerPasskey: { recoveryCodes: string[] | null; factors: Factors } }>(
    REGISTER,
    {
      answer,
      name,
    },
  );
  return { key, ...data.registerPasskey };
}

const codesOf = ({ errors }: { errors: { extensions: { code: string } }[] }): string[] =>
  errors.map(({ extensions }) => extensions.code);

async function auditOf(
  account: TestAccount,
  action: string,
): Promise<{ outcome: string; kind?: string; reason?: string }[]> {
  const { rows } = await world.db.pool.query<{ outcome: string; details: object }>(
    'select outcome, details from audit_event where actor_id = $1 and action = $2 order by id',
    [account.id, action],
  );
  return rows.map(({ outcome, details }) => ({ outcome, ...details }));
}

const noticesTo = async (account: TestAccount): Promise<string[]> =>
  (await mailsTo(world, account)).map(({ notice }) => notice);

describe('an authenticator app', () => {
  test('counts once a code has come back, and brings ten recovery codes', async () => {
    const lena = await anInfluencer(world);
    const caller = await aSession(lena);
    const { data } = await caller.run<{ beginTotp: { secret: string; address: string } }>(BEGIN_TOTP);
    expect(data.beginTotp.address).toContain(`InfluenceGen:${encodeURIComponent(lena.email)}?`);
    expect(data.beginTotp.address).toContain(`secret=${data.beginTotp.secret}`);
    expect(await caller.run('{ proofKinds }')).toMatchObject({ data: { proofKinds: ['PASSWORD'] } });

    const wrong = await caller.run(CONFIRM_TOTP, { code: '000000' });
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'code' }] });
    const right = await caller.run<{ confirmTotp: { recoveryCodes: string[]; factors: Factors } }>(CONFIRM_TOTP, {
      code: codeAt(data.beginTotp.secret, now),
    });
    expect(right.data.confirmTotp.recoveryCodes).toHaveLength(10);
    expect(right.data.confirmTotp.factors).toMatchObject({
      authenticatorSince: now.toISOString(),
      recoveryCodesLeft: 10,
      mandatory: false,
    });
    expect(await caller.run('{ proofKinds }')).toMatchObject({ data: { proofKinds: ['CODE', 'RECOVERY_CODE'] } });
    expect(await auditOf(lena, 'accounts.addSecondFactor')).toEqual([{ outcome: 'DONE', kind: 'CODE' }]);
    expect(await noticesTo(lena)).toEqual(['second-factor-added']);
  });

  test('its secret is sealed, its recovery codes are digests, and neither is in the audit trail', async () => {
    const lena = await anInfluencer(world);
    const { secret, recoveryCodes } = await withTotp(await aSession(lena));
    const { rows } = await world.db.pool.query<{ dump: string }>(
      `select string_agg(t::text, ' ') as dump from (
         select encode(secret, 'escape') from totp union all select encode(digest, 'escape') from recovery_code
         union all select details::text from audit_event) t`,
    );
    expect(rows[0]!.dump).not.toContain(secret);
    for (const code of recoveryCodes) expect(rows[0]!.dump).not.toContain(code.replaceAll('-', ''));
  });

  test('a new app replaces the former one only once it works', async () => {
    const caller = await aSession(await anInfluencer(world));
    const former = await withTotp(caller);
    const { data } = await caller.run<{ beginTotp: { secret: string } }>(BEGIN_TOTP);
    expect(codesOf(await caller.run(STEP_UP, { proof: { code: codeAt(former.secret, now) } }))).toEqual([]);
    seconds(30);
    const replaced = await caller.run(CONFIRM_TOTP, { code: codeAt(data.beginTotp.secret, now) });
    expect(replaced.data).toMatchObject({ confirmTotp: { recoveryCodes: null, factors: { recoveryCodesLeft: 10 } } });
    seconds(30);
    expect(codesOf(await caller.run(STEP_UP, { proof: { code: codeAt(former.secret, now) } }))).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(codesOf(await caller.run(STEP_UP, { proof: { code: codeAt(data.beginTotp.secret, now) } }))).toEqual([]);
  });
});

describe('the second step of a sign-in', () => {
  test('until it is done nothing is permitted; a code of the app opens the session at once', async () => {
    const lena = await anInfluencer(world);
    const { secret } = await withTotp(await aSession(lena));
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    expect((await caller.run(VIEWER)).data).toEqual({ viewer: { permissions: [], signInStep: 'SECOND_FACTOR' } });
    for (const query of [BEGIN_TOTP, RENEW, `{ secondFactors { ${FACTORS} } }`, '{ passkeyRegistrationOptions }'])
      expect(codesOf(await caller.run(query)), query).toEqual(['FORBIDDEN']);
    expect(codesOf(await caller.run(STEP_UP, { proof: { code: codeAt(secret, now) } }))).toEqual(['FORBIDDEN']);

    expect((await caller.run(VERIFY, { proof: { code: codeAt(secret, now) } })).errors).toEqual([]);
    expect((await caller.run(VIEWER)).data).toMatchObject({
      viewer: { permissions: expect.arrayContaining(['imaging.own']) as string[], signInStep: null },
    });
    expect(codesOf(await caller.run(VERIFY, { proof: { code: codeAt(secret, now) } }))).toEqual(['CONFLICT']);
  });

  test('every process knows within a second that it is done', async () => {
    const other = await aWorld({ parts: { now: () => now }, databaseUrl: world.databaseUrl });
    const lena = await anInfluencer(world);
    const { secret } = await withTotp(await aSession(lena));
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    const elsewhere = new Caller(other.url, () => caller.tokens());
    expect((await elsewhere.run(VIEWER)).data).toMatchObject({ viewer: { signInStep: 'SECOND_FACTOR' } });
    await caller.run(VERIFY, { proof: { code: codeAt(secret, now) } });
    await vi.waitFor(
      async () => expect((await elsewhere.run(VIEWER)).data).toMatchObject({ viewer: { signInStep: null } }),
      { timeout: 1000 },
    );
    await other.stop();
  });

  test('the password, also the right one, is no second factor', async () => {
    const lena = await anInfluencer(world);
    await withTotp(await aSession(lena));
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    expect(codesOf(await caller.run(VERIFY, { proof: { password: lena.password } }))).toEqual(['BAD_USER_INPUT']);
  });

  test('no code is accepted twice: not of one app at once, not later, not when the clock is set back', async () => {
    const lena = await anInfluencer(world);
    const { secret } = await withTotp(await aSession(lena));
    const code = codeAt(secret, now);
    const callers = await Promise.all(
      Array.from({ length: 4 }, () => aSession(lena, { step: SignInStep.SECOND_FACTOR })),
    );
    const outcomes = await Promise.all(callers.map((caller) => caller.run(VERIFY, { proof: { code } })));
    expect(outcomes.map(codesOf).filter((codes) => codes.length === 0)).toHaveLength(1);

    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    const before = now;
    now = new Date(before.getTime() - 60_000);
    const early = codeAt(secret, now);
    expect(codesOf(await caller.run(VERIFY, { proof: { code: early } }))).toEqual(['BAD_USER_INPUT']);
    now = new Date(before.getTime() + 30_000);
    expect(codesOf(await caller.run(VERIFY, { proof: { code: codeAt(secret, now) } }))).toEqual([]);
  });

  test('of a hundred guesses at once five are looked at, then the account waits, and its owner is told', async () => {
    const lena = await anInfluencer(world);
    const { secret } = await withTotp(await aSession(lena));
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) => caller.run(VERIFY, { proof: { code: String(100_000 + i) } })),
    );
    expect(outcomes.flatMap(codesOf).filter((code) => code !== 'RATE_LIMITED').length).toBeLessThanOrEqual(5);
    expect(codesOf(await caller.run(VERIFY, { proof: { code: codeAt(secret, now) } }))).toEqual(['RATE_LIMITED']);
    expect((await auditOf(lena, 'accounts.secondFactor')).every(({ outcome }) => outcome === 'REFUSED')).toBe(true);
    expect(await noticesTo(lena)).toContain('second-factor-locked');
    minutes(15);
    expect(codesOf(await caller.run(VERIFY, { proof: { code: codeAt(secret, now) } }))).toEqual([]);
  });

  test('aliases do not multiply guesses', async () => {
    const lena = await anInfluencer(world);
    await withTotp(await aSession(lena));
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    const query = `mutation { ${['a', 'b'].map((alias) => `${alias}: verifySecondFactor(proof: { code: "123456" })`).join(' ')} }`;
    expect(codesOf(await caller.run(query))).toEqual(['BAD_USER_INPUT']);
    expect(await auditOf(lena, 'accounts.secondFactor')).toEqual([]);
  });

  test('a recovery code opens it once, and its owner hears how many are left', async () => {
    const lena = await anInfluencer(world);
    const { recoveryCodes } = await withTotp(await aSession(lena));
    const [first, second] = recoveryCodes as [string, string];
    const signIn = async (recoveryCode: string) =>
      codesOf(
        await (await aSession(lena, { step: SignInStep.SECOND_FACTOR })).run(VERIFY, { proof: { recoveryCode } }),
      );
    expect(await signIn(first.toUpperCase().replaceAll('-', ' '))).toEqual([]);
    expect(await signIn(first)).toEqual(['BAD_USER_INPUT']);
    const atOnce = await Promise.all([signIn(second), signIn(second), signIn(second)]);
    expect(atOnce.filter((codes) => codes.length === 0)).toHaveLength(1);
    const mails = (await mailsTo(world, lena)).filter(({ notice }) => notice === 'recovery-code-used');
    expect(mails.map(({ text }) => /You have (\d+) left/.exec(text)?.[1])).toEqual(['9', '8']);
  });

  test.each([{}, { code: '123456', password: 'x' }, { code: null }])('%j is not exactly one proof', async (proof) => {
    const lena = await anInfluencer(world);
    await withTotp(await aSession(lena));
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    expect(codesOf(await caller.run(VERIFY, { proof }))).toEqual(['BAD_USER_INPUT']);
    expect(await auditOf(lena, 'accounts.secondFactor')).toEqual([]);
  });
});

describe('a sign-in by password', () => {
  const SIGN_IN = `mutation ($email: String!, $password: String!) {
    signIn(email: $email, password: $password) { ... on SignIn { accessToken refreshToken viewer { permissions signInStep } } } }`;
  const signIn = async ({ email, password }: TestAccount) => {
    const { data } = await world.as(null).run<{
      signIn: {
        accessToken: string;
        refreshToken: string;
        viewer: { permissions: string[]; signInStep: string | null };
      };
    }>(SIGN_IN, {
      email,
      password,
    });
    const { viewer, ...tokens } = data.signIn;
    return { viewer, caller: new Caller(world.url, async () => tokens) };
  };

  test('leads staff to enrolment and whoever has a factor to it, influencers without one straight in', async () => {
    const [lena, ada] = [await anInfluencer(world), await anAdministrator(world)];
    expect((await signIn(lena)).viewer.signInStep).toBeNull();
    const first = await signIn(ada);
    expect(first.viewer).toEqual({ permissions: [], signInStep: 'ENROLMENT' });
    await withTotp(first.caller);
    expect((await signIn(ada)).viewer).toEqual({ permissions: [], signInStep: 'SECOND_FACTOR' });
  });

  test('whose mandatory factor it is follows the setting, but it is always that of staff', async () => {
    const [lena, ada] = [await anInfluencer(world), await anAdministrator(world)];
    await world.app.settings.change(operator, secondFactorFor, {}, ['CREATOR', 'STAFF']);
    expect((await signIn(lena)).viewer.signInStep).toBe('ENROLMENT');
    for (const withoutStaff of [[], ['CREATOR', 'BRAND']] as const)
      await expect(world.app.settings.change(operator, secondFactorFor, {}, [...withoutStaff])).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    expect((await signIn(ada)).viewer.signInStep).toBe('ENROLMENT');
    await world.app.settings.unset(operator, secondFactorFor, {});
  });

  const GRANT = `mutation ($id: ID!, $permission: String!) {
    grantPermission(id: $id, input: { permission: $permission, reason: "Helps out" }) { __typename } }`;

  test('a creator who is given what staff do, alone or by a role made for creators, needs one from then on', async () => {
    const desk = await aSession(await anAdministrator(world));
    const [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
    const [studio, other] = [(await signIn(lena)).caller, (await signIn(mateo)).caller];
    await desk.run(GRANT, { id: lena.id, permission: 'accounts.assign' });
    expect(codesOf(await studio.run(VIEWER))).toEqual(['UNAUTHENTICATED']);
    expect((await signIn(lena)).viewer).toEqual({ permissions: [], signInStep: 'ENROLMENT' });

    const made = await desk.run<{ createRole: { key: string; revision: number } }>(
      'mutation { createRole(input: { name: "Ambassador", audience: CREATOR }) { ... on Role { key revision } } }',
    );
    const { key, revision } = made.data.createRole;
    const widen = `mutation ($key: String!, $revision: Int!, $permission: String!, $scope: PermissionScope!) {
      changeRole(key: $key, revision: $revision, changes: [{ permission: $permission, scope: $scope }]) { __typename } }`;
    await world.db.pool.query('insert into account_role (account_id, role_key) values ($1, $2)', [mateo.id, key]);
    await desk.run(widen, { key, revision, permission: 'imaging.own', scope: 'OWN' });
    expect((await other.run(VIEWER)).data).toMatchObject({ viewer: { signInStep: null } });
    await desk.run(widen, { key, revision: revision + 1, permission: 'imaging.monitor', scope: 'ALL' });
    expect(codesOf(await other.run(VIEWER))).toEqual(['UNAUTHENTICATED']);
    expect((await signIn(mateo)).viewer.signInStep).toBe('ENROLMENT');
  });

  test('a session goes on when what is given stays within the own things, or the factor is there already', async () => {
    const desk = await aSession(await anAdministrator(world));
    const [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
    const [studio, other] = [(await signIn(lena)).caller, await aSession(mateo)];
    await withTotp(other);
    await desk.run(GRANT, { id: mateo.id, permission: 'imaging.monitor' });
    const permissions = async () =>
      (await other.run<{ viewer: { permissions: string[] } }>(VIEWER)).data.viewer.permissions;
    await vi.waitFor(async () => expect(await permissions()).toContain('imaging.monitor'));
    await desk.run(GRANT, { id: lena.id, permission: 'imaging.request' });
    expect((await studio.run(VIEWER)).data).toMatchObject({ viewer: { signInStep: null } });
  });

  test('a factor that has become mandatory in another way is asked for when the session is renewed', async () => {
    const lena = await anInfluencer(world);
    const tokens = [];
    for (let i = 0; i < 2; i++)
      tokens.push(
        await transaction(world.db, (tx) =>
          world.app.sessions.begin(tx, { accountId: lena.id, userAgent: null, ip: null, verified: true }),
        ),
      );
    await world.db.pool.query("insert into account_role (account_id, role_key) values ($1, 'FINANCE')", [lena.id]);
    const renewed = await Promise.all(
      tokens.map(({ refreshToken }) => world.app.sessions.refresh(operator, refreshToken, 'a'.repeat(16))),
    );
    const [one, other] = renewed.map((session) => new Caller(world.url, async () => session));
    expect((await one!.run(VIEWER)).data).toEqual({ viewer: { permissions: [], signInStep: 'ENROLMENT' } });
    await withTotp(one!);
    expect((await one!.run(VIEWER)).data).toMatchObject({ viewer: { signInStep: null } });
    // The other device was not there when it was set up.
    expect(codesOf(await other!.run(VIEWER))).toEqual(['UNAUTHENTICATED']);
  });

  test('an old password is changed after the second factor, not instead of it', async () => {
    const lena = await anInfluencer(world);
    const { secret } = await withTotp(await aSession(lena));
    await world.app.settings.change(operator, passwordDays, {}, 90);
    await world.db.pool.query('update account set password_changed_at = $2 where id = $1', [
      lena.id,
      new Date(now.getTime() - 91 * 86_400_000),
    ]);
    const { viewer, caller } = await signIn(lena);
    expect(viewer.signInStep).toBe('SECOND_FACTOR');
    expect((await caller.run(VERIFY, { proof: { code: codeAt(secret, now) } })).data).toEqual({
      verifySecondFactor: 'PASSWORD_CHANGE',
    });
    expect((await caller.run(VIEWER)).data).toEqual({ viewer: { permissions: [], signInStep: 'PASSWORD_CHANGE' } });
    await world.app.settings.unset(operator, passwordDays, {});
  });

  test('an old password is also asked to be changed of who renews a session, or signs in with a passkey', async () => {
    const lena = await anInfluencer(world);
    const caller = await aSession(lena);
    const { key } = await withPasskey(caller);
    await world.app.settings.change(operator, passwordDays, {}, 90);
    await world.db.pool.query('update account set password_changed_at = $2 where id = $1', [
      lena.id,
      new Date(now.getTime() - 91 * 86_400_000),
    ]);
    expect((await caller.run(VIEWER)).data).toMatchObject({ viewer: { signInStep: null } });
    // The access token is over, so the session is renewed.
    minutes(20);
    const old = { data: { viewer: { permissions: [], signInStep: 'PASSWORD_CHANGE' } } };
    expect(await caller.run(VIEWER)).toMatchObject(old);
    const answer = key.get(await optionsOf(world.as(null), 'passkeySignInOptions'));
    const signedIn = await world
      .as(null)
      .run<{ signInWithPasskey: { accessToken: string; refreshToken: string } }>(
        'mutation ($answer: String!) { signInWithPasskey(answer: $answer) { accessToken refreshToken } }',
        { answer },
      );
    expect(await new Caller(world.url, async () => signedIn.data.signInWithPasskey).run(VIEWER)).toMatchObject(old);
    await world.app.settings.unset(operator, passwordDays, {});
  });

  test('strangers with passkeys knock no faster than those with passwords', async () => {
    await world.app.settings.change(operator, signInsPerSecond, {}, 5);
    const knock = 'mutation { signInWithPasskey(answer: "{}") { accessToken } }';
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => world.as(null).run(knock)));
    expect(outcomes.flatMap(codesOf)).toContain('RATE_LIMITED');
    await letEverybodyKnock(world);
  });
});

describe('enrolment', () => {
  test('staff without a factor get no further than to one, and setting it up signs them in', async () => {
    const ada = await anAdministrator(world);
    const caller = await aSession(ada, { step: SignInStep.ENROLMENT });
    expect((await caller.run(VIEWER)).data).toEqual({ viewer: { permissions: [], signInStep: 'ENROLMENT' } });
    expect(codesOf(await caller.run('{ people(search: "a") { id } }'))).toEqual(['FORBIDDEN']);
    const { factors } = await withTotp(caller);
    expect(factors).toMatchObject({ mandatory: true, recoveryCodesLeft: 10 });
    expect((await caller.run(VIEWER)).data).toMatchObject({
      viewer: { permissions: expect.arrayContaining(['accounts.desk']) as string[], signInStep: null },
    });
  });

  test('a sign-in that waited too long for it asks for the password again', async () => {
    const ada = await anAdministrator(world);
    const caller = await aSession(ada, { step: SignInStep.ENROLMENT });
    minutes(11);
    expect((await caller.run(BEGIN_TOTP)).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', stepUp: true });
    expect(codesOf(await caller.run(STEP_UP, { proof: { password: 'wrong' } }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await caller.run(STEP_UP, { proof: { password: ada.password } }))).toEqual([]);
    expect(codesOf(await caller.run(BEGIN_TOTP))).toEqual([]);
  });

  test('who needs what at sign-in follows from factors and roles', async () => {
    const stepOf = ({ id }: TestAccount) => transaction(world.db, (tx) => world.app.secondFactors.stepAtSignIn(tx, id));
    const [lena, ada] = [await anInfluencer(world), await anAdministrator(world)];
    expect(await stepOf(lena)).toBeNull();
    expect(await stepOf(ada)).toBe('ENROLMENT');
    await withTotp(await aSession(lena));
    await withPasskey(await aSession(ada));
    expect(await stepOf(lena)).toBe('SECOND_FACTOR');
    expect(await stepOf(ada)).toBe('SECOND_FACTOR');
  });

  test('the last factor of staff stays, also when two are removed at once; an influencer may do without', async () => {
    const ada = await anAdministrator(world);
    const desk = await aSession(ada);
    await withTotp(desk);
    const { factors } = await withPasskey(desk);
    const removePasskey = `mutation { removePasskey(id: "${factors.passkeys[0]!.id}") { ${FACTORS} } }`;
    const removeTotp = `mutation { removeTotp { ${FACTORS} } }`;
    const outcomes = await Promise.all([desk.run(removePasskey), desk.run(removeTotp)]);
    expect(outcomes.flatMap(codesOf)).toEqual(['CONFLICT']);

    const lena = await anInfluencer(world);
    const studio = await aSession(lena);
    await withTotp(studio);
    expect((await studio.run(removeTotp)).data).toMatchObject({
      removeTotp: { authenticatorSince: null, recoveryCodesLeft: 0 },
    });
    expect(await noticesTo(lena)).toEqual(['second-factor-added', 'second-factor-removed']);
    expect(codesOf(await studio.run(removeTotp))).toEqual(['NOT_FOUND']);
    expect(codesOf(await studio.run(RENEW))).toEqual(['CONFLICT']);
  });
});

describe('proof in the middle of the work', () => {
  test('sensitive actions need one of the last ten minutes, and say so', async () => {
    const lena = await anInfluencer(world);
    const caller = await aSession(lena);
    const { secret } = await withTotp(caller);
    minutes(9);
    expect(codesOf(await caller.run(RENEW))).toEqual([]);
    minutes(2);
    expect((await caller.run(RENEW)).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', stepUp: true });
    const { data } = await caller.run(STEP_UP, { proof: { code: codeAt(secret, now) } });
    expect(data).toEqual({ stepUp: new Date(now.getTime() + 10 * 60_000).toISOString() });
    expect(codesOf(await caller.run(RENEW))).toEqual([]);
    expect(await auditOf(lena, 'accounts.stepUp')).toEqual([{ outcome: 'DONE', kind: 'CODE' }]);
  });

  test('it holds for the session that gave it, and does not grow younger when the clock is set back', async () => {
    const lena = await anInfluencer(world);
    const [one, other] = [await aSession(lena), await aSession(lena, { verified: false })];
    await withTotp(one);
    expect(codesOf(await one.run(RENEW))).toEqual([]);
    expect(codesOf(await other.run(RENEW))).toEqual(['FORBIDDEN']);
    minutes(-30);
    expect(codesOf(await one.run(RENEW))).toEqual(['FORBIDDEN']);
    minutes(30);
  });

  test('the password proves those who have no second factor, and no longer once they have', async () => {
    const lena = await anInfluencer(world);
    const caller = await aSession(lena, { verified: false });
    expect(codesOf(await caller.run(BEGIN_TOTP))).toEqual(['FORBIDDEN']);
    expect(codesOf(await caller.run(STEP_UP, { proof: { password: lena.password } }))).toEqual([]);
    await withTotp(caller);
    expect(codesOf(await caller.run(STEP_UP, { proof: { password: lena.password } }))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('recovery codes', () => {
  test('new ones end the former ones', async () => {
    const lena = await anInfluencer(world);
    const caller = await aSession(lena);
    const { recoveryCodes } = await withTotp(caller);
    const { data } = await caller.run<{ renewRecoveryCodes: string[] }>(RENEW);
    expect(data.renewRecoveryCodes).toHaveLength(10);
    expect(codesOf(await caller.run(STEP_UP, { proof: { recoveryCode: recoveryCodes[0] } }))).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(codesOf(await caller.run(STEP_UP, { proof: { recoveryCode: data.renewRecoveryCodes[0] } }))).toEqual([]);
    expect(await noticesTo(lena)).toContain('recovery-codes-renewed');
  });
});

describe('a reset by staff', () => {
  test('removes everything, ends every session, tells the person, and needs fresh proof and permission', async () => {
    const [lena, ada] = [await anInfluencer(world), await anAdministrator(world)];
    const session = await aSession(lena);
    await withTotp(session);
    const desk = await aSession(ada);
    const identity = await world.app.liveSessions.identify(await desk.token());
    const actor = { ...identity!, ip: null, requestId: 'test', traceparent: '' };

    await expect(world.app.secondFactors.reset({ ...actor, verifiedAt: null }, lena.id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(world.app.secondFactors.reset({ ...actor, permissions: new Map() }, lena.id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(world.app.secondFactors.reset(actor, ada.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(world.app.secondFactors.reset(actor, 'not an id')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // Nobody takes it from somebody who may do more than they.
    const little = new Map([...actor.permissions].filter(([name]) => name === 'accounts.resetSecondFactor'));
    const other = await anAdministrator(world);
    await expect(world.app.secondFactors.reset({ ...actor, permissions: little }, other.id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await world.app.secondFactors.reset({ ...actor, permissions: little }, lena.id);

    expect(await session.run('{ viewer { id } }')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await noticesTo(lena)).toContain('second-factor-reset');
    expect(await auditOf(ada, 'accounts.resetSecondFactor')).toMatchObject([{ outcome: 'DONE', had: true }]);
    const { rows } = await world.db.pool.query(
      `select from totp where account_id = $1 union all select from recovery_code where account_id = $1`,
      [lena.id],
    );
    expect(rows).toEqual([]);
  });
});

describe('a passkey', () => {
  const SIGN_IN =
    'mutation ($answer: String!) { signInWithPasskey(answer: $answer) { accessToken viewer { id signInStep } } }';
  const nobody = (): Caller => world.as(null);
  const signIn = async (answer: string) =>
    nobody().run<{ signInWithPasskey: { viewer: { id: string; signInStep: null } } }>(SIGN_IN, { answer });
  const options = (): Promise<string> => optionsOf(nobody(), 'passkeySignInOptions');

  test('signs in without name and password, verified, as both factors', async () => {
    const ada = await anAdministrator(world);
    const { key, recoveryCodes, factors } = await withPasskey(await aSession(ada), '  Key on my desk ');
    expect(recoveryCodes).toHaveLength(10);
    expect(factors.passkeys).toMatchObject([{ name: 'Key on my desk', lastUsedAt: null }]);

    const { data } = await signIn(key.get(await options()));
    expect(data.signInWithPasskey.viewer).toEqual({ id: ada.id, signInStep: null });
    const { rows } = await world.db.pool.query(
      'select verified_at as verified from session where account_id = $1 order by created_at desc, verified_at limit 1',
      [ada.id],
    );
    expect(rows).toEqual([{ verified: now }]);
    expect(await auditOf(ada, 'accounts.signIn')).toEqual([{ outcome: 'DONE', kind: 'PASSKEY' }]);
  });

  test('proves who one is, also while somebody guesses codes', async () => {
    const lena = await anInfluencer(world);
    const owner = await aSession(lena);
    await withTotp(owner);
    const { key } = await withPasskey(owner);
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    for (let i = 0; i < 6; i++) await caller.run(VERIFY, { proof: { code: '000000' } });
    expect(codesOf(await caller.run(VERIFY, { proof: { code: '000000' } }))).toEqual(['RATE_LIMITED']);
    const passkey = key.get(await optionsOf(caller, 'passkeyProofOptions'));
    expect(codesOf(await caller.run(VERIFY, { proof: { passkey } }))).toEqual([]);
  });

  test('no answer works twice, for another session, for another use, or after five minutes', async () => {
    const lena = await anInfluencer(world);
    const owner = await aSession(lena);
    const { key } = await withPasskey(owner);
    const answer = key.get(await options());
    expect(codesOf(await signIn(answer))).toEqual([]);
    expect(codesOf(await signIn(answer))).toEqual(['UNAUTHENTICATED']);

    const [one, other] = [await aSession(lena, { verified: false }), await aSession(lena, { verified: false })];
    const forOne = key.get(await optionsOf(one, 'passkeyProofOptions'));
    expect(codesOf(await signIn(forOne))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await other.run(STEP_UP, { proof: { passkey: forOne } }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await one.run(STEP_UP, { proof: { passkey: key.get(await options()) } }))).toEqual([
      'BAD_USER_INPUT',
    ]);

    const late = key.get(await options());
    minutes(5);
    expect(codesOf(await signIn(late))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await signIn(key.get(await options())))).toEqual([]);
  });

  test('nor of a key that is kept in several places and counts nothing; a key that counts is nowhere twice', async () => {
    const lena = await anInfluencer(world);
    const caller = await aSession(lena);
    const synced = new Authenticator(world.app.config.publicUrl);
    const uncounted = { counter: 0 };
    const made = synced.create(await optionsOf(caller, 'passkeyRegistrationOptions'), uncounted);
    expect(codesOf(await caller.run(REGISTER, { answer: made, name: 'Synced' }))).toEqual([]);
    const answer = synced.get(await options(), uncounted);
    const outcomes = await Promise.all([signIn(answer), signIn(answer), signIn(answer)]);
    expect(outcomes.flatMap(codesOf)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(codesOf(await signIn(synced.get(await options(), uncounted)))).toEqual([]);

    const { key } = await withPasskey(caller);
    const copies = [key.get(await options(), { counter: 7 }), key.get(await options(), { counter: 7 })];
    expect((await Promise.all(copies.map(signIn))).flatMap(codesOf)).toEqual(['UNAUTHENTICATED']);
  });

  test('somebody else’s passkey proves nothing about me', async () => {
    const [lena, mateo] = [await anInfluencer(world), await anInfluencer(world)];
    const { key } = await withPasskey(await aSession(mateo));
    await withPasskey(await aSession(lena));
    const caller = await aSession(lena, { step: SignInStep.SECOND_FACTOR });
    const passkey = key.get(await optionsOf(caller, 'passkeyProofOptions'));
    expect(codesOf(await caller.run(VERIFY, { proof: { passkey } }))).toEqual(['BAD_USER_INPUT']);
  });

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a key that was asked for another site', { host: 'evil.example' }],
    ['a key that did not ask for finger or PIN', { unverified: true }],
    ['a copy of the key, which counts from where it was copied', { counter: 1 }],
  ])('%s is refused', async (_, flaws) => {
    const { key } = await withPasskey(await aSession(await anInfluencer(world)));
    key.get(await options());
    expect(codesOf(await signIn(key.get(await options())))).toEqual([]);
    expect(codesOf(await signIn(key.get(await options(), flaws)))).toEqual(['UNAUTHENTICATED']);
  });

  test('a key that nobody registered, a broken signature and nonsense are refused', async () => {
    const { key } = await withPasskey(await aSession(await anInfluencer(world)));
    const stranger = new Authenticator(world.app.config.publicUrl);
    const answer = JSON.parse(key.get(await options())) as { response: { signature: string } };
    answer.response.signature = Buffer.from('not the signature').toString('base64url');
    for (const wrong of [
      stranger.get(await options()),
      JSON.stringify(answer),
      '',
      '{}',
      'null',
      '[]',
      '{"id":{}}',
      'x'.repeat(50_000),
    ])
      expect(codesOf(await signIn(wrong)), wrong.slice(0, 60)).toEqual(['UNAUTHENTICATED']);
  });

  test('is registered for the page that asked, once, with a name', async () => {
    const caller = await aSession(await anInfluencer(world));
    const other = await aSession(await anInfluencer(world));
    const key = new Authenticator(world.app.config.publicUrl);
    const ask = (): Promise<string> => optionsOf(caller, 'passkeyRegistrationOptions');
    const register = async (by: Caller, answer: string, name = 'Key') =>
      codesOf(await by.run(REGISTER, { answer, name }));
    expect(await register(other, key.create(await ask()))).toEqual(['BAD_USER_INPUT']);
    for (const flaws of [{ origin: 'https://evil.example' }, { host: 'evil.example' }, { unverified: true }])
      expect(await register(caller, key.create(await ask(), flaws))).toEqual(['BAD_USER_INPUT']);
    for (const name of ['', ' ', 'x'.repeat(101)])
      expect(await register(caller, key.create(await ask()), name)).toEqual(['BAD_USER_INPUT']);

    const answers = [key.create(await ask()), key.create(await ask())];
    const outcomes = await Promise.all(answers.map((answer) => register(caller, answer)));
    expect(outcomes.flat()).toEqual(['CONFLICT']);
    expect(await register(other, key.create(await optionsOf(other, 'passkeyRegistrationOptions')))).toEqual([
      'CONFLICT',
    ]);
  });

  test('is renamed and removed by its owner alone', async () => {
    const lena = await anInfluencer(world);
    const caller = await aSession(lena);
    const { factors } = await withPasskey(caller);
    const { id } = factors.passkeys[0]!;
    const stranger = await aSession(await anInfluencer(world));
    const rename = (name: string) => `mutation { renamePasskey(id: "${id}", name: "${name}") { id name } }`;
    const remove = `mutation { removePasskey(id: "${id}") { recoveryCodesLeft passkeys { id } } }`;
    expect(codesOf(await stranger.run(rename('Mine')))).toEqual(['NOT_FOUND']);
    expect(codesOf(await stranger.run(remove))).toEqual(['NOT_FOUND']);
    expect((await caller.run(rename('Blue key'))).data).toEqual({ renamePasskey: { id, name: 'Blue key' } });
    expect((await caller.run(`{ secondFactors { ${FACTORS} } }`)).data).toMatchObject({
      secondFactors: { passkeys: [{ id, name: 'Blue key' }] },
    });
    const { rows } = await world.db.pool.query<{ row: string }>('select p::text as row from passkey p where id = $1', [
      id,
    ]);
    expect(rows[0]!.row).not.toMatch(/Blue|\bKey\b/);
    expect((await caller.run(remove)).data).toEqual({ removePasskey: { recoveryCodesLeft: 0, passkeys: [] } });
    expect(codesOf(await caller.run(remove))).toEqual(['NOT_FOUND']);
  });

  test('of an account that may not sign in it opens nothing', async () => {
    const lena = await anInfluencer(world);
    const { key } = await withPasskey(await aSession(lena));
    await world.db.pool.query(`update account set status = 'DEACTIVATED' where id = $1`, [lena.id]);
    expect(codesOf(await signIn(key.get(await options())))).toEqual(['UNAUTHENTICATED']);
  });
});
