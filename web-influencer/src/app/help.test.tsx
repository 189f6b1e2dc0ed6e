import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isLanguage, spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { anApi, lena } from '../test/builders.ts';
import { renderPage } from '../test/render-page.tsx';
import { articleFor } from './article-for.ts';
import { helpArticles, searchHelp, withFacts } from './help-articles.ts';

const figuresIn = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();
/** Paragraphs and points, line by line. */
const shapeOf = (text: string): string[] =>
  text.split('\n').map((line) => (line.startsWith('- ') ? 'point' : line && 'paragraph'));

test('every article is there in every language, and every file is shown', () => {
  const files = readdirSync(path.join(import.meta.dirname, 'help'));
  const english = helpArticles('en');
  const spoken = files.filter((file) => isLanguage(file.split('.')[1]));
  expect(spoken.length).toBe(english.length * spokenLanguages.length);
  for (const language of spokenLanguages)
    for (const [i, { slug, title, text }] of helpArticles(language).entries()) {
      expect(files).toContain(`${slug}.${language}.md`);
      expect(title, slug).not.toBe('');
      expect(figuresIn(text), `${slug} in ${language}`).toEqual(figuresIn(english[i]!.text));
      expect(shapeOf(text), `${slug} in ${language}`).toEqual(shapeOf(english[i]!.text));
    }
});

test('words are found without accents, and in a title first', () => {
  const titles = searchHelp(helpArticles('es'), 'TELEFONO').map(({ slug }) => slug);
  expect(titles[0]).toBe('phone');
  expect(searchHelp(helpArticles('fr'), "S'IL n'est pas").map(({ slug }) => slug)).toContain('social-profiles');
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

/** Lena, with the rules that staff have set. */
function withRules(rules: Record<string, unknown> = {}) {
  const api = anApi();
  const viewer = { ...lena, permissions: [...lena.permissions, 'onboarding.own', 'documents.own'] };
  api.answer('StudioSession', () => ({ viewer }));
  api.answer('StudioImpersonation', () => ({ viewer: { ...viewer, impersonation: null } }));
  api.answer('StudioFirstSteps', () => ({
    firstSteps: { __typename: 'FirstSteps', id: 'lena', putAwayAt: null, steps: [] },
  }));
  api.answer('StudioHelpFacts', () => ({
    joiningRules: {
      __typename: 'JoiningRules',
      minimumAge: 18,
      reviewHours: 24,
      reminderDays: [30, 7, 1],
      handOffMinutes: 5,
      handOffHours: 12,
      socialCodeHours: 72,
      socialStaffDays: 14,
      depositTries: 3,
      depositDays: 14,
      ...rules,
    },
    documentRules: { __typename: 'DocumentRules', types: ['image/jpeg'], maxBytes: 20_000_000, maxPages: 20 },
  }));
  return api;
}

describe('figures', () => {
  test('are those that staff have set, in words', async () => {
    await renderPage('/help/waiting', withRules({ reviewHours: 48 }));
    expect(await screen.findByText(/we decide within 48 hours\./)).toBeInTheDocument();
  });

  test('can be searched for, and none is left open in any article', async () => {
    const { user } = await renderPage('/help', withRules());
    await user.type(await screen.findByRole('searchbox', { name: 'What are you looking for?' }), '30 days');
    expect(await screen.findByRole('link', { name: /When something expires/ })).toBeInTheDocument();
    for (const slug of helpArticles('en').map((article) => article.slug)) {
      const { user: reader } = await renderPage(`/help/${slug}`, withRules());
      expect(reader).toBeDefined();
    }
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(helpArticles('en').length));
    expect(document.body.textContent).not.toMatch(/\{\{|undefined/);
    for (const [article, { text }] of screen
      .getAllByRole('article')
      .map((shown, i) => [shown, helpArticles('en')[i]!] as const))
      expect(article.querySelectorAll('p, li')).toHaveLength(text.split('\n').filter(Boolean).length);
  });

  test('that are not known take their line along, and nothing else', () => {
    const [shown] = withFacts([{ slug: 'a', title: 'A', text: 'One.\n\nTwo {{days}}.\n\nThree {{none}}.' }], {
      days: '7 days',
      none: '',
    });
    expect(shown!.text).toBe('One.\n\nTwo 7 days.\n');
  });
});

describe('on the pages', () => {
  test('the most particular article is offered, and each leads somewhere', async () => {
    expect(articleFor('/onboarding/payout-account')).toBe('payout');
    expect(articleFor('/onboarding/niches')).toBe('how-joining-works');
    expect(articleFor('/onboardingx')).toBeNull();
    const { user } = await renderPage('/gallery', withRules());
    const help = await screen.findByRole('complementary', { name: 'Help' });
    await user.click(within(help).getByRole('link', { name: 'Your pictures' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Your pictures' })).toBeInTheDocument();
  });
});
