import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, startStage } from '../api/test/stage.ts';
import { ada, expectAccessible, lena, openBrowser, openPage, phone, signIn } from './browser.ts';

/** Support: sees contact details masked. */
const sofia = { ...ada, email: 'sofia@demo.example' };

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage({ durable: false, withWorker: false }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

test('a phone number is kept by its owner, found by support as a whole, and shown for a reason', async () => {
  const studio = await openPage(browser, `${stage.url}/sign-in`, { viewport: phone, colorScheme: 'dark' });
  await signIn(studio, lena);
  await studio.getByRole('button', { name: /^Account of/ }).click();
  await studio.getByRole('link', { name: 'Profile', exact: true }).click();
  await studio.getByLabel('Phone').fill('0170 1234567');
  await studio.getByRole('button', { name: 'Save' }).click();
  await studio.getByText('not a phone number with its country code').waitFor();
  await studio.getByLabel('Phone').fill('0049 170 1234567');
  await studio.getByRole('button', { name: 'Save' }).click();
  await studio.getByText('Saved.').waitFor();
  expect(await studio.getByLabel('Phone').inputValue()).toBe('+49 170 1234567');
  await expectAccessible(studio);

  const desk = await openPage(browser, `${stage.url}/admin/people?search=%2B491701234567`);
  await signIn(desk, sofia);
  await desk.getByRole('link', { name: 'Lena Okafor' }).click();
  await desk.getByText('l•••@demo.example').waitFor();
  await desk.getByText('•••567').waitFor();
  await desk.getByRole('button', { name: 'Show the phone number' }).click();
  await desk.getByLabel('Why do you need it?').fill('She asked to be called back');
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Show it' }).click();
  await desk.getByText('+491701234567').waitFor();

  const kept = await stage.sql<{ kept: string }>(
    `select r.field || ' ' || e.action as kept from personal_reveal r join audit_event e on e.details ->> 'reveal' = r.id::text`,
  );
  expect(kept).toEqual([{ kept: 'PHONE accounts.reveal' }]);
});
