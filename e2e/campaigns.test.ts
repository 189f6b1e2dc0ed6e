import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada, expectAccessible, lena, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

const carla = { ...ada, email: 'carla@demo.example' };
const name = 'Morning light over the harbour';

const laptop = { width: 1280, height: 720 };
const bottomOf = async (what: Locator): Promise<number> => {
  const { y, height } = (await what.boundingBox())!;
  return y + height;
};

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** From an empty form to what creators see. */
async function writeAndPublish(desk: Page): Promise<void> {
  await desk.getByRole('link', { name: 'Campaigns' }).click();
  await desk.getByRole('link', { name: 'New campaign' }).click();
  await desk.getByRole('button', { name: 'Save as a draft' }).click();
  await desk.getByText(/fields need another look/).waitFor();
  await expectAccessible(desk);
  await desk.getByLabel('Brand', { exact: true }).selectOption({ label: 'Nordwind Coffee' });
  await desk.getByLabel('Name', { exact: true }).fill(name);
  await desk.getByLabel('Summary').fill('Your first cup of the day, where you drink it.');
  await desk.getByLabel('Brief').fill('We roast for people who get up early.\n\nShow us the place, not the product.');
  await desk.getByLabel('What is to be made').fill('One reel and three stories');
  await desk.getByLabel('Instagram').check();
  await desk.getByLabel('Where they live').selectOption({ label: 'Germany' });
  await desk.getByLabel('Fee for each creator').fill('1.250,50');
  await desk.getByLabel('For how many months').fill('6');
  await desk.getByLabel('Pictures may be made with AI').check();
  await desk.getByLabel('Last day for interest').fill(inDays(10));
  await desk.getByLabel('First day').fill(inDays(20));
  await desk.getByLabel('Last day', { exact: true }).fill(inDays(30));
  await desk.getByRole('button', { name: 'Save as a draft' }).click();

  await desk.getByRole('heading', { level: 1, name }).waitFor();
  await desk.getByText('€1,250.50').waitFor();
  await desk.getByRole('button', { name: 'Send to review' }).click();
  await desk.getByText('In review').waitFor();
  await desk.getByRole('button', { name: 'Publish…' }).click();
  await desk.getByRole('button', { name: 'Publish', exact: true }).click();
  await desk.getByText('Nobody so far.').waitFor();
  await expectAccessible(desk);
}

test('staff publish a campaign, a creator finds it, sees why it fits and is interested, and staff see who', async () => {
  const desk = await openPage(`${stage.url}/admin/`);
  await signIn(desk, carla);
  await writeAndPublish(desk);

  const app = await openPage(`${stage.url}/discover`, { viewport: phone });
  await signIn(app, lena);
  await app.getByRole('heading', { level: 1, name: 'Discover' }).waitFor();
  await app.getByRole('button', { name: 'Platforms' }).click();
  await app.getByRole('group', { name: 'Platforms' }).getByText('Instagram').click();
  await expect.poll(() => new URL(app.url()).searchParams.toString()).toMatch(/instagram/i);
  const card = app.getByRole('article', { name });
  await card.getByText('€1,250.50').waitFor();
  await card.getByText('Fits you').waitFor();
  await expectAccessible(app);
  await card.getByRole('link', { name }).click();
  await app.getByText('It is for Instagram, and you are there.').waitFor();
  await app.getByText('It looks for creators in: Germany. You live there.').waitFor();
  const show = app.getByRole('button', { name: 'I’m interested' });
  await app.setViewportSize(laptop);
  expect(await bottomOf(show), 'on the screen without scrolling').toBeLessThanOrEqual(laptop.height);
  await app.setViewportSize(phone);
  // The size is there a frame before what follows from it.
  await app.waitForFunction(() => matchMedia('(max-width: 59.99rem)').matches);
  const place = await show.boundingBox();
  await show.click();
  const withdraw = app.getByRole('button', { name: 'No longer interested' });
  await withdraw.waitFor();
  expect(await withdraw.boundingBox(), 'nothing moves under the thumb').toEqual(place);
  await expectAccessible(app);

  await desk.getByRole('link', { name: 'Campaigns', exact: true }).first().click();
  await desk.getByRole('link', { name }).click();
  await desk.getByText('1 creator interested').waitFor();
  await desk.getByRole('region', { name: 'Interested creators' }).getByText('Lena Okafor').waitFor();

  await app.goto(`${stage.url}/`);
  const guide = app.getByRole('region', { name: 'Your first steps' });
  await guide
    .getByRole('listitem')
    .filter({ hasText: 'Discover campaigns' })
    .getByRole('img', { name: 'Done:' })
    .waitFor();

  await app.goto(`${stage.url}/discover`);
  await app.getByRole('link', { name }).click();
  await app.getByRole('button', { name: 'No longer interested' }).click();
  await app.getByRole('button', { name: 'I’m interested' }).waitFor();
  await desk.reload();
  await desk.getByText('Nobody so far.').waitFor();

  await desk.getByRole('button', { name: 'Call off…' }).click();
  await desk.getByRole('button', { name: 'Call off', exact: true }).click();
  await desk.getByText('Called off').waitFor();
  await app.goto(`${stage.url}/discover`);
  await app.getByLabel('Search campaigns').fill(name);
  await app.getByText('Nothing fits these filters').waitFor();
});
