import { test } from 'vitest';
import { eventually } from '../api/test/stage.ts';
import { ada, expectAccessible, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

const storedQuota = (): Promise<unknown> =>
  stage
    .sql<{ value: unknown }>(
      `select value from setting_value where key = 'imaging.monthlyQuota' and scope = 'workspace'`,
    )
    .then(([row]) => row?.value ?? null);

test('staff find a setting, change it with a reason, compare, and take it back', async () => {
  const desk = await openPage(`${stage.url}/admin/settings`);
  await signIn(desk, ada);
  await desk.getByRole('heading', { name: 'Imaging' }).waitFor();
  await expectAccessible(desk);
  await desk.getByRole('searchbox', { name: 'Search settings' }).fill('calendar month');
  await desk.getByRole('button', { name: /calendar month/ }).click();
  await desk.getByRole('textbox', { name: 'Value', exact: true }).fill('250');
  await desk.getByRole('textbox', { name: /Reason/ }).fill('A busy season');
  await desk.getByRole('button', { name: 'Save' }).click();
  await desk.getByText('Saved.', { exact: false }).waitFor();
  await eventually('the change', async () => (await storedQuota()) === 250 || undefined);
  await desk.getByRole('list', { name: 'History' }).getByText('A busy season').waitFor();
  await desk.getByRole('button', { name: 'Compare' }).click();
  await desk.getByRole('columnheader', { name: 'Initially' }).waitFor();
  await expectAccessible(desk);

  await desk.getByRole('button', { name: 'Undo' }).click();
  await desk.getByText('Undone: it is as it was before.').waitFor();
  await eventually('the way back', async () => (await storedQuota()) === null || undefined);
});

test('the settings can be read and edited on a phone in the dark', async () => {
  const desk = await openPage(`${stage.url}/admin/settings?open=imaging.steps`, {
    viewport: phone,
    colorScheme: 'dark',
  });
  await signIn(desk, ada);
  await desk.getByRole('textbox', { name: 'Most' }).waitFor();
  await desk.getByText('The same holds for everybody.').waitFor();
  await expectAccessible(desk);
});
