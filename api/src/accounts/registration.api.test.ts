import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { operator } from '../../test/actors.ts';
import { anAccount, anInfluencer } from '../../test/builders.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { mailsTo, type TestMail } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { accountByEmail } from './account-by-email.ts';
import { mailsPerHour, signInsPerSecond } from './account.settings.ts';

let world: World;
let now = new Date('2026-03-01T10:00:00Z');
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now }, worker: true });
  await letEverybodyKnock(world);
});
afterAll(() => world.stop());

const password = 'seven red bicycles';
let made = 0;
const newEmail = (): string => `new-${++made}@test.example`;
const later = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds));

interface Person {
  email: string;
  displayName?: string;
  password?: string;
  language?: string;
  timeZone?: string;
}

const ask = async <Data>(
  query: string,
  variables: object,
): Promise<{ answer: Data; code?: string; fields?: string[] }> => {
  const { data, errors } = await world.as(null).run<{ answer: Data }>(query, variables);
  const [error] = errors;
  return {
    answer: data.answer,
    ...(error && { code: error.extensions.code }),
    ...(error?.extensions.fields && { fields: error.extensions.fields.map(({ path }) => path) }),
  };
};
const register = ({ displayName = 'Nora', ...person }: Person) =>
  ask<object>(
    `mutation ($input: RegisterInput!) { answer: register(input: $input) {
       __typename ... on MailPromised { email } ... on PasswordRefused { problems } } }`,
    { input: { displayName, password, ...person } },
  );
const verify = (token: string, given = password) =>
  ask<{ __typename: string; viewer?: { email: string } }>(
    `mutation ($token: String!, $given: String!) { answer: verifyEmail(token: $token, password: $given) {
       __typename ... on SignIn { viewer { email roles displayName } } } }`,
    { token, given },
  );
const signIn = (email: string, given = password) =>
  ask<{ __typename: string } | null>(
    'mutation ($email: String!, $given: String!) { answer: signIn(email: $email, password: $given) { __typename } }',
    { email, given },
  );
const again = (email: string) =>
  ask<object>('mutation ($email: String!) { answer: requestConfirmation(email: $email) { email } }', { email });

const accountOf = async (email: string): Promise<{ id: string; status: string; language: string }> => {
  const account = await accountByEmail(world.db.source.manager, world.db.keyring, email);
  if (!account) throw new Error('no account');
  const { rows } = await world.db.pool.query<{ id: string; status: string; language: string }>(
    'select id, status, language from account where id = $1',
    [account.id],
  );
  return rows[0]!;
};
const queueIsDone = (): Promise<void> =>
  vi.waitFor(
    async () => {
      const { rows } = await world.db.pool.query('select from address_request');
      expect(rows).toEqual([]);
    },
    { timeout: 20_000 },
  );
async function mailsOf(email: string): Promise<TestMail[]> {
  await queueIsDone();
  return mailsTo(world, await accountOf(email));
}
const newestLink = async (email: string): Promise<string> => (await mailsOf(email)).at(-1)?.link ?? '';
const tokenOf = (link: string): string => link.slice(link.indexOf('#') + 1);

async function aRegistration(given = password): Promise<{ email: string; token: string }> {
  const email = newEmail();
  await register({ email, password: given });
  return { email, token: tokenOf(await newestLink(email)) };
}
const auditOf = async (email: string) => {
  const { rows } = await world.db.pool.query<{ action: string; outcome: string; ip: string }>(
    `select action, outcome, host(ip) as ip from audit_event where record_id = $1 or actor_id = $1::uuid order by id`,
    [(await accountOf(email)).id],
  );
  return rows;
};

