import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada, desktop, expectAccessible, freshCode, lena, mateo, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage({ withWorker: false, hostname: 'localhost' });

/** The device has a finger sensor, and the finger is there. */
async function withVirtualAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const signOut = async (page: Page, name: RegExp): Promise<void> => {
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  // The page before has a field for another address: what tells them apart is the way in.
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
};

const keepCodes = async (page: Page): Promise<string[]> => {
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  await expectAccessible(page);
  const codes = await page.locator('li code').allTextContents();
  expect(codes).toHaveLength(10);
  expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
  await page.getByLabel('I have kept these codes safe').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  return codes;
};

test('the first sign-in of staff leads through enrolment with an app, the second asks for its code', async () => {
  await stage.sql('delete from totp');
  const page = await openPage(`${stage.url}/admin/queues`, { viewport: phone, colorScheme: 'dark' });
  await signIn(page, { email: ada.email, password: ada.password });
  await page.getByRole('heading', { name: 'Protect your account' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use an authenticator app' }).click();
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  await expectAccessible(page);
  const totpSecret = (await page.locator('li code').first().textContent())!.replaceAll(' ', '');
  await page.getByLabel('First code').fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('This is not the code that the app shows now').waitFor();
  await page.getByLabel('First code').fill(await freshCode(totpSecret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const [recoveryCode = ''] = await keepCodes(page);
  await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/admin/queues');

  const second = await openPage(`${stage.url}/admin/queues`, { viewport: desktop });
  await signIn(second, { ...ada, totpSecret });
  await second.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();

  const lost = await openPage(`${stage.url}/admin/queues`, { viewport: desktop });
  await signIn(lost, { email: ada.email, password: ada.password });
  await lost.getByRole('button', { name: 'Use a recovery code' }).click();
  await expectAccessible(lost);
  await lost.getByLabel('Recovery code').fill(recoveryCode);
  await lost.getByRole('button', { name: 'Confirm' }).click();
  await lost.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
  await Promise.all([page, second, lost].map((opened) => opened.context().close()));
});

test('an influencer adds a passkey, signs in with it alone, and is asked for it before the codes are renewed', async () => {
  const page = await openPage(`${stage.url}/security`, { viewport: phone });
  await withVirtualAuthenticator(page);
  await signIn(page, lena);
  await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name of the passkey').fill('My phone');
  await page.getByRole('button', { name: 'Create passkey' }).click();
  await keepCodes(page);
  await page.getByText('My phone').waitFor();

  await signOut(page, /Lena/);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('heading', { name: /^Hello/ }).waitFor();

  await stage.sql(`update session set verified_at = now() - interval '1 hour'`);
  // Live sessions are kept in memory for a moment: a process that starts reads them anew.
  await stage.api.kill();
  await stage.api.start();
  await page.goto(`${stage.url}/security`);
  await page.getByRole('button', { name: 'Make new codes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByText('It was not confirmed that it is you').waitFor();
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await dialog.getByRole('button', { name: 'Use a passkey' }).click();
  await keepCodes(page);

  await page.getByRole('button', { name: 'Remove My phone' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.getByText('My phone').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a passkey is the second step for whoever has no app, and a stranger’s device is none', async () => {
  const page = await openPage(`${stage.url}/security`, { viewport: desktop });
  await withVirtualAuthenticator(page);
  await signIn(page, mateo);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Create passkey' }).click();
  await keepCodes(page);
  await signOut(page, /Mateo/);
  await signIn(page, mateo);
  await page.getByRole('heading', { name: 'Second step' }).waitFor();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('heading', { name: /^Hello/ }).waitFor();

  const stranger = await openPage(stage.url, { viewport: desktop });
  await withVirtualAuthenticator(stranger);
  await stranger.getByRole('button', { name: 'Use a passkey' }).click();
  await stranger.getByText('No passkey was used').waitFor();
  await Promise.all([page, stranger].map((opened) => opened.context().close()));
});
