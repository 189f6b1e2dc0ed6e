import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';

const longestTag = 4_000;

/** In one walk, whatever the page is made of. */
function* metaTags(html: string): Generator<string> {
  for (let at = 0; ;) {
    const end = html.indexOf('>', at);
    if (end === -1) return;
    const within = html.slice(Math.max(at, end - longestTag), end);
    const begin = within.toLowerCase().indexOf('<meta');
    if (begin !== -1) yield within.slice(begin);
    at = end + 1;
  }
}

/** `content` of a meta tag, whichever order its attributes are in. */
function metaContents(html: string, name: string): string[] {
  const named = new RegExp(`\\b(?:name|property)\\s*=\\s*["']${name}["']`, 'i');
  return [...metaTags(html)]
    .filter((tag) => named.test(tag))
    .flatMap((tag) => /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag)?.slice(1) ?? [])
    .filter((text) => text !== undefined);
}

const summaries = (html: string): string[] => [
  ...metaContents(html, 'description'),
  ...metaContents(html, 'og:description'),
];

/** The text of one member of JSON inside the page, as it stands there. */
const jsonTexts = (html: string, member: string): string[] =>
  [...html.matchAll(new RegExp(`"${member}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){0,4000})"`, 'g'))].map(
    ([, text = '']) => text,
  );

/**
 * What the owner of a profile wrote about themselves on its public page, and nothing else: under a profile others write
 * too, and a code in a comment proves nothing. Codes are letters and digits, so nothing needs to be decoded.
 */
const ownWords: Partial<Record<SocialPlatform, (html: string) => string[]>> = {
  YOUTUBE: summaries,
  // The biography of the page's own user comes before everything that the page shows of others.
  TIKTOK: (html) => [...metaContents(html, 'description'), ...jsonTexts(html, 'signature').slice(0, 1)],
  TWITCH: summaries,
  PINTEREST: summaries,
};

/** Null: the code is not there. Otherwise the words around it. */
export function codeOnPage(platform: SocialPlatform, html: string, code: string): string | null {
  for (const text of (ownWords[platform] ?? summaries)(html)) {
    const at = text.toUpperCase().indexOf(code);
    const standsAlone = at >= 0 && !/[A-Z0-9]/i.test(text[at + code.length] ?? ' ');
    if (standsAlone) return text.slice(Math.max(0, at - 100), at + code.length + 100);
  }
  return null;
}
