import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { letEverybodyKnock } from '../../test/knock.ts';
import { mailsTo } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { passwordDays } from './account.settings.ts';

let world: World;
let now = new Date('2026-03-01T10:00:00Z');
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now }, worker: true });
  await letEverybodyKnock(world);
});
afterAll(() => world.stop());

const password = 'seven red bicycles';
const later = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds));

interface Asked {
  answer?: { __typename: string; problems?: string[] };
  code?: string;
}

async function ask(
  query: string,
  variables: object,
  token?: string,
): Promise<Asked & { accessToken?: string; step?: string }> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data: { answer: Asked['answer'] & { accessToken?: string; viewer?: { signInStep: string } } } | null;
    errors?: { extensions: { code: string } }[];
  };
  const code = errors?.[0]?.extensions.code;
  const accessToken = data?.answer?.accessToken;
  const step = data?.answer?.viewer?.signInStep;
  return {
    ...(data?.answer && { answer: data.answer }),
    ...(code !== undefined && { code }),
    ...(accessToken !== undefined && { accessToken }),
    ...(step !== undefined && { step }),
  };
}

const requestReset = (email: string) =>
  ask('mutation ($email: String!) { answer: requestPasswordReset(email: $email) { __typename email } }', { email });
const reset = (token: string, given = password) =>
  ask(
    'mutation ($token: String!, $given: String!) { answer: resetPassword(token: $token, newPassword: $given) { __typename ... on PasswordRefused { problems } } }',
    { token, given },
  );
const signIn = (email: string, given: string) =>
  ask(
    'mutation ($email: String!, $given: String!) { answer: signIn(email: $email, password: $given) { __typename ... on SignIn { accessToken viewer { signInStep } } } }',
    { email, given },
  );
const change = (token: string | undefined, current: string, given: string) =>
  ask(
    'mutation ($current: String!, $given: String!) { answer: changePassword(currentPassword: $current, newPassword: $given) { __typename ... on PasswordRefused { problems } } }',
    { current, given },
    token,
  );
const isSignedIn = async (token: string | undefined): Promise<boolean> => {
  const { answer } = await ask('{ answer: viewer { __typename } }', {}, token);
  return answer !== undefined;
};

const mailsAbout = async (account: { id: string }, notice: string) =>
  (await mailsTo(world, account)).filter((mail) => mail.notice === notice);
async function resetTokenOf(account: TestAccount): Promise<string> {
  const before = (await mailsAbout(account, 'accounts.resetPassword')).length;
  await requestReset(account.email);
  return vi.waitFor(
    async () => {
      const mails = await mailsAbout(account, 'accounts.resetPassword');
      expect(mails.length).toBeGreaterThan(before);
      const link = mails.at(-1)!.link!;
      return link.slice(link.indexOf('#') + 1);
    },
    { timeout: 5000 },
  );
}

