import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { anApi } from '../test/builders.ts';
import { renderPage } from '../test/render-page.tsx';

vi.mock('../features/imaging/picture-page.tsx', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});
vi.mock('./page-help.tsx', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

test('a page that cannot be fetched says so, and leaves the menu to go elsewhere', async () => {
  // The router says it too.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { user } = await renderPage('/gallery/one', anApi());
  expect(await screen.findByRole('alert')).toBeVisible();
  await user.click(screen.getByRole('link', { name: 'Studio' }));
  expect(await screen.findByRole('textbox', { name: 'Prompt' })).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('a page whose help cannot be fetched is there without it', async () => {
  await renderPage('/gallery', anApi());
  expect(await screen.findByRole('heading', { name: 'Gallery' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Studio' })).toBeVisible();
});
