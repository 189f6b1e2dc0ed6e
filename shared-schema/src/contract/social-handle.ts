import type { Checked, ProblemCode } from './checked.ts';
import { checkLine, mixesAlphabets } from './typed-text.ts';

export const socialPlatforms = [
  'INSTAGRAM',
  'TIKTOK',
  'YOUTUBE',
  'X',
  'TWITCH',
  'LINKEDIN',
  'FACEBOOK',
  'PINTEREST',
] as const;
export type SocialPlatform = (typeof socialPlatforms)[number];

/** The same in every language. */
export const socialPlatformNames: Readonly<Record<SocialPlatform, string>> = {
  INSTAGRAM: 'Instagram',
  TIKTOK: 'TikTok',
  YOUTUBE: 'YouTube',
  X: 'X',
  TWITCH: 'Twitch',
  LINKEDIN: 'LinkedIn',
  FACEBOOK: 'Facebook',
  PINTEREST: 'Pinterest',
};

export interface SocialProfile {
  platform: SocialPlatform;
  /** As it is shown, without the @. */
  handle: string;
  /** Equal for two spellings of one profile, different for two profiles of the platform. */
  key: string;
  /** The profile's public page, always in the same form. */
  url: string;
}

type Found = { handle: string; key: string; path: string } | { problem: ProblemCode };

interface Platform {
  /** The whole host in small letters, without `www.`. */
  host: RegExp;
  /** Hosts that only forward. */
  short?: RegExp;
  /** Of hosts that show single posts. */
  posts?: RegExp;
  home: string;
  /** A name that was typed without a link. */
  named(name: string): Found;
  /** The parts of a link's path, without empty ones. */
  linked(path: string[], query: URLSearchParams): Found;
}

const longestTyped = 500;
const post: Found = { problem: 'POST_NOT_PROFILE' };
const badHandle: Found = { problem: 'HANDLE_INVALID' };
const lookalike = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uFF01-\uFF5E]/u;

const same = (handle: string, path = handle): Found => ({ handle, key: handle.toLowerCase(), path });

/** Names in ASCII that differ only in capitals are one. */
const asciiName =
  (shape: RegExp, path: (handle: string) => string = (handle) => handle.toLowerCase()) =>
  (name: string): Found =>
    shape.test(name)
      ? same(name, path(name))
      : { problem: lookalike.test(name) ? 'LOOKALIKE_LETTERS' : 'HANDLE_INVALID' };

/** A profile is the first part of the path; tabs of the profile may follow, anything else is a page inside it. */
const firstPart =
  (named: Platform['named'], reserved: string, tabs: string) =>
  ([first = '', second]: string[]): Found => {
    if (reserved.split(' ').includes(first.toLowerCase())) return post;
    if (second !== undefined && !tabs.split(' ').includes(second.toLowerCase())) return post;
    return named(first.replace(/^@/, ''));
  };

const instagram = asciiName(/^(?!\.)(?!.*\.\.)[\w.]{1,30}(?<!\.)$/, (handle) => `${handle.toLowerCase()}/`);
const tiktok = asciiName(/^[\w.]{2,24}(?<!\.)$/, (handle) => `@${handle.toLowerCase()}`);
const x = asciiName(/^\w{1,15}$/);
const twitch = asciiName(/^(?!_)\w{3,25}$/);
const pinterest = asciiName(/^\w{3,30}$/, (handle) => `${handle.toLowerCase()}/`);

/** Letters of every script are allowed in handles of YouTube and in names of LinkedIn. */
function inAnyScript(name: string, shape: RegExp, prefix: string): Found {
  const handle = name.normalize('NFC');
  if (mixesAlphabets(handle) || /[\uFF01-\uFF5E]/.test(handle)) return { problem: 'LOOKALIKE_LETTERS' };
  if (!shape.test(handle)) return badHandle;
  const small = handle.toLowerCase().normalize('NFC');
  return { handle, key: `${prefix}${small}`, path: `${prefix}${encodeURIComponent(small)}` };
}

const youtubeHandle = (name: string): Found => inAnyScript(name, /^[\p{L}\p{M}\p{N}_.\-·]{3,30}$/u, '@');
/** Capitals count in the id of a channel. */
const youtubeChannel = (id: string): Found =>
  /^UC[\w-]{22}$/.test(id) ? { handle: id, key: `channel/${id}`, path: `channel/${id}` } : badHandle;
const youtubeTabs =
  'featured videos shorts streams live playlists community about releases podcasts store membership posts';

