import { expect, test } from 'vitest';
import { ada, desktop, expectAccessible, lena, mateo, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

test('a wrong password is explained and the way back is kept', async () => {
  const page = await openPage(`${stage.url}/gallery`, { viewport: phone });
  await signIn(page, { ...lena, password: 'not-the-password' });
  await page
    .getByRole('alert')
    .getByText(/password/i)
    .waitFor();
  await expectAccessible(page);

  await signIn(page, lena);
  await page.getByText('Nothing developed yet').waitFor();
  expect(new URL(page.url()).pathname).toBe('/gallery');
  await expectAccessible(page);
  await page.context().close();
});

test('each kind of person is shown the way to their own app', async () => {
  const studio = await openPage(stage.url, { viewport: phone });
  await signIn(studio, ada);
  await studio.getByRole('link', { name: 'Open the desk' }).waitFor();
  await expectAccessible(studio);
  await studio.context().close();

  const desk = await openPage(`${stage.url}/admin/`, { viewport: phone });
  await signIn(desk, mateo);
  await desk.getByRole('link', { name: 'Open the studio' }).waitFor();
  await expectAccessible(desk);
  await desk.context().close();
});

test('signing out in one tab ends the other tab too', async () => {
  const first = await openPage(`${stage.url}/studio`);
  await signIn(first, lena);
  await first.getByRole('textbox', { name: 'Prompt' }).waitFor();
  const second = await first.context().newPage();
  await second.goto(`${stage.url}/studio`);
  await second.getByRole('textbox', { name: 'Prompt' }).waitFor();

  await first.getByRole('button', { name: /Lena/ }).click();
  await first
    .getByRole('button', { name: 'Sign out' })
    .or(first.getByRole('menuitem', { name: 'Sign out' }))
    .click();
  await first.getByRole('button', { name: 'Sign in' }).waitFor();
  await second.getByRole('button', { name: 'Sign in' }).waitFor();
  await first.context().close();
});

const screens = [
  { name: 'home', path: '/', person: mateo, ready: 'Your first steps' },
  { name: 'studio', path: '/studio', person: mateo, ready: 'Your first picture starts with a sentence' },
  { name: 'gallery', path: '/gallery', person: mateo, ready: 'Nothing developed yet' },
  { name: 'studio page that is not there', path: '/nowhere', person: mateo, ready: 'There is nothing here' },
  { name: 'profile', path: '/profile', person: mateo, ready: 'Time zone' },
  { name: 'inbox', path: '/inbox', person: mateo, ready: 'Nothing here yet' },
  { name: 'security', path: '/security', person: mateo, ready: 'Authenticator app' },
  { name: 'security of staff', path: '/admin/security', person: ada, ready: 'Authenticator app' },
  { name: 'people', path: '/admin/people', person: ada, ready: 'Invite somebody' },
  { name: 'roles', path: '/admin/roles', person: ada, ready: 'New role' },
  { name: 'API keys', path: '/admin/api-keys', person: ada, ready: 'No keys yet' },
  { name: 'audit trail', path: '/admin/audit', person: ada, ready: 'Verify now' },
  {
    name: 'settings',
    path: '/admin/settings',
    person: ada,
    ready: 'Failed sign-ins with one e-mail address before it is locked',
  },
  { name: 'mail texts', path: '/admin/mail-texts', person: ada, ready: 'As delivered' },
  { name: 'outbox', path: '/admin/outbox', person: ada, ready: 'Outbox' },
  { name: 'requests', path: '/admin/requests', person: ada, ready: 'No image requests yet' },
  { name: 'queues', path: '/admin/queues', person: ada, ready: 'Nothing was given up' },
  { name: 'health', path: '/admin/health', person: ada, ready: 'Everything works' },
];

// What is too wide or too faint shows in one of the two: sizes know nothing of colours.
for (const [colorScheme, size, viewport] of [
  ['light', 'phone', phone],
  ['dark', 'desktop', desktop],
] as const)
  test(`every screen is accessible when empty: ${colorScheme}, ${size}`, async () => {
    for (const apps of [
      screens.filter(({ person }) => person === mateo),
      screens.filter(({ person }) => person === ada),
    ]) {
      const page = await openPage(`${stage.url}${apps[0]?.path ?? ''}`, { viewport, colorScheme });
      await expectAccessible(page);
      await signIn(page, apps[0]?.person ?? mateo);
      await page.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'hidden' });
      for (const { path, ready } of apps) {
        if (new URL(page.url()).pathname !== path) await page.goto(`${stage.url}${path}`);
        await page.getByRole('main').getByText(ready).first().waitFor();
        await expectAccessible(page);
      }
      await page.context().close();
    }
  });