describe('a forgotten password', () => {
  test('is replaced by the link in the mail, and everybody who was signed in is out', async () => {
    const lena = await anInfluencer(world);
    const { accessToken } = await signIn(lena.email, lena.password);
    const token = await resetTokenOf(lena);
    expect(await isSignedIn(accessToken)).toBe(true);
    expect((await reset(token)).answer).toEqual({ __typename: 'PasswordReplaced' });
    expect(await isSignedIn(accessToken)).toBe(false);
    expect((await signIn(lena.email, lena.password)).code).toBe('UNAUTHENTICATED');
    expect((await signIn(lena.email, password)).answer?.__typename).toBe('SignIn');
    expect(await mailsAbout(lena, 'accounts.passwordChanged')).toHaveLength(1);
  });

  test('is replaced once, also when the link is opened many times at once', async () => {
    const lena = await anInfluencer(world);
    const [first, second] = [await resetTokenOf(lena), await resetTokenOf(lena)];
    const outcomes = await Promise.all(
      [first, second, first, second].map((token, i) => reset(token, `${password} ${i}`)),
    );
    expect(outcomes.map(({ answer }) => answer?.__typename ?? '').sort()).toEqual([
      'LinkUsedUp',
      'LinkUsedUp',
      'LinkUsedUp',
      'PasswordReplaced',
    ]);
    expect((await reset(first)).answer).toEqual({ __typename: 'LinkUsedUp' });
  });

  test('a refused password leaves the link as it was', async () => {
    const lena = await anInfluencer(world);
    const token = await resetTokenOf(lena);
    expect((await reset(token, 'short')).answer?.problems).toContain('TOO_SHORT');
    expect((await reset(token, lena.password)).answer?.problems).toEqual(['UNCHANGED']);
    expect((await reset(token, lena.email)).answer?.problems).toContain('PERSONAL');
    expect((await reset(token, 'x'.repeat(200_000))).answer?.problems).toEqual(['TOO_LONG']);
    expect((await reset(token)).answer?.__typename).toBe('PasswordReplaced');
  });

  test('the link works for an hour', async () => {
    const lena = await anInfluencer(world);
    const token = await resetTokenOf(lena);
    later(3_600_000);
    expect((await reset(token)).answer?.__typename).toBe('LinkUsedUp');
    later(-3_600_000 - 60_000);
    expect((await reset(token)).answer?.__typename).toBe('PasswordReplaced');
  });

  test('ends the lock that guesses have caused', async () => {
    const lena = await anInfluencer(world);
    for (let i = 0; i < 5; i++) await signIn(lena.email, 'wrong');
    expect((await signIn(lena.email, lena.password)).code).toBe('RATE_LIMITED');
    await reset(await resetTokenOf(lena));
    expect((await signIn(lena.email, password)).answer?.__typename).toBe('SignIn');
  });

  test('ends also the sign-ins with the old password that are under way', async () => {
    for (let round = 0; round < 5; round++) {
      const lena = await anInfluencer(world);
      const token = await resetTokenOf(lena);
      await Promise.all([
        ...Array.from({ length: 4 }, () => signIn(lena.email, lena.password)),
        reset(token),
        ...Array.from({ length: 4 }, () => signIn(lena.email, lena.password)),
      ]);
      const { rows } = await world.db.pool.query('select from session where account_id = $1 and ended_at is null', [
        lena.id,
      ]);
      expect(rows).toEqual([]);
    }
  });

  test('of an address that nobody has, or of a closed account, is answered alike, without a mail', async () => {
    const lena = await anInfluencer(world);
    await world.db.pool.query("update account set status = 'DEACTIVATED' where id = $1", [lena.id]);
    for (const email of ['nobody@test.example', lena.email])
      expect(await requestReset(email)).toEqual({ answer: { __typename: 'MailPromised', email } });
    await vi.waitFor(async () => {
      const { rows } = await world.db.pool.query('select from address_request');
      expect(rows).toEqual([]);
    });
    expect(await mailsTo(world, lena)).toEqual([]);
  });

  test('confirms the address of somebody who had not done that', async () => {
    const lena = await anInfluencer(world);
    await world.db.pool.query("update account set status = 'UNVERIFIED' where id = $1", [lena.id]);
    await reset(await resetTokenOf(lena));
    expect((await signIn(lena.email, password)).answer?.__typename).toBe('SignIn');
  });

  test('staff are led to the desk', async () => {
    const ada = await anAdministrator(world);
    await resetTokenOf(ada);
    const [mail] = await mailsTo(world, ada);
    expect(mail!.link).toContain('/admin/reset#');
  });

  test('the token is in no log line, audit event or job', async () => {
    const lena = await anInfluencer(world);
    const token = await resetTokenOf(lena);
    await reset(token);
    for (const table of ['audit_event', 'one_time_link', 'mail_message', 'notification', 'pgboss.job']) {
      const { rows } = await world.db.pool.query<{ row: string }>(`select t::text as row from ${table} t`);
      expect(rows.map(({ row }) => row).join()).not.toContain(token);
    }
  });
});

