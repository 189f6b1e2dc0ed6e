import { readdirSync } from 'node:fs';
import path from 'node:path';
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { anApi } from '../test/builders.ts';
import { renderPage } from '../test/render-page.tsx';
import { helpArticles, searchHelp } from './help-articles.ts';

test('every article is there in every language, and every file is shown', () => {
  const files = readdirSync(path.join(import.meta.dirname, 'help'));
  expect(files.length).toBe(helpArticles('en').length * 2);
  for (const language of ['en', 'es'] as const)
    for (const { slug, title, text } of helpArticles(language)) {
      expect(files).toContain(`${slug}.${language}.md`);
      expect(title, slug).not.toBe('');
      expect(text.length, slug).toBeGreaterThan(100);
    }
});

test('words are found without accents, and in a title first', () => {
  const titles = searchHelp(helpArticles('es'), 'TELEFONO').map(({ slug }) => slug);
  expect(titles[0]).toBe('phone');
  expect(searchHelp(helpArticles('en'), 'zebra')).toEqual([]);
});

test('somebody searches, opens an article and comes back to what was found', async () => {
  const { user, address } = await renderPage('/help', anApi());
  await user.type(await screen.findByRole('searchbox', { name: 'What are you looking for?' }), 'camera');
  expect(await screen.findByText('1 article')).toBeInTheDocument();
  await user.click(within(screen.getByRole('main')).getByRole('link', { name: /Going on with your phone/ }));
  expect(await screen.findByRole('heading', { name: 'Going on with your phone' })).toBeInTheDocument();
  expect(address()).toBe('/help/phone');
});

test('a search without a result says what to do', async () => {
  await renderPage('/help?q=zebra', anApi());
  expect(await screen.findByText(/Nothing fits/)).toBeInTheDocument();
});

test('an article that there is not is not found', async () => {
  await renderPage('/help/zebra', anApi());
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeInTheDocument();
});
