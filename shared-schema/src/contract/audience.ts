import type { Checked, ProblemCode } from './checked.ts';
import { isCountry } from './countries.ts';
import { socialPlatforms } from './social-handle.ts';

export const ageBands = ['13_17', '18_24', '25_34', '35_44', '45_54', '55_64', '65_UP'] as const;
export const genders = ['FEMALE', 'MALE', 'OTHER'] as const;
const mostCountries = 10;
const mostLanguages = 10;
/** More people than there are. */
const mostFollowers = 10_000_000_000;

/** Each entry is `KEY:number`, such as `18_24:35` for 35 percent or `INSTAGRAM:12000` for followers: an answer is a list of texts. */
export type Entries = readonly string[];

/** What a creator says about the people who follow them. */
export interface Audience {
  ages: Entries;
  genders: Entries;
  countries: Entries;
  /** BCP 47, such as `pt-BR`. */
  languages: readonly string[];
  /** Elsewhere than in the profiles that are proven. */
  followers: Entries;
}

/** For the form, and for reading what is stored. Entries that are none are left out. */
export const numbersOf = (entries: Entries): Map<string, number> =>
  new Map(
    entries.flatMap((entry): [string, number][] => {
      const parts = /^([^:]{1,20}):(\d{1,11})$/.exec(entry);
      return parts ? [[parts[1]!, Number(parts[2])]] : [];
    }),
  );

export const entriesOf = (numbers: ReadonlyMap<string, number>): string[] =>
  [...numbers].map(([key, number]) => `${key}:${number}`);

function checkEntries(
  entries: Entries,
  offered: (key: string) => boolean,
  most: { entries: number; number: number; problem: ProblemCode },
): Checked<Map<string, number>> {
  if (entries.length > most.entries) return { problem: 'TOO_MANY_CHOSEN' };
  const numbers = new Map<string, number>();
  for (const entry of entries) {
    const colon = entry.slice(0, 40).indexOf(':');
    const [key, number] = [entry.slice(0, colon), entry.slice(colon + 1).trim()];
    if (colon < 1 || !offered(key)) return { problem: 'NOT_OFFERED' };
    if (!/^\d{1,11}$/.test(number) || Number(number) > most.number) return { problem: most.problem };
    if (numbers.has(key)) return { problem: 'CHOSEN_TWICE' };
    numbers.set(key, Number(number));
  }
  return { value: numbers };
}

function checkShares(
  entries: Entries,
  offered: (key: string) => boolean,
  most: number,
  whole: boolean,
): Checked<string[]> {
  if (entries.length === 0) return { problem: 'REQUIRED' };
  const shares = checkEntries(entries, offered, { entries: most, number: 100, problem: 'SHARE_INVALID' });
  if ('problem' in shares) return shares;
  const sum = [...shares.value.values()].reduce((total, share) => total + share, 0);
  if (sum > 100 && !whole) return { problem: 'SHARES_ABOVE_100' };
  if (sum !== 100 && whole) return { problem: 'SHARES_NOT_100' };
  return { value: entriesOf(shares.value) };
}

const among =
  (keys: readonly string[]) =>
  (key: string): boolean =>
    keys.includes(key);

export const checkAgeShares = (entries: Entries): Checked<string[]> =>
  checkShares(entries, among(ageBands), ageBands.length, true);

export const checkGenderShares = (entries: Entries): Checked<string[]> =>
  checkShares(entries, among(genders), genders.length, true);

/** The most important ones, so they need not be all. */
export const checkCountryShares = (entries: Entries): Checked<string[]> =>
  checkShares(entries, isCountry, mostCountries, false);

export function checkFollowers(entries: Entries): Checked<string[]> {
  const counts = checkEntries(entries, among(socialPlatforms), {
    entries: socialPlatforms.length,
    number: mostFollowers,
    problem: 'COUNT_INVALID',
  });
  return 'problem' in counts ? counts : { value: entriesOf(counts.value) };
}

function isLanguage(tag: string): boolean {
  if (!/^[a-z]{2,3}(-[A-Z]{2})?$/.test(tag)) return false;
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag) !== undefined;
}

export function checkLanguages(tags: readonly string[]): Checked<string[]> {
  if (tags.length === 0) return { problem: 'REQUIRED' };
  if (tags.length > mostLanguages) return { problem: 'TOO_MANY_CHOSEN' };
  if (!tags.every(isLanguage)) return { problem: 'LANGUAGE_UNKNOWN' };
  return new Set(tags).size < tags.length ? { problem: 'CHOSEN_TWICE' } : { value: [...tags] };
}

/** Everything that is wrong with it, by part. */
export function checkAudience(
  said: Audience,
): { value: Audience } | { problems: { field: keyof Audience; problem: ProblemCode }[] } {
  const checked = {
    ages: checkAgeShares(said.ages),
    genders: checkGenderShares(said.genders),
    countries: checkCountryShares(said.countries),
    languages: checkLanguages(said.languages),
    followers: checkFollowers(said.followers),
  };
  const value: Audience = { ...said };
  const problems: { field: keyof Audience; problem: ProblemCode }[] = [];
  for (const field of ['ages', 'genders', 'countries', 'languages', 'followers'] as const) {
    const part = checked[field];
    if ('problem' in part) problems.push({ field, problem: part.problem });
    else value[field] = part.value;
  }
  return problems.length > 0 ? { problems } : { value };
}