describe('registering', () => {
  test('leads through the mail and the password into the studio', async () => {
    const email = newEmail();
    expect(
      await register({
        email: ` ${email.toUpperCase()}`,
        displayName: ' Nora ',
        language: 'es',
        timeZone: 'Europe/Madrid',
      }),
    ).toEqual({ answer: { __typename: 'MailPromised', email: ` ${email.toUpperCase()}` } });
    const [mail, ...others] = await mailsOf(email);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: email, subject: 'Confirma tu dirección de correo' });
    expect(mail!.link).toMatch(new RegExp(`^${world.app.config.publicUrl}/verify#[\\w-]{43}$`));
    expect(await accountOf(email)).toMatchObject({ status: 'UNVERIFIED', language: 'es' });

    expect((await signIn(email)).answer).toEqual({ __typename: 'EmailNotVerified' });
    expect((await signIn(email, 'wrong')).code).toBe('UNAUTHENTICATED');

    const { answer } = await verify(tokenOf(mail!.link!));
    expect(answer).toEqual({
      __typename: 'SignIn',
      viewer: { email, roles: ['APPLICANT'], displayName: 'Nora' },
    });
    expect((await signIn(email)).answer).toEqual({ __typename: 'SignIn' });
    expect((await auditOf(email)).map(({ action, outcome, ip }) => `${action} ${outcome} ${ip}`)).toEqual([
      'accounts.add DONE 127.0.0.1',
      'accounts.register DONE 127.0.0.1',
      'accounts.signIn REFUSED 127.0.0.1',
      'accounts.signIn REFUSED 127.0.0.1',
      'accounts.verify DONE 127.0.0.1',
      'accounts.signIn DONE 127.0.0.1',
      'accounts.signIn DONE 127.0.0.1',
    ]);
  });

  test('with an address that has an account is answered alike; its owner is told', async () => {
    const lena = await anInfluencer(world);
    const known = await register({ email: lena.email, displayName: 'Somebody else' });
    expect(known).toEqual({ answer: { __typename: 'MailPromised', email: lena.email } });
    const [mail, ...others] = await mailsOf(lena.email);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ notice: 'accounts.alreadyRegistered' });
    expect((await signIn(lena.email)).code).toBe('UNAUTHENTICATED');
    expect((await signIn(lena.email, lena.password)).answer).toEqual({ __typename: 'SignIn' });
  });

  test('names every field that is wrong', async () => {
    expect(await register({ email: 'nobody', displayName: ' ', timeZone: 'Mars', language: 'xx' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: ['email', 'displayName', 'language', 'timeZone'],
    });
    for (const email of ['аda@demo.example', 'mi\u212Ae@demo.example', 'a@b', 'x'.repeat(100_000)])
      expect(await register({ email })).toMatchObject({ code: 'BAD_USER_INPUT', fields: ['email'] });
  });

  test.each([
    ['short', ['TOO_SHORT', 'TOO_FEW_KINDS']],
    ['onlysmallletters', ['TOO_FEW_KINDS']],
    ['Password123!', ['COMMON']],
    ['nora@test.example', ['PERSONAL']],
    ['x'.repeat(200_000), ['TOO_LONG']],
  ])('with the password %.20s is refused: %j', async (given, problems) => {
    expect((await register({ email: 'nora@test.example', password: given })).answer).toEqual({
      __typename: 'PasswordRefused',
      problems,
    });
  });

  test.each(['Win at https://elsewhere.example', 'www.elsewhere.example', 'elsewhere.example/win'])(
    'under a name that leads somewhere is refused: %s',
    async (displayName) => {
      expect(await register({ email: 'reader@example.org', displayName })).toMatchObject({ fields: ['displayName'] });
    },
  );

  test('again before the address is confirmed begins anew', async () => {
    const { email, token } = await aRegistration();
    await register({ email, password: 'nine blue kettles' });
    const second = tokenOf(await newestLink(email));
    expect((await verify(token)).answer.__typename).toBe('LinkUsedUp');
    expect((await verify(second)).answer.__typename).toBe('WrongPassword');
    expect((await verify(second, 'nine blue kettles')).answer.__typename).toBe('SignIn');
  });

  test('many times at once makes one account', async () => {
    const email = newEmail();
    await Promise.all(Array.from({ length: 6 }, () => register({ email })));
    await queueIsDone();
    const { rows } = await world.db.pool.query("select from account where status = 'UNVERIFIED' and id = $1", [
      (await accountOf(email)).id,
    ]);
    expect(rows).toHaveLength(1);
    expect((await verify(tokenOf(await newestLink(email)))).answer.__typename).toBe('SignIn');
  });
});