const linkedinName = (name: string, prefix: string): Found =>
  inAnyScript(name, /^[\p{L}\p{M}\p{N}\-_.]{2,100}$/u, prefix);

/** Facebook takes names with and without dots for one. */
function facebookName(name: string): Found {
  if (/^\d{5,20}$/.test(name)) return facebookId(name);
  if (!/^(?!\.)[a-z0-9.]{5,50}(?<!\.)$/i.test(name))
    return { problem: lookalike.test(name) ? 'LOOKALIKE_LETTERS' : 'HANDLE_INVALID' };
  return { handle: name, key: name.toLowerCase().replaceAll('.', ''), path: name.toLowerCase() };
}
const facebookId = (id: string): Found =>
  /^\d{5,20}$/.test(id) ? { handle: id, key: `id/${id}`, path: `profile.php?id=${id}` } : badHandle;

const platforms: Record<SocialPlatform, Platform> = {
  INSTAGRAM: {
    host: /^(m\.)?instagram\.com$/,
    short: /^(ig\.me|instagr\.am)$/,
    home: 'https://www.instagram.com/',
    named: instagram,
    linked: firstPart(
      instagram,
      'p reel reels stories explore tv accounts direct about s share legal developer web',
      'reels tagged channel guides',
    ),
  },
  TIKTOK: {
    host: /^(m\.)?tiktok\.com$/,
    short: /^(vm|vt)\.tiktok\.com$/,
    home: 'https://www.tiktok.com/',
    named: tiktok,
    linked: ([first = '', second]) => (first.startsWith('@') && second === undefined ? tiktok(first.slice(1)) : post),
  },
  YOUTUBE: {
    host: /^((m|music)\.)?youtube\.com$/,
    posts: /^youtu\.be$/,
    home: 'https://www.youtube.com/',
    named: (name) => (/^UC[\w-]{22}$/.test(name) ? youtubeChannel(name) : youtubeHandle(name)),
    linked: ([first = '', ...rest]) => {
      const name = first.startsWith('@') ? first.slice(1) : rest.shift();
      const tab = rest[0];
      if (tab !== undefined && !youtubeTabs.split(' ').includes(tab.toLowerCase())) return post;
      if (first.startsWith('@')) return youtubeHandle(name ?? '');
      const kind = first.toLowerCase();
      if (kind === 'channel') return youtubeChannel(name ?? '');
      // Names of the time before handles: nobody sees from one whether it is the channel of a handle.
      return kind === 'c' || kind === 'user' ? { problem: 'OLD_CHANNEL_LINK' } : post;
    },
  },
  X: {
    host: /^((mobile|m)\.)?(x|twitter)\.com$/,
    short: /^t\.co$/,
    home: 'https://x.com/',
    named: x,
    linked: firstPart(
      x,
      'home search i intent hashtag share explore settings notifications messages login tos privacy compose jobs',
      'with_replies media likes highlights articles',
    ),
  },
  TWITCH: {
    host: /^((m|go)\.)?twitch\.tv$/,
    posts: /^clips\.twitch\.tv$/,
    home: 'https://www.twitch.tv/',
    named: twitch,
    linked: firstPart(
      twitch,
      'videos directory downloads jobs p settings subscriptions inventory wallet turbo search',
      'about videos schedule clips home',
    ),
  },
  LINKEDIN: {
    host: /^(([a-z]{2}|m|mobile)\.)?linkedin\.com$/,
    short: /^lnkd\.in$/,
    home: 'https://www.linkedin.com/',
    named: (name) => linkedinName(name, 'in/'),
    linked: ([kind = '', name = '', ...rest]) => {
      const prefix = kind.toLowerCase();
      const language = rest.length === 1 && /^[a-z]{2}$/i.test(rest[0] ?? '');
      if (prefix !== 'in' && prefix !== 'company') return post;
      return rest.length === 0 || language || rest[0] === 'about' ? linkedinName(name, `${prefix}/`) : post;
    },
  },
  FACEBOOK: {
    host: /^((m|web|mbasic|touch|[a-z]{2}-[a-z]{2})\.)?(facebook|fb)\.com$/,
    short: /^(fb\.me|fb\.watch)$/,
    home: 'https://www.facebook.com/',
    named: facebookName,
    linked: ([first = '', ...rest], query) => {
      const page = first.toLowerCase();
      if (page === 'profile.php') return facebookId(query.get('id') ?? '');
      if ((page === 'people' || page === 'pages') && rest.length === 2) return facebookId(rest[1] ?? '');
      return firstPart(
        facebookName,
        'groups events watch share sharer sharer.php photo photo.php photos story.php permalink.php reel reels hashtag ' +
          'marketplace gaming login login.php help settings home.php people pages search stories p l.php',
        'about photos videos reels reels_tab followers friends mentions',
      )([first, ...rest]);
    },
  },
  PINTEREST: {
    host: /^([a-z]{2}\.)?pinterest\.(com|[a-z]{2}|co\.(uk|kr|in)|com\.(mx|au|br|uy|pe|ec|vn))$/,
    short: /^pin\.it$/,
    home: 'https://www.pinterest.com/',
    named: pinterest,
    linked: firstPart(
      pinterest,
      'pin ideas search today explore business settings board topics categories',
      '_created _saved _profile boards pins',
    ),
  },
};

