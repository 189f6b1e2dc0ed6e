import { Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { anApi } from '../test/builders.ts';
import { renderPage } from '../test/render-page.tsx';

vi.mock('../features/imaging/picture-page.tsx', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});
vi.mock('./sign-in-page.tsx', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});
vi.mock('./page-help.tsx', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

// What went wrong router and boundaries say too.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

/** The landmarks that hold the words, and the page's headings. */
const saidIn = () => ({
  mains: screen.getAllByRole('main').map((main) => within(main).getAllByRole('alert').length),
  headings: screen.getAllByRole('heading').map(({ tagName, textContent }) => `${tagName} ${textContent}`),
});
const onePage = { mains: [1], headings: ['H1 This did not load'] };

test('before anybody is signed in, a page that cannot be fetched is a page of its own', async () => {
  await renderPage('/sign-in', anApi());
  await screen.findByRole('alert');
  expect(saidIn()).toEqual(onePage);
});

test('who is signed in cannot be read: that is a page of its own, and reading again goes on', async () => {
  const api = anApi();
  api.reachable(false);
  const { user } = await renderPage('/studio', api);
  await screen.findByRole('alert');
  expect(saidIn()).toEqual(onePage);
  api.reachable(true);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('textbox', { name: 'Prompt' })).toBeVisible();
});

test('what a page is about cannot be read: the page says so under a heading of its own', async () => {
  const api = anApi();
  api.answer('StudioTermsText', () => {
    throw new Refusal('INTERNAL_SERVER_ERROR');
  });
  await renderPage('/terms/one', api);
  await screen.findByRole('alert');
  expect(saidIn()).toEqual(onePage);
});

test('a page that cannot be fetched says so, and leaves the menu to go elsewhere', async () => {
  const { user } = await renderPage('/gallery/one', anApi());
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(saidIn()).toEqual(onePage);
  await user.click(screen.getByRole('link', { name: 'Studio' }));
  expect(await screen.findByRole('textbox', { name: 'Prompt' })).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a page whose help cannot be fetched is there without it', async () => {
  await renderPage('/gallery', anApi());
  expect(await screen.findByRole('heading', { name: 'Gallery' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Studio' })).toBeVisible();
});