describe('confirming', () => {
  test('works once', async () => {
    const { token } = await aRegistration();
    const outcomes = await Promise.all([verify(token), verify(token), verify(token)]);
    expect(outcomes.map(({ answer }) => answer.__typename).sort()).toEqual(['LinkUsedUp', 'LinkUsedUp', 'SignIn']);
    expect((await verify(token)).answer.__typename).toBe('LinkUsedUp');
  });

  test('needs the password of the registration: a click on a mail that somebody else caused opens nothing', async () => {
    const { email, token } = await aRegistration('the password of a stranger');
    expect((await verify(token, password)).answer.__typename).toBe('WrongPassword');
    expect(await accountOf(email)).toMatchObject({ status: 'UNVERIFIED' });
    for (let i = 0; i < 4; i++) await verify(token, 'a guess');
    expect((await verify(token, 'the password of a stranger')).code).toBe('RATE_LIMITED');
  });

  test('can be asked for again, also by somebody who is not registered, to no effect', async () => {
    const { email } = await aRegistration();
    const nobody = newEmail();
    expect((await again(email)).answer).toEqual({ email });
    expect((await again(nobody)).answer).toEqual({ email: nobody });
    expect(await mailsOf(email)).toHaveLength(2);
    expect(await accountByEmail(world.db.source.manager, world.db.keyring, nobody)).toBeNull();
    expect((await verify(tokenOf(await newestLink(email)))).answer.__typename).toBe('SignIn');
    await again(email);
    expect(await mailsOf(email)).toHaveLength(2);
  });

  test('is too late after two days', async () => {
    const { token } = await aRegistration();
    later(48 * 3_600_000);
    expect((await verify(token)).answer.__typename).toBe('LinkUsedUp');
  });

  test.each(['', 'x', '\u202e', "' or 1=1 --"])('with %j as the token opens nothing', async (token) => {
    expect((await verify(token)).answer.__typename).toBe('LinkUsedUp');
  });
});

test('registrations that nobody confirmed are removed after two weeks, with everything about them', async () => {
  const { email } = await aRegistration();
  const { id } = await accountOf(email);
  const reveal =
    'mutation ($id: ID!) { revealPersonal(accountId: $id, field: EMAIL, reason: "No mail came") { value } }';
  const { errors } = await world.as(await anAccount(world, 'SUPPORT')).run(reveal, { id });
  expect(errors).toEqual([]);
  const confirmed = await aRegistration();
  await verify(confirmed.token);
  later(14 * 86_400_000 - 60_000);
  await world.app.registrations.removeUnverified(operator);
  expect(await accountByEmail(world.db.source.manager, world.db.keyring, email)).not.toBeNull();
  later(120_000);
  await world.app.registrations.removeUnverified(operator);
  expect(await accountByEmail(world.db.source.manager, world.db.keyring, email)).toBeNull();
  expect(await accountByEmail(world.db.source.manager, world.db.keyring, confirmed.email)).not.toBeNull();
  const { rows } = await world.db.pool.query(
    'select account_id from one_time_link where account_id = $1 union all select account_id from mail_message where account_id = $1',
    [id],
  );
  expect(rows).toEqual([]);
});

describe('an invitation', () => {
  const anInvitation = async (): Promise<{ id: string; email: string; token: string }> => {
    const { id, email } = await anAccount(world, 'SUPPORT');
    await world.db.pool.query("update account set status = 'INVITED', password_hash = null where id = $1", [id]);
    const token = await transaction(world.db, (tx) => world.app.oneTimeLinks.issue(tx, id, 'INVITATION', 7 * 1440));
    return { id, email, token };
  };
  const accept = (token: string, given = password) =>
    ask<{ __typename: string }>(
      'mutation ($input: AcceptInvitationInput!) { answer: acceptInvitation(input: $input) { __typename ... on PasswordRefused { problems } } }',
      { input: { token, password: given } },
    );
  const look = (token: string) =>
    ask<object | null>('query ($token: String!) { answer: invitation(token: $token) { email } }', { token });

  test('says whose it is and is accepted with a password, once', async () => {
    const { email, token } = await anInvitation();
    expect((await look(token)).answer).toEqual({ email });
    expect((await signIn(email, '')).code).toBe('UNAUTHENTICATED');
    expect((await accept(token, 'short')).answer).toMatchObject({ problems: ['TOO_SHORT', 'TOO_FEW_KINDS'] });
    const outcomes = await Promise.all([accept(token), accept(token)]);
    expect(outcomes.map(({ answer }) => answer.__typename).sort()).toEqual(['LinkUsedUp', 'SignIn']);
    expect((await look(token)).answer).toBeNull();
    expect((await signIn(email)).answer).toEqual({ __typename: 'SignIn' });
  });

  test('of an account that was closed meanwhile opens nothing', async () => {
    const { id, token } = await anInvitation();
    await world.db.pool.query("update account set status = 'DEACTIVATED' where id = $1", [id]);
    expect((await look(token)).answer).toBeNull();
    expect((await accept(token)).answer.__typename).toBe('LinkUsedUp');
  });
});

