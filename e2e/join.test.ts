import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMail } from '../api/src/inbox/sealed-notices.ts';
import { eventually, type Stage, startStage } from '../api/test/stage.ts';
import { expectAccessible, openBrowser, openPage, phone, signIn } from './browser.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage({ durable: false }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

/** Where the newest mail of this kind leads, once it is there. */
const linkOf = (notice: string, after = 0): Promise<string> =>
  eventually(`a mail ${notice}`, async () => {
    const mails = await stage.sql<{ id: string; content: Buffer }>(
      'select id, content_sealed as content from mail_message where notice = $1 order by created_at',
      [notice],
    );
    const newest = mails.length > after ? mails.at(-1) : undefined;
    if (!newest) return undefined;
    const link = /<a href="([^"]+)"/.exec(openMail(stage.keyring, newest.id, newest.content).html)?.[1];
    return link && `${stage.url}${new URL(link).pathname}${new URL(link).hash}`;
  });

const nora = { email: 'nora@test.example', password: 'seven red bicycles' };
const another = 'nine blue kettles';

test('somebody registers on a phone, confirms the address and lands on their application; later the password is forgotten', async () => {
  const page = await openPage(browser, stage.url, { viewport: phone });
  await page.getByRole('link', { name: /Register/ }).click();
  await page.getByRole('heading', { name: 'Register' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Nora Feld');
  await page.getByLabel('E-mail').fill(nora.email);
  await page.getByRole('textbox', { name: 'Password' }).fill('Password123!');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByText(/among the first that are tried/).waitFor();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Password' }).fill(nora.password);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await expectAccessible(page);

  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, nora);
  await page.getByText(/Confirm your e-mail address first/).waitFor();
  await expectAccessible(page);

  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const link = await linkOf('accounts.confirmAddress');
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Password' }).fill(nora.password);
  await page.getByRole('button', { name: 'Confirm and go in' }).click();
  await page.getByText('Let’s get you in').waitFor();
  await expectAccessible(page);
  const token = link.split('#')[1]!;
  expect(requests.filter((url) => url !== link && url.includes(token))).toEqual([]);
  await page.context().close();

  const second = await openPage(browser, `${stage.url}/forgot`, { viewport: phone });
  await second.getByLabel('E-mail').fill(nora.email);
  await second.getByRole('button', { name: 'Send the link' }).click();
  await second.getByText(/a mail with a link is on its way/).waitFor();
  await second.goto(await linkOf('accounts.resetPassword'));
  await second.getByRole('textbox', { name: 'New password' }).fill(another);
  await second.getByRole('button', { name: 'Keep this password' }).click();
  await second.getByText(/Your new password holds/).waitFor();
  await expectAccessible(second);
  await second.getByRole('link', { name: 'Sign in' }).click();
  await signIn(second, { ...nora, password: another });
  await second.getByText('Let’s get you in').waitFor();
  await second.getByRole('link', { name: 'Studio' }).click();
  await second.getByText('The studio opens when you are in').waitFor();
  await expectAccessible(second);
  await second.context().close();
});
