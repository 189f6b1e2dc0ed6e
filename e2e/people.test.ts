import { expect, test } from 'vitest';
import { ada, expectAccessible, phone, signIn } from './browser.ts';
import { linkOf } from './mail.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

test('an administrator invites an auditor, who chooses a password and must protect the account; then the role is changed', async () => {
  const desk = await openPage(`${stage.url}/admin/people`);
  await signIn(desk, ada);
  await desk.getByRole('table', { name: 'People' }).waitFor();
  await expectAccessible(desk);
  await desk.getByRole('link', { name: 'Invite somebody' }).click();
  await desk.getByRole('textbox', { name: 'E-mail' }).fill('isir@test.example');
  await desk.getByLabel('Name').fill('Iris Vega');
  await desk.getByRole('checkbox', { name: /Auditor/ }).check();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Send the invitation' }).click();
  await desk.getByRole('heading', { name: 'Iris Vega' }).waitFor();
  await desk.getByText('Invited', { exact: true }).waitFor();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Correct the address of the invitation…' }).click();
  await desk.getByLabel('New e-mail address').fill('iris@test.example');
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Send the invitation', exact: true }).click();
  await desk.getByText('The invitation is on its way to the new address.').waitFor();
  await desk.getByText('iris@test.example').waitFor();

  const iris = await openPage(await linkOf(stage, 'accounts.invited'), { viewport: phone });
  await iris.getByRole('heading', { name: 'Welcome, Iris Vega' }).waitFor();
  await iris.getByRole('textbox', { name: /password/i }).fill('seven red bicycles');
  await iris.getByRole('button', { name: 'Keep it and go in' }).click();
  await iris.getByRole('heading', { name: 'Protect your account' }).waitFor();

  await desk.reload();
  await desk.getByText('Active', { exact: true }).waitFor();
  await desk.getByRole('button', { name: 'Change the phone number…' }).click();
  const panel = desk.getByRole('dialog', { name: 'Change the phone number' });
  await panel.getByLabel('New phone number').fill('+49 170 1234567');
  await expectAccessible(desk);
  await panel.getByRole('button', { name: 'Save' }).click();
  await desk.getByText('+491701234567').waitFor();
  await desk.getByRole('button', { name: 'Change the e-mail address…' }).click();
  await expectAccessible(desk);
  await desk.keyboard.press('Escape');
  await desk.getByLabel('Another role').selectOption('Campaign manager');
  await desk.getByRole('button', { name: 'Give the role' }).click();
  await desk.getByRole('button', { name: 'Remove the role Campaign manager' }).waitFor();
  await desk.getByRole('button', { name: 'Deactivate…' }).click();
  const why = desk.getByRole('dialog', { name: 'Deactivate Iris Vega' }).getByLabel('Why');
  expect(await why.evaluate((field) => field === document.activeElement)).toBe(true);
  await expectAccessible(desk);
  await why.fill('Went to another agency');
  await desk.getByRole('button', { name: 'Deactivate', exact: true }).click();
  await desk.getByText('Went to another agency').waitFor();
  await desk.getByRole('button', { name: 'Reactivate' }).waitFor();
  expect(await desk.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await desk.getByText('Nowhere.').waitFor();
  await iris.getByRole('button', { name: 'Sign in' }).waitFor();
  await iris.context().close();
  await desk.context().close();
});

test('a role is changed in the matrix, on a phone too', async () => {
  const desk = await openPage(`${stage.url}/admin/roles`, { viewport: phone, colorScheme: 'dark' });
  await signIn(desk, ada);
  await desk.getByRole('table', { name: 'Permissions of the roles' }).waitFor();
  await desk.getByLabel('Role', { exact: true }).selectOption('Finance');
  await expectAccessible(desk);
  await desk.getByRole('button', { name: /^Read the audit trail, Finance: –/ }).click();
  await desk.getByRole('button', { name: 'Save', exact: true }).click();
  await desk.getByRole('button', { name: /^Read the audit trail, Finance: All\. Differs/ }).waitFor();
  await expectAccessible(desk);
  await desk.context().close();
});