test('a closed account says so after the right password only', async () => {
  const lena = await anInfluencer(world);
  await world.db.pool.query("update account set status = 'DEACTIVATED' where id = $1", [lena.id]);
  expect((await signIn(lena.email, 'wrong')).code).toBe('UNAUTHENTICATED');
  expect((await signIn(lena.email, lena.password)).answer).toEqual({ __typename: 'AccountDeactivated' });
});

test('a hash that was made with other costs is made anew at the next sign-in', async () => {
  const lena = await anInfluencer(world);
  const hashOf = async (): Promise<string> => {
    const { rows } = await world.db.pool.query<{ hash: string }>(
      'select password_hash as hash from account where id = $1',
      [lena.id],
    );
    return rows[0]!.hash;
  };
  expect(await hashOf()).toContain('$m=8,');
  await signIn(lena.email, lena.password);
  const made = await hashOf();
  expect(made).toContain('$m=19456,t=2,p=1$');
  await signIn(lena.email, lena.password);
  expect(await hashOf()).toBe(made);
});

describe('strangers', () => {
  const limited = async (settings: [typeof signInsPerSecond, number][], work: () => Promise<void>): Promise<void> => {
    for (const [limit, value] of settings) await world.app.settings.change(operator, limit, {}, value);
    try {
      await work();
    } finally {
      await letEverybodyKnock(world);
    }
  };

  test('get three mails an hour for one address, known or not', async () => {
    await limited([[mailsPerHour, 3]], async () => {
      for (const email of [(await anInfluencer(world)).email, newEmail()]) {
        const codes = [];
        for (let i = 0; i < 4; i++) codes.push((await again(email)).code);
        expect(codes).toEqual([undefined, undefined, undefined, 'RATE_LIMITED']);
        expect((await register({ email })).code).toBe('RATE_LIMITED');
      }
    });
  });

  test('knock five times a second from one address, whatever they ask for', async () => {
    await limited([[signInsPerSecond, 5]], async () => {
      const knocks = await Promise.all([
        ...Array.from({ length: 10 }, () => signIn(newEmail())),
        ...Array.from({ length: 10 }, () => register({ email: newEmail(), password: 'short' })),
        ...Array.from({ length: 10 }, () => verify('x')),
      ]);
      const heard = knocks.filter(({ code }) => code !== 'RATE_LIMITED').length;
      expect(heard).toBeGreaterThanOrEqual(5);
      expect(heard).toBeLessThan(25);
    });
  });
});

test('the answer comes before anybody looks whether the address is known: what waits for the worker is sealed', async () => {
  const idle = await aWorld();
  try {
    const lena = await anInfluencer(idle);
    for (const email of [lena.email, 'hidden@test.example']) {
      const { data } = await idle
        .as(null)
        .run('mutation ($input: RegisterInput!) { answer: register(input: $input) { __typename } }', {
          input: { email, displayName: 'Hidden Person', password },
        });
      expect(data).toEqual({ answer: { __typename: 'MailPromised' } });
    }
    const { rows } = await idle.db.pool.query<{ row: string; content: Buffer }>(
      'select address_request::text as row, content_sealed as content from address_request',
    );
    expect(rows).toHaveLength(2);
    for (const { row, content } of rows)
      for (const text of [row, content.toString('latin1')]) expect(text).not.toMatch(/hidden|test\.example|argon2/i);
    expect(await mailsTo(idle, lena)).toEqual([]);
    expect(await accountByEmail(idle.db.source.manager, idle.db.keyring, 'hidden@test.example')).toBeNull();
    const { rows: jobs } = await idle.db.pool.query<{ data: string }>(
      "select data::text as data from pgboss.job where name = 'address-request'",
    );
    expect(jobs.map(({ data }) => data).join()).not.toContain('example');

    await idle.app.addressRequests.forgetOld();
    expect((await idle.db.pool.query('select from address_request')).rows).toHaveLength(2);
    await idle.app.work();
    await vi.waitFor(async () => expect(await mailsTo(idle, lena)).toHaveLength(1), { timeout: 5000 });
    await vi.waitFor(async () =>
      expect(await accountByEmail(idle.db.source.manager, idle.db.keyring, 'hidden@test.example')).not.toBeNull(),
    );
    await idle.db.pool.query(
      `insert into address_request (id, content_sealed, created_at)
       values (gen_random_uuid(), 'of a job that was given up', now() - interval '8 days')`,
    );
    await idle.app.addressRequests.forgetOld();
    expect((await idle.db.pool.query('select from address_request')).rows).toEqual([]);
  } finally {
    await idle.stop();
  }
});
