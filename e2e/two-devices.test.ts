import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible, isSamePage, markPage, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

const noa = { email: 'noa@demo.example', password: 'studio-demo-1' };

const inputOf = (page: Page, field: string) => page.locator(`#question-${field} input`);

async function answer(page: Page, field: string, text: string): Promise<void> {
  await inputOf(page, field).fill(text);
  await inputOf(page, field).blur();
}

/** Waits until the field holds it. */
async function holds(page: Page, field: string, text: string): Promise<void> {
  await expect.poll(() => inputOf(page, field).inputValue(), { timeout: 20_000 }).toBe(text);
}

const overview = (page: Page) => page.getByRole('heading', { level: 1, name: 'Your application' });

const savedHere = (page: Page, field: string) => page.locator(`#question-${field}`).getByText('Saved', { exact: true });

/** What a camera reads from the code: the address that the code was drawn of. */
async function photographed(page: Page): Promise<string> {
  const [response] = await Promise.all([
    page.waitForResponse((each) => each.request().postData()?.includes('beginHandOff') === true),
    page.getByRole('button', { name: 'Show the code' }).click(),
  ]);
  await page.getByRole('img', { name: 'Code that opens your application on the phone' }).waitFor();
  const { data } = (await response.json()) as { data: { beginHandOff: { address: string } } };
  return data.beginHandOff.address;
}

test('an applicant goes on with the phone, and the phone can do nothing else', async () => {
  const desktop = await openPage(`${stage.url}/onboarding`);
  await signIn(desktop, noa);
  const unanswered = desktop.getByRole('link', { name: /^Address .*Postal code/ });
  await unanswered.waitFor();
  const link = await photographed(desktop);
  await expectAccessible(desktop);
  await markPage(desktop);

  const mobile = await openPage(link, { viewport: phone });
  await mobile.getByRole('button', { name: 'Continue here' }).waitFor();
  await expectAccessible(mobile);
  await mobile.getByRole('button', { name: 'Continue here' }).click();
  await overview(mobile).waitFor();
  await expectAccessible(mobile);
  await desktop.getByText(/is connected and can fill in your application, nothing else/).waitFor();
  await expectAccessible(desktop);

  for (const closed of ['studio', 'gallery', 'profile', 'security']) {
    await mobile.goto(`${stage.url}/${closed}`);
    await overview(mobile).waitFor();
  }
  expect(await mobile.getByRole('link', { name: /^(Studio|Gallery|Inbox)$/ }).count()).toBe(0);

  await mobile.getByRole('link', { name: /^Address / }).click();
  await answer(mobile, 'postalCode', '211 42');
  await unanswered.waitFor({ state: 'hidden' });

  const late = await openPage(link, { viewport: phone });
  await late.getByRole('button', { name: 'Continue here' }).click();
  await late.getByText(/This code was used already/).waitFor();
  await expectAccessible(late);

  await markPage(mobile);
  await desktop.getByRole('button', { name: 'Sign the phone out' }).click();
  await mobile.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  expect(await isSamePage(mobile)).toBe(true);
  await desktop.getByRole('button', { name: 'Show the code' }).waitFor();
  expect(await isSamePage(desktop)).toBe(true);
});

test('whoever changes an answer on two devices chooses, and what is typed without a connection is saved later', async () => {
  const address = `${stage.url}/onboarding/address`;
  const [desktop, mobile] = await Promise.all([openPage(address), openPage(address, { viewport: phone })]);
  await Promise.all([signIn(desktop, noa), signIn(mobile, noa)]);
  await Promise.all([holds(desktop, 'city', 'Malmö'), holds(mobile, 'city', 'Malmö')]);

  await mobile.context().setOffline(true);
  await answer(mobile, 'line1', 'Storgatan 14');
  await answer(mobile, 'line2', 'Third floor');
  await answer(mobile, 'city', 'Lund');
  await mobile.getByText(/What you typed stays here/).waitFor();
  await answer(desktop, 'line1', 'Storgatan 13');
  await answer(desktop, 'city', 'Ystad');
  await savedHere(desktop, 'line1').waitFor();
  await savedHere(desktop, 'city').waitFor();
  await mobile.context().setOffline(false);

  const street = mobile.locator('#question-line1').getByRole('alert');
  const city = mobile.locator('#question-city').getByRole('alert');
  await Promise.all([street.getByText('Storgatan 13').waitFor(), city.getByText('Ystad').waitFor()]);
  await street.getByText('Storgatan 14').waitFor();
  await city.getByText('Lund').waitFor();
  await expectAccessible(mobile);
  // What nobody else changed did not have to wait for the choice.
  await holds(desktop, 'line2', 'Third floor');

  await street.getByRole('button', { name: 'Keep the one from here' }).click();
  await city.getByRole('button', { name: 'Take the other one' }).click();
  await holds(desktop, 'line1', 'Storgatan 14');
  await mobile.getByText('Everything is saved').waitFor();
  await mobile.reload();
  await holds(mobile, 'line1', 'Storgatan 14');
  await holds(mobile, 'city', 'Ystad');
  await holds(mobile, 'line2', 'Third floor');
  await holds(desktop, 'city', 'Ystad');
});

test('the help below a page is seen once that is there, and moves no more', async () => {
  const page = await openPage(`${stage.url}/onboarding`, { viewport: phone });
  await signIn(page, noa);
  await overview(page).waitFor();
  const answered = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('StudioOnboarding')) await answered.promise;
    await route.continue();
  });
  await page.goto(`${stage.url}/onboarding/person`);
  const help = page.getByText('How joining works');
  await help.waitFor({ state: 'attached' });
  expect(await page.getByRole('status', { name: 'Loading' }).count()).toBeGreaterThan(0);
  expect(await help.isVisible()).toBe(false);
  answered.resolve();
  await page.getByLabel('Given name').waitFor();
  await help.waitFor();
  await expectAccessible(page);
  await page.context().close();
});