describe('a password that its owner changes', () => {
  test('ends the other sessions and links that replace it, and keeps this session', async () => {
    const lena = await anInfluencer(world);
    const here = (await signIn(lena.email, lena.password)).accessToken;
    const there = (await signIn(lena.email, lena.password)).accessToken;
    expect((await change(here, 'wrong', password)).answer).toEqual({ __typename: 'WrongPassword' });
    expect((await change(here, lena.password, 'short')).answer?.problems).toContain('TOO_SHORT');
    expect((await change(here, lena.password, lena.password)).answer?.problems).toEqual(['UNCHANGED']);
    const token = await resetTokenOf(lena);
    expect((await change(here, lena.password, password)).answer).toEqual({ __typename: 'PasswordReplaced' });
    expect((await reset(token, 'yet another password')).answer).toEqual({ __typename: 'LinkUsedUp' });
    expect(await isSignedIn(here)).toBe(true);
    expect(await isSignedIn(there)).toBe(false);
    expect((await signIn(lena.email, password)).answer?.__typename).toBe('SignIn');
    expect(await mailsAbout(lena, 'accounts.passwordChanged')).toHaveLength(1);
  });

  test('needs a session, and cannot be guessed with one', async () => {
    const lena = await anInfluencer(world);
    expect((await change(undefined, lena.password, password)).code).toBe('UNAUTHENTICATED');
    const { accessToken } = await signIn(lena.email, lena.password);
    for (let i = 0; i < 5; i++) await change(accessToken, `guess ${i}`, password);
    expect((await change(accessToken, lena.password, password)).code).toBe('RATE_LIMITED');
  });

  test('is changed once when two tabs do it at the same moment, and never opens a closed account again', async () => {
    const lena = await anInfluencer(world);
    const here = (await signIn(lena.email, lena.password)).accessToken;
    const [deactivated, ...changes] = await Promise.all([
      world.db.pool.query("update account set status = 'DEACTIVATED' where id = $1", [lena.id]),
      ...Array.from({ length: 3 }, (_, i) => change(here, lena.password, `${password} ${i}`)),
    ]);
    expect(deactivated.rowCount).toBe(1);
    expect(changes.filter(({ answer }) => answer?.__typename === 'PasswordReplaced').length).toBeLessThanOrEqual(1);
    const { rows } = await world.db.pool.query('select status from account where id = $1', [lena.id]);
    expect(rows).toEqual([{ status: 'DEACTIVATED' }]);
  });

  test('has to be changed when it is too old, and nothing else can be done before', async () => {
    const lena = await anInfluencer(world);
    await world.app.settings.change(operator, passwordDays, {}, 90);
    try {
      await world.db.pool.query('update account set password_changed_at = $2 where id = $1', [lena.id, now]);
      expect((await signIn(lena.email, lena.password)).step).toBeNull();
      later(90 * 86_400_000);
      const { accessToken, answer } = await signIn(lena.email, lena.password);
      expect(answer).toMatchObject({ viewer: { signInStep: 'PASSWORD_CHANGE' } });
      expect((await ask('{ answer: imageQuota { __typename } }', {}, accessToken)).code).toBe('FORBIDDEN');
      expect((await change(accessToken, lena.password, password)).answer?.__typename).toBe('PasswordReplaced');
      expect((await ask('{ answer: imageQuota { __typename } }', {}, accessToken)).answer).toBeDefined();
    } finally {
      await world.app.settings.unset(operator, passwordDays, {});
    }
  });
});

test('the owner is told when guesses have locked the account', async () => {
  const lena = await anInfluencer(world);
  for (let i = 0; i < 7; i++) await signIn(lena.email, 'wrong');
  await vi.waitFor(async () => expect(await mailsAbout(lena, 'accounts.locked')).toHaveLength(1), { timeout: 5000 });
});

test('the owner is told of a device that was not used before, but not of the first one of all', async () => {
  const lena = await anInfluencer(world);
  const from = (userAgent: string) =>
    fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify({
        query: `mutation { signIn(email: "${lena.email}", password: "${lena.password}") { __typename } }`,
      }),
    });
  const firefox = (version: number): string =>
    `Mozilla/5.0 (Windows NT 10.0; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
  await from(firefox(140));
  await from(firefox(141));
  expect(await mailsAbout(lena, 'accounts.newDevice')).toEqual([]);
  await from('curl/8.5.0');
  expect(await mailsAbout(lena, 'accounts.newDevice')).toMatchObject([{ subject: 'New sign-in: curl' }]);
});
