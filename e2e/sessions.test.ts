import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { eventually } from '../api/test/stage.ts';
import { expectAccessible, isSamePage, lena, markPage, mateo, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage({ withWorker: false });

const isTrade = (body: string | null): boolean => body?.includes('RefreshSession') ?? false;
const studioShown = (page: Page): Promise<void> => page.getByRole('textbox', { name: 'Prompt' }).waitFor();

async function studioOf(person: { email: string; password: string }): Promise<Page> {
  const page = await openPage(`${stage.url}/studio`);
  await signIn(page, person);
  await studioShown(page);
  return page;
}

/** What is left of a person's sessions, and whether one was ended for reuse. */
async function sessionsOf(): Promise<{ live: number; reused: number; generations: number }> {
  const [found] = await stage.sql<{ live: number; reused: number; generations: number }>(
    `select (select count(*)::int from session where ended_at is null) as live,
       (select count(*)::int from audit_event where action = 'accounts.reuseRefreshToken') as reused,
       (select coalesce(max(refresh_generation), 0) from session where ended_at is null) as generations`,
  );
  return found!;
}

test('tabs that renew their session at the same moment stay signed in, and none is taken for a thief', async () => {
  const first = await studioOf(lena);
  const others = await Promise.all([1, 2, 3].map(() => first.context().newPage()));
  const tabs = [first, ...others];
  for (const tab of others) {
    await tab.goto(`${stage.url}/studio`);
    await studioShown(tab);
  }
  const before = (await sessionsOf()).generations;
  let trades = 0;
  first.context().on('request', (request) => (trades += isTrade(request.postData()) ? 1 : 0));
  for (const tab of tabs) {
    await tab.clock.install();
    await markPage(tab);
    await tab.reload();
    await studioShown(tab);
  }
  const atStart = trades;
  await Promise.all(tabs.map((tab) => tab.clock.fastForward(9.5 * 60_000)));
  await eventually('a tab has renewed the session', async () => (trades > atStart ? true : undefined));
  for (const tab of tabs) {
    await tab.getByRole('link', { name: 'Gallery' }).first().click();
    await tab.getByText('Nothing developed yet').waitFor();
  }
  const after = await sessionsOf();
  expect(after).toMatchObject({ live: 1, reused: 0 });
  expect(after.generations).toBeGreaterThan(before);
  await first.context().close();
});

test('a page that is loaded anew again and again, mid-way, stays signed in', async () => {
  const page = await studioOf(lena);
  for (let i = 0; i < 12; i++) {
    // Not `reload`, which the browser refuses in the moment in which one page makes way for the next.
    await page.goto(page.url(), { waitUntil: 'commit' });
    await new Promise((resolve) => setTimeout(resolve, 25 * (i % 6)));
  }
  await studioShown(page);
  expect((await sessionsOf()).reused).toBe(0);
  await page.context().close();
});

test('when the answer to a renewal is lost on the way, the next one brings it', async () => {
  const page = await studioOf(mateo);
  let lost = 0;
  await page.route('**/graphql', async (route, request) => {
    if (!isTrade(request.postData()) || lost > 0) return route.continue();
    lost++;
    // It reaches the API; what the API says reaches nobody.
    const headers = Object.fromEntries(
      Object.entries(await request.allHeaders()).filter(([name]) => !name.startsWith(':') && name !== 'content-length'),
    );
    const answer = await fetch(request.url(), { method: 'POST', headers, body: request.postData()! });
    expect(await answer.text()).toContain('accessToken');
    return route.abort('connectionreset');
  });
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).click();
  await studioShown(page);
  expect(lost).toBe(1);
  expect((await sessionsOf()).reused).toBe(0);
  await page.context().close();
});

test('signed out everywhere by a program, the page leads to sign in within a second, in every tab, says why, and leads back', async () => {
  const page = await studioOf(lena);
  const second = await page.context().newPage();
  await second.goto(`${stage.url}/studio`);
  await studioShown(second);
  await markPage(page);

  const ask = async (query: string, variables: object, token?: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${stage.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    return ((await answer.json()) as { data: Record<string, unknown> }).data;
  };
  const { signIn: program } = (await ask(
    'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { accessToken } } }',
    lena,
  )) as { signIn: { accessToken: string } };
  const began = Date.now();
  expect(await ask('mutation { signOutEverywhere }', {}, program.accessToken)).toMatchObject({
    signOutEverywhere: expect.any(Number) as number,
  });
  for (const tab of [page, second]) await tab.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(Date.now() - began).toBeLessThan(1_500);
  expect(await isSamePage(page)).toBe(true);

  for (const tab of [page, second]) await tab.getByText('Your session has ended').waitFor();
  await expectAccessible(page);
  await signIn(page, lena);
  await studioShown(page);
  await page.context().close();
});

test('when somebody else signs in with the same browser, nothing of the first person stays on a screen', async () => {
  const page = await studioOf(lena);
  const second = await page.context().newPage();
  await second.goto(`${stage.url}/sign-in`);
  await signIn(second, mateo);
  await second.getByRole('button', { name: /Mateo/ }).waitFor();
  await page
    .getByRole('button', { name: 'Sign in' })
    .or(page.getByRole('button', { name: /Mateo/ }))
    .waitFor();
  expect(await page.getByRole('button', { name: /Lena/ }).count()).toBe(0);
  expect(await page.getByText(/\bLena\b/).count()).toBe(0);
  await page.context().close();
});
