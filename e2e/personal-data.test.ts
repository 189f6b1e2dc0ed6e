import { expect, test } from 'vitest';
import { ada, expectAccessible, lena, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

/** Support: sees contact details masked. */
const sofia = { ...ada, email: 'sofia@demo.example' };

const { stage, openPage } = onStage({ withWorker: false });

test('a phone number is kept by its owner, found by support as a whole, and shown for a reason', async () => {
  const studio = await openPage(`${stage.url}/sign-in`, { viewport: phone, colorScheme: 'dark' });
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

  const desk = await openPage(`${stage.url}/admin/people?search=%2B491701234567`);
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
