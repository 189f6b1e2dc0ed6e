import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import type { LinkRules } from '../../platform/safe-fetch.ts';

/** Where a platform shows profiles, and where it sends who looks: to no other host is anybody followed. */
const pageHosts: Readonly<Record<SocialPlatform, readonly string[]>> = {
  INSTAGRAM: ['www.instagram.com', 'instagram.com'],
  TIKTOK: ['www.tiktok.com', 'tiktok.com', 'm.tiktok.com'],
  YOUTUBE: ['www.youtube.com', 'youtube.com', 'm.youtube.com', 'consent.youtube.com'],
  X: ['x.com', 'www.x.com', 'twitter.com', 'www.twitter.com'],
  TWITCH: ['www.twitch.tv', 'twitch.tv', 'm.twitch.tv'],
  LINKEDIN: ['www.linkedin.com', 'linkedin.com', '*.linkedin.com'],
  FACEBOOK: ['www.facebook.com', 'facebook.com', 'm.facebook.com'],
  // One for each country.
  PINTEREST: ['www.pinterest.com', 'pinterest.com', '*.pinterest.com'],
};

export const pageRules = (platform: SocialPlatform): LinkRules => ({
  hosts: pageHosts[platform],
  allowLoopback: false,
  milliseconds: 10_000,
});

const longestTag = 4_000;

/** In one walk, whatever the page is made of. */
function* tagsOf(html: string, name: 'meta' | 'link'): Generator<string> {
  for (let at = 0; ;) {
    const end = html.indexOf('>', at);
    if (end === -1) return;
    const within = html.slice(Math.max(at, end - longestTag), end);
    const begin = within.toLowerCase().indexOf(`<${name}`);
    if (begin !== -1) yield within.slice(begin);
    at = end + 1;
  }
}

/** `content` of a meta tag, whichever order its attributes are in. */
function metaContents(html: string, name: string): string[] {
  const named = new RegExp(`\\b(?:name|property)\\s*=\\s*["']${name}["']`, 'i');
  return [...tagsOf(html, 'meta')]
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

/**
 * Which channel the page is of, as its key: YouTube says so in the address that it calls the page's own. Null: it does not say,
 * or the platform has no other names than the one in the link.
 */
export function channelOnPage(platform: SocialPlatform, html: string): string | null {
  if (platform !== 'YOUTUBE') return null;
  for (const tag of tagsOf(html, 'link')) {
    if (!/\brel\s*=\s*["']canonical["']/i.test(tag)) continue;
    const id = /\bhref\s*=\s*["']https:\/\/www\.youtube\.com\/channel\/(UC[\w-]{22})["']/i.exec(tag)?.[1];
    return id === undefined ? null : `channel/${id}`;
  }
  return null;
}
