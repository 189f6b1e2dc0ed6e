import type { Language } from '@influencegen/shared-schema/ui/i18n';

export interface HelpArticle {
  slug: string;
  title: string;
  /** Markdown. */
  text: string;
}

const files = import.meta.glob<string>('./help/*.md', { query: '?raw', import: 'default', eager: true });

/** In which they make sense. */
const order = [
  'how-joining-works',
  'came-back',
  'documents',
  'phone',
  'offline',
  'social-profiles',
  'privacy',
  'changing-later',
  'studio',
];

/** What people look up, in their language. The first line of a file is its title. */
export const helpArticles = (language: Language): HelpArticle[] =>
  order.map((slug) => {
    const [title = '', ...text] = files[`./help/${slug}.${language}.md`]!.split('\n');
    return { slug, title: title.replace(/^# /, ''), text: text.join('\n').trim() };
  });

/** Without accents and capitals, as people type when they search. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** All words that were typed occur; those in the title come first. */
export function searchHelp(articles: readonly HelpArticle[], typed: string): HelpArticle[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const found = articles.filter(({ title, text }) => words.every((word) => plain(`${title} ${text}`).includes(word)));
  const inTitle = ({ title }: HelpArticle): number => (words.every((word) => plain(title).includes(word)) ? 0 : 1);
  return found.toSorted((a, b) => inTitle(a) - inTitle(b));
}
