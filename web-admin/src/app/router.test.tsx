import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ada } from '../test/builders';
import { renderPage } from '../test/render-page';

vi.mock('./sign-in-page', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});
vi.mock('../features/accounts/roles-page', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

const anApi = (): FakeApi =>
  new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: [...ada.permissions, 'accounts.readRoles'] } }),
    RequestPage: () => {
      throw new Refusal('INTERNAL_SERVER_ERROR');
    },
  });

// What went wrong router and boundaries say too.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

/** The landmarks that hold the words, and the page's headings. */
const saidIn = () => ({
  mains: screen.getAllByRole('main').map((main) => within(main).getAllByRole('alert').length),
  headings: within(screen.getByRole('main'))
    .getAllByRole('heading')
    .map(({ tagName, textContent }) => `${tagName} ${textContent}`),
});
const onePage = { mains: [1], headings: ['H1 This did not load'] };

test.each([
  ['before anybody is signed in, a page that cannot be fetched', '/sign-in'],
  ['a page that cannot be fetched', '/roles'],
  ['a page about something that cannot be read', '/requests/a'],
])('%s says so under a heading of its own', async (_, address) => {
  await renderPage(address, anApi());
  await screen.findByRole('alert');
  expect(saidIn()).toEqual(onePage);
});

test('who is signed in cannot be read: that is a page of its own, and reading again goes on', async () => {
  const api = anApi();
  api.reachable(false);
  const { user } = await renderPage('/nowhere', api);
  await screen.findByRole('alert');
  expect(saidIn()).toEqual(onePage);
  api.reachable(true);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'There is nothing here' })).toBeVisible();
});
