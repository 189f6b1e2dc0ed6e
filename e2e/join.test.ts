import { expect, test } from 'vitest';
import { expectAccessible, phone, signIn } from './browser.ts';
import { linkOf } from './mail.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

/** Its address is one word that is wider than a phone. */
const nora = {
  email: 'nora.with.an.address.that.is.longer.than.a.phone.is.wide@test.example',
  password: 'seven red bicycles',
};
const another = 'nine blue kettles';

test('somebody registers on a phone, confirms the address and lands on their application; later the password is forgotten', async () => {
  const page = await openPage(stage.url, { viewport: phone });
  await page.getByRole('link', { name: /Register/ }).click();
  await page.getByRole('heading', { name: 'Register' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Nora Feld');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(nora.email);
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
  const link = await linkOf(stage, 'accounts.confirmAddress');
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Password' }).fill(nora.password);
  await page.getByRole('button', { name: 'Confirm and go in' }).click();
  await page.getByText('Let’s get you in').waitFor();
  await expectAccessible(page);
  const token = link.split('#')[1]!;
  expect(requests.filter((url) => url !== link && url.includes(token))).toEqual([]);
  await page.context().close();

  const second = await openPage(`${stage.url}/forgot`, { viewport: phone });
  await second.getByRole('textbox', { name: 'E-mail' }).fill(nora.email);
  await second.getByRole('button', { name: 'Send the link' }).click();
  await second.getByText(/a mail with a link is on its way/).waitFor();
  await second.goto(await linkOf(stage, 'accounts.resetPassword'));
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