const hostOf = (url: URL): string => url.hostname.replace(/^www\./, '');
const belongsTo = ({ host, short, posts }: Platform, name: string): boolean =>
  host.test(name) || !!short?.test(name) || !!posts?.test(name);

/** Without a slash and a scheme it is a name, even one with dots in it; but nobody means a site's name by it. */
const isLink = (text: string): boolean =>
  /[/\\?#]|^[a-z][a-z0-9+.-]*:|^www\./i.test(text) ||
  /(instagram|tiktok|youtube|twitter|twitch|linkedin|facebook|pinterest)\.[a-z]{2}/i.test(text) ||
  Object.values(platforms).some((platform) => belongsTo(platform, text.toLowerCase().replace(/^www\./, '')));

/** Null: none of the web, or none at all. */
function parsed(text: string): URL | null {
  const link = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text.replace(/^\/\//, '')}`;
  if (/[\s\\]/.test(link) || !/^https?:\/\/[^/]/i.test(link) || !URL.canParse(link)) return null;
  return new URL(link);
}

function decoded(path: string): string[] | null {
  try {
    const parts = decodeURIComponent(path).split('/').filter(Boolean);
    // What was hidden behind percent signs has to stand the same test.
    return parts.every((part) => 'value' in checkLine(part, longestTyped)) ? parts : null;
  } catch {
    return null;
  }
}

function fromLink(wanted: SocialPlatform, text: string): Found {
  const authority = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?(?<it>[^/?#]*)/i.exec(text)?.groups?.['it'] ?? '';
  if (authority.includes('@') && authority.indexOf('@') > 0) return { problem: 'LINK_CREDENTIALS' };
  // Looked at as it was typed: a browser writes wide letters as ordinary ones.
  if (/[^\x20-\x7E]/.test(authority) || /(^|\.)xn--/i.test(authority)) return { problem: 'LOOKALIKE_LETTERS' };
  const url = parsed(text);
  if (!url) return { problem: 'LINK_INVALID' };
  if (url.username !== '' || url.password !== '') return { problem: 'LINK_CREDENTIALS' };
  const platform = platforms[wanted];
  const host = hostOf(url);
  if (url.port !== '' || !Object.values(platforms).some((each) => belongsTo(each, host)))
    return { problem: 'WRONG_SITE' };
  if (!belongsTo(platform, host)) return { problem: 'WRONG_PLATFORM' };
  if (platform.short?.test(host)) return { problem: 'SHORT_LINK' };
  if (platform.posts?.test(host)) return post;
  const path = decoded(url.pathname);
  if (!path) return { problem: 'LINK_INVALID' };
  return path.length === 0 ? { problem: 'PROFILE_MISSING' } : platform.linked(path, url.searchParams);
}

/** `text`: @name, name, or a link to the profile in any of its spellings. Nothing is fetched. */
export function checkSocialProfile(platform: SocialPlatform, text: string): Checked<SocialProfile> {
  const line = checkLine(text, longestTyped);
  if ('problem' in line) return line;
  const typed = line.value;
  const found =
    !typed.startsWith('@') && isLink(typed)
      ? fromLink(platform, typed)
      : platforms[platform].named(typed.replace(/^@/, ''));
  if ('problem' in found) return found;
  const { handle, key, path } = found;
  const url = platforms[platform].home + path;
  // A page of the platform itself, such as "explore", has the form of a name.
  return 'problem' in fromLink(platform, url)
    ? { problem: 'HANDLE_INVALID' }
    : { value: { platform, handle, key, url } };
}
