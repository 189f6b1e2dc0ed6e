import { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ada, connectionOf } from '../test/builders';
import { renderPage } from '../test/render-page';
import { sections } from './sections';

const ofTheLayout = ['Session', 'UnreadCount'];

test.each([
  ...sections.flatMap(({ pages }) => pages.map(({ to, needs }) => [to, needs] as const)),
  ['/reviews/numbers', 'onboarding.review'],
  ['/requests/a', 'imaging.monitor'],
  ['/campaigns/new', 'campaigns.manage'],
  ['/campaigns/a/edit', 'campaigns.manage'],
  ['/people/invite', 'accounts.invite'],
] as const)('%s says in one way what it takes, and reads nothing', async (address, needs) => {
  const every = sections.flatMap(({ pages }) => pages.map((each) => each.needs as string));
  const permissions = ['accounts.desk', ...every.filter((permission) => permission !== needs)];
  const api = new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions } }),
    UnreadCount: () => ({ unreadNotifications: 0 }),
  });
  await renderPage(address, api);
  const page = within(await screen.findByRole('main'));
  expect(await page.findByRole('heading', { level: 2, name: 'You may not see this' })).toBeVisible();
  expect(
    page.getByText(/^It takes the permission “[A-Z].+”\. If you should have it, ask your administrator\.$/),
  ).toBeVisible();
  expect(page.getByRole('link', { name: 'Go to the start page' })).toHaveAttribute('href', '/');
  expect(page.queryByRole('button')).toBeNull();
  expect(api.asked.map(({ operation }) => operation).filter((each) => !ofTheLayout.includes(each))).toEqual([]);
});

test('what somebody may do changes while a page is open: it is taken away and given back', async () => {
  let permissions = ['accounts.desk', 'operations.deadLetters'];
  const api = new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions } }),
    QueuesPage: () => ({ jobQueues: [], deadLetters: connectionOf('DeadLetterConnection', []) }),
  });
  const { connection } = await renderPage('/queues', api);
  const page = within(await screen.findByRole('main'));
  const menu = within(screen.getByRole('navigation'));
  expect(await page.findByRole('heading', { level: 2, name: 'Job queues' })).toBeVisible();

  permissions = ['accounts.desk'];
  act(() => connection.become('reconnecting'));
  act(() => connection.become('online'));
  expect(await page.findByRole('heading', { level: 2, name: 'You may not see this' })).toBeVisible();
  expect(page.queryByRole('heading', { name: 'Job queues' })).toBeNull();
  expect(menu.queryByRole('link', { name: 'Queues' })).toBeNull();

  permissions = ['accounts.desk', 'operations.deadLetters'];
  act(() => connection.flows());
  expect(await page.findByRole('heading', { level: 2, name: 'Job queues' })).toBeVisible();
  expect(menu.getByRole('link', { name: 'Queues' })).toBeVisible();
});
