import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { mailsTo } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { accountByEmail } from './account-by-email.ts';

const ASK = 'mutation ($email: String!) { requestEmailChange(email: $email) { email } }';
const CONFIRM = `mutation ($token: String!, $password: String!) {
  confirmEmailChange(token: $token, password: $password) { __typename ... on EmailChanged { email } } }`;
const UNDO = `mutation ($token: String!) {
  undoEmailChange(token: $token) { __typename ... on EmailChanged { email } } }`;
const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename } }`;

let world: World;
let lena: TestAccount;
beforeAll(async () => {
  world = await aWorld({ worker: true });
  await letEverybodyKnock(world);
});
beforeEach(async () => {
  lena = await anInfluencer(world, { displayName: 'Lena' });
});
afterAll(() => world.stop());

const anAddress = () => `new-${randomBytes(6).toString('hex')}@test.example`;
const ask = (email: string, account = lena) => world.as(account).run(ASK, { email });
const linkTo = (account: TestAccount, notice: string, address?: string): Promise<string> =>
  vi.waitFor(async () => {
    const mails = await mailsTo(world, account);
    const mail = mails.findLast((one) => one.notice === notice && (address === undefined || one.to === address));
    return mail!.link!.split('#')[1]!;
  }, 10_000);
const asked = async (email: string, account = lena): Promise<string> => {
  await ask(email, account);
  return linkTo(account, 'accounts.confirmNewAddress', email);
};
const confirm = async (token: string, password = lena.password) =>
  (await world.as(null).run(CONFIRM, { token, password })).data['confirmEmailChange'];
const undo = async (token: string) => (await world.as(null).run(UNDO, { token })).data['undoEmailChange'];
const moved = async (email: string, account = lena): Promise<string> => {
  expect(await confirm(await asked(email, account))).toEqual({ __typename: 'EmailChanged', email });
  return linkTo(account, 'accounts.emailChanged');
};
const signIn = async (email: string, password = lena.password) =>
  world.as(null).run<{ signIn: { __typename: string } }>(SIGN_IN, { email, password });
const holderOf = async (email: string) =>
  (await accountByEmail(world.db.source.manager, world.db.keyring, email))?.id ?? null;
const auditOf = async ({ id }: TestAccount) => {
  const { rows } = await world.db.pool.query<{ action: string; outcome: string; details: object }>(
    `select action, outcome, details from audit_event where record_id = $1 and action like '%mailChange' or
       (record_id = $1 and action = 'accounts.changeEmail') order by at, uid`,
    [id],
  );
  return rows;
};

describe('an account', () => {
  test('moves to the address that its owner confirms by link and password; the former one is told', async () => {
    const email = anAddress();
    const token = await asked(email);
    expect([await holderOf(email), await holderOf(lena.email)]).toEqual([null, lena.id]);

    expect(await confirm(token, 'not the password')).toEqual({ __typename: 'WrongPassword' });
    expect(await confirm(token)).toEqual({ __typename: 'EmailChanged', email });
    expect(await confirm(token)).toEqual({ __typename: 'LinkUsedUp' });
    expect([await holderOf(email), await holderOf(lena.email)]).toEqual([lena.id, null]);
    const [told] = (await mailsTo(world, lena)).filter(({ notice }) => notice === 'accounts.emailChanged');
    expect(told).toMatchObject({ to: lena.email });
    expect(told!.text).not.toContain(email);
    expect((await signIn(email)).data.signIn).toEqual({ __typename: 'SignIn' });
    expect((await signIn(lena.email)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    // Whoever was signed in stays so: it was their own wish.
    expect((await world.as(lena).run('{ viewer { email } }')).data).toEqual({ viewer: { email } });
    expect(JSON.stringify(await auditOf(lena))).not.toContain('@');
  });

  test('follows the last wish only', async () => {
    const [first, second] = [anAddress(), anAddress()];
    const early = await asked(first);
    const late = await asked(second);
    expect(await confirm(early)).toEqual({ __typename: 'LinkUsedUp' });
    expect(await confirm(late)).toEqual({ __typename: 'EmailChanged', email: second });
  });

  test('is not moved without a recent proof, by strangers, or to what is no address', async () => {
    expect((await world.as(null).run(ASK, { email: anAddress() })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    expect((await ask('no address')).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'email' }] } },
    ]);
    const stale = await anInfluencer(world);
    const caller = world.as(stale);
    await caller.tokens();
    await world.db.pool.query(`update session set verified_at = now() - interval '2 hours' where account_id = $1`, [
      stale.id,
    ]);
    expect((await ask(anAddress(), stale)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', stepUp: true } }]);
    for (const nonsense of ['', 'x', 'y'.repeat(1_000)])
      expect(await confirm(nonsense)).toEqual({ __typename: 'LinkUsedUp' });
  });

  test('may go to an address that somebody has: the answer is the same, and its owner is told', async () => {
    const other = await anInfluencer(world);
    const [free, taken] = [await ask(anAddress()), await ask(other.email)];
    expect([free.errors, taken.errors]).toEqual([[], []]);
    expect(Object.keys(taken.data)).toEqual(Object.keys(free.data));
    await vi.waitFor(
      async () => expect((await mailsTo(world, other)).map(({ notice }) => notice)).toEqual(['accounts.addressWanted']),
      10_000,
    );
    expect((await mailsTo(world, lena)).filter(({ to }) => to === other.email)).toEqual([]);
    expect(await auditOf(lena)).toContainEqual({
      action: 'accounts.requestEmailChange',
      outcome: 'REFUSED',
      details: { reason: 'TAKEN' },
    });
    expect(await holderOf(other.email)).toBe(other.id);
  });

  test('of two that want the same address, one gets it', async () => {
    const [email, other] = [anAddress(), await anInfluencer(world)];
    const tokens = [await asked(email), await asked(email, other)];
    const outcomes = await Promise.all(tokens.map((token) => confirm(token)));
    expect(outcomes.map((one) => (one as { __typename: string }).__typename).toSorted()).toEqual([
      'EmailChanged',
      'LinkUsedUp',
    ]);
    expect([lena.id, other.id]).toContain(await holderOf(email));
  });

  test('moves once, however often the link is opened at the same moment', async () => {
    const token = await asked(anAddress());
    const outcomes = await Promise.all([1, 2, 3].map(() => confirm(token)));
    expect(outcomes.map((one) => (one as { __typename: string }).__typename).toSorted()).toEqual([
      'EmailChanged',
      'LinkUsedUp',
      'LinkUsedUp',
    ]);
  });

  test('keeps its address when the link is too old, or the account was closed', async () => {
    const email = anAddress();
    const token = await asked(email);
    await world.db.pool.query(`update account set status = 'DEACTIVATED' where id = $1`, [lena.id]);
    expect(await confirm(token)).toEqual({ __typename: 'LinkUsedUp' });
    await world.db.pool.query(`update account set status = 'ACTIVE' where id = $1`, [lena.id]);
    await world.db.pool.query(
      `update one_time_link set expires_at = now() - make_interval(secs => 1) where account_id = $1`,
      [lena.id],
    );
    expect(await confirm(token)).toEqual({ __typename: 'LinkUsedUp' });
    expect(await holderOf(lena.email)).toBe(lena.id);
  });

  test('of staff is moved at the desk', async () => {
    const ada = await anAdministrator(world);
    await asked(anAddress(), ada);
    const [mail] = await mailsTo(world, ada);
    expect(mail!.link).toMatch(/^http:\/\/localhost\/admin\/new-address#/);
  });
});

describe('an address that staff correct', () => {
  let ada: TestAccount;
  beforeEach(async () => {
    ada = await anAdministrator(world, { displayName: 'Ada' });
  });
  const correct = async (email: string, { id } = lena, as = ada) =>
    world.as(as).run<{ changed: { __typename: string; email?: string; accountId?: string } }>(
      `mutation ($id: ID!, $email: String!) { changed: changeAccountEmail(id: $id, email: $email) {
        __typename ... on Account { email } ... on EmailInUse { accountId } } }`,
      { id, email },
    );

  test('counts once the person has confirmed it; the former one is told and takes the account back', async () => {
    const email = anAddress();
    const signedIn = await world.as(lena).token();
    expect((await correct(email)).data.changed).toEqual({ __typename: 'Account', email: lena.email });
    const token = await linkTo(lena, 'accounts.confirmNewAddress', email);
    expect(await holderOf(email)).toBeNull();
    expect(await confirm(token, 'not the password')).toEqual({ __typename: 'WrongPassword' });
    expect(await confirm(token)).toEqual({ __typename: 'EmailChanged', email });
    // Signed in as before.
    expect(await world.as(lena).token()).toBe(signedIn);
    expect((await world.as(lena).run('{ viewer { email } }')).data).toEqual({ viewer: { email } });
    const { rows } = await world.db.pool.query(
      `select actor_id as by, details from audit_event where record_id = $1 and action = 'accounts.requestEmailChange'`,
      [lena.id],
    );
    expect(rows).toEqual([{ by: ada.id, details: {} }]);
    expect(await undo(await linkTo(lena, 'accounts.emailChanged', lena.email))).toEqual({
      __typename: 'EmailChanged',
      email: lena.email,
    });
  });

  test('is asked for again with a new link, which alone works; the one that it has is nothing to do', async () => {
    const email = anAddress();
    await correct(email);
    const first = await linkTo(lena, 'accounts.confirmNewAddress', email);
    await correct(email);
    await vi.waitFor(
      async () => expect(await linkTo(lena, 'accounts.confirmNewAddress', email)).not.toBe(first),
      10_000,
    );
    expect(await confirm(first)).toEqual({ __typename: 'LinkUsedUp' });
    expect(await confirm(await linkTo(lena, 'accounts.confirmNewAddress', email))).toMatchObject({ email });
    const before = await auditOf(lena);
    expect((await correct(email)).data.changed).toEqual({ __typename: 'Account', email });
    expect(await auditOf(lena)).toEqual(before);
  });

  test('is nobody else’s, and no nonsense; the account is active, and not the own one', async () => {
    const other = await anInfluencer(world);
    expect((await correct(other.email)).data.changed).toEqual({ __typename: 'EmailInUse', accountId: other.id });
    expect((await correct('no address')).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'email' }] } },
    ]);
    const refused = async (answer: ReturnType<typeof correct>) =>
      (await answer).errors.map(({ extensions }) => extensions.code);
    expect(await refused(correct(anAddress(), ada))).toEqual(['FORBIDDEN']);
    expect(await refused(correct(anAddress(), lena, await anAccount(world, 'SUPPORT')))).toEqual(['FORBIDDEN']);
    await world.db.pool.query(`update account set status = 'DEACTIVATED' where id = $1`, [lena.id]);
    expect(await refused(correct(anAddress()))).toEqual(['CONFLICT']);
    expect(await auditOf(lena)).toEqual([]);
    expect((await mailsTo(world, lena)).map(({ notice }) => notice)).toEqual([]);
  });
});

describe('the former address', () => {
  test('takes the account back: whoever moved it is out, and the password is chosen anew', async () => {
    const email = anAddress();
    const token = await moved(email);
    expect((await world.as(lena).run('{ viewer { email } }')).data).toEqual({ viewer: { email } });
    expect(await undo(token)).toEqual({ __typename: 'EmailChanged', email: lena.email });
    expect(await undo(token)).toEqual({ __typename: 'LinkUsedUp' });
    expect([await holderOf(lena.email), await holderOf(email)]).toEqual([lena.id, null]);
    const { rows } = await world.db.pool.query('select from session where account_id = $1 and ended_at is null', [
      lena.id,
    ]);
    expect(rows).toEqual([]);
    expect((await signIn(lena.email)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);

    const reset = await linkTo(lena, 'accounts.resetPassword', lena.email);
    const { data } = await world
      .as(null)
      .run(
        `mutation ($token: String!, $newPassword: String!) { resetPassword(token: $token, newPassword: $newPassword) { __typename } }`,
        {
          token: reset,
          newPassword: 'Another-long-Secret-7',
        },
      );
    expect(data).toEqual({ resetPassword: { __typename: 'PasswordReplaced' } });
    expect((await signIn(lena.email, 'Another-long-Secret-7')).data.signIn).toEqual({ __typename: 'SignIn' });
    expect((await auditOf(lena)).map(({ action }) => action)).toEqual([
      'accounts.requestEmailChange',
      'accounts.changeEmail',
      'accounts.undoEmailChange',
    ]);
  });

  test('also revokes the keys whose secrets may be in wrong hands; signing out everywhere leaves keys alone', async () => {
    const ada = await anAdministrator(world);
    const CREATE = `mutation ($expiresAt: DateTimeISO!) {
      issued: createApiKey(input: { name: "Robot", permissions: ["accounts.read"], expiresAt: $expiresAt }) { secret apiKey { id } } }`;
    const ROTATE = 'mutation ($id: ID!) { issued: rotateApiKey(id: $id) { secret apiKey { id } } }';
    const issue = async (mutation: string, variables: object) =>
      (await world.as(ada).run<{ issued: { secret: string; apiKey: { id: string } } }>(mutation, variables)).data
        .issued;
    const expiresAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const [kept, rotated] = [await issue(CREATE, { expiresAt }), await issue(CREATE, { expiresAt })];
    const token = await moved(anAddress(), ada);
    const made = await issue(CREATE, { expiresAt });
    const again = await issue(ROTATE, { id: rotated.apiKey.id });
    const works = async () =>
      Promise.all(
        [kept, rotated, again, made].map(
          async ({ secret }) => (await world.app.apiKeyIdentities.identify(secret, operator)) !== null,
        ),
      );
    expect(await works()).toEqual([true, true, true, true]);
    expect(await undo(token)).toMatchObject({ __typename: 'EmailChanged' });
    await vi.waitFor(async () => expect(await works()).toEqual([true, false, false, false]));
    const { rows } = await world.db.pool.query(
      `select from audit_event where action = 'apiKeys.revoke' and actor_id = $1`,
      [ada.id],
    );
    expect(rows).toHaveLength(2);

    const other = await anAdministrator(world);
    const { data } = await world.as(other).run<{ issued: { secret: string } }>(CREATE, { expiresAt });
    await world.as(other).run('mutation { signOutEverywhere }');
    expect(await world.app.apiKeyIdentities.identify(data.issued.secret, operator)).not.toBeNull();
  });

  test('takes away what was set up to sign in with since, leaves what was there before, and says so', async () => {
    const add = (name: string, at: string) =>
      world.db.pool.query(
        `insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, backed_up, created_at)
         values (gen_random_uuid(), $1, $2, '\\x00', 0, '{}', $2, false, ${at})`,
        [lena.id, `${name} ${lena.id}`],
      );
    await add('mine', `now() - interval '1 day'`);
    await world.db.pool.query(
      `insert into recovery_code (account_id, digest, created_at) values ($1, '\\x01', now() - interval '1 day')`,
      [lena.id],
    );
    const token = await moved(anAddress());
    await add('theirs', 'clock_timestamp()');
    await world.db.pool.query(
      `insert into totp (id, account_id, secret, created_at, confirmed_at)
       values (gen_random_uuid(), $1, '\\x00', clock_timestamp(), clock_timestamp())`,
      [lena.id],
    );
    await world.db.pool.query(`insert into recovery_code (account_id, digest) values ($1, '\\x02')`, [lena.id]);
    await undo(token);
    const { rows } = await world.db.pool.query<{ left: string }>(
      `select name as left from passkey where account_id = $1 union all select 'app' from totp where account_id = $1
       union all select encode(digest, 'hex') from recovery_code where account_id = $1`,
      [lena.id],
    );
    expect(rows.map(({ left }) => left)).toEqual([`mine ${lena.id}`, '01']);
    expect((await auditOf(lena)).at(-1)!.details).toEqual({ passkeys: 1, apps: 1, recoveryCodes: 1 });
    await vi.waitFor(async () => {
      const told = (await mailsTo(world, lena)).filter(({ notice }) => notice === 'accounts.factorsRemoved');
      expect(told).toMatchObject([{ to: lena.email }]);
      expect(told[0]!.text).toContain('passkeys (1), authenticator apps (1)');
    }, 10_000);
  });

  test('takes it back also after it was moved on', async () => {
    const token = await moved(anAddress());
    await moved(anAddress());
    expect(await undo(token)).toEqual({ __typename: 'EmailChanged', email: lena.email });
  });

  test('is nobody else’s while it can be had back; its owner may return', async () => {
    await moved(anAddress());
    await world.as(null).run(`mutation ($input: RegisterInput!) { register(input: $input) { __typename } }`, {
      input: { email: lena.email, displayName: 'Eve', password: 'Another-long-Secret-7' },
    });
    await vi.waitFor(
      async () =>
        expect((await mailsTo(world, lena)).at(-1)).toMatchObject({
          notice: 'accounts.alreadyRegistered',
          to: lena.email,
        }),
      10_000,
    );
    const other = await anAccount(world, 'INFLUENCER');
    await ask(lena.email, other);
    await vi.waitFor(async () => expect(await auditOf(other)).toMatchObject([{ outcome: 'REFUSED' }]), 10_000);
    expect(await holderOf(lena.email)).toBeNull();
    await moved(lena.email);
    expect(await holderOf(lena.email)).toBe(lena.id);
  });

  test('cannot have it back after the days of the setting, and is free again', async () => {
    const token = await moved(anAddress());
    await world.db.pool.query(
      `update email_change set expires_at = now() - interval '1 second' where account_id = $1`,
      [lena.id],
    );
    expect(await undo(token)).toEqual({ __typename: 'LinkUsedUp' });
    await world.app.emailChanges.forgetOld();
    const { rows } = await world.db.pool.query('select from email_change where account_id = $1', [lena.id]);
    expect(rows).toEqual([]);
    const other = await anInfluencer(world);
    expect(await confirm(await asked(lena.email, other))).toMatchObject({ __typename: 'EmailChanged' });
  });

  test('lies sealed, like the new one', async () => {
    const email = anAddress();
    await moved(email);
    const { rows } = await world.db.pool.query<{ row: string }>(
      `select e::text || encode(new_sealed, 'escape') || encode(old_sealed, 'escape') as row from email_change e
       where account_id = $1`,
      [lena.id],
    );
    expect(rows.length).toBe(1);
    expect(rows.filter(({ row }) => row.includes('test.example'))).toEqual([]);
  });
});
