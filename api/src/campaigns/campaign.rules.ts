import { isDay } from '@influencegen/shared-schema/contract/birth-date';
import { isCountry } from '@influencegen/shared-schema/contract/countries';
import { niches as knownNiches } from '@influencegen/shared-schema/contract/niches';
import { hasSomethingToSee } from '@influencegen/shared-schema/contract/typed-text';
import { FieldProblems } from '../accounts/account.rules.ts';
import { noText } from '../terms/terms.rules.ts';
import type { Campaign, CampaignCompensation } from './campaign.ts';
import { CompensationKind } from './campaign.ts';
import { CampaignStatus } from './campaign.lifecycle.ts';
import type { CampaignCompensationInput, CampaignInput } from './campaign.inputs.ts';

const longestName = 120;
const longestSummary = 240;
const longestBrief = 8_000;
const longestContent = 2_000;
const longestNote = 500;
const longestSearch = 200;
/** More than anybody pays or follows; both fit into what GraphQL calls an integer. */
const highestFee = 2_000_000_000;
const mostFollowers = 2_000_000_000;
const mostRightsMonths = 120;

/** Whoever is paid in one of these knows how many of its smallest units make a whole. */
const currencies = new Set(Intl.supportedValuesOf('currency'));
const niches = new Set<string>(knownNiches);

/** Checked, without spaces around texts and without doubles. */
export type CampaignContent = Omit<CampaignInput, 'compensation' | 'minimumFollowers'> & {
  compensation: CampaignCompensation;
  minimumFollowers: number | null;
};

export function readCampaign(input: CampaignInput): CampaignContent {
  const problems = new FieldProblems();
  const paragraphs = (path: string, given: string, longest: number): string => {
    const text = given.replaceAll('\r\n', '\n').trim();
    if (!hasSomethingToSee(text)) problems.add(path, 'REQUIRED', 'This is missing');
    if (text.length > longest) problems.add(path, 'TOO_LONG', `At most ${longest} characters`, longest);
    if (noText(text)) problems.add(path, 'MALFORMED', 'Contains characters that are no text');
    return text;
  };
  const known = (path: string, given: readonly string[], isKnown: (key: string) => boolean, what: string): string[] => {
    if (!given.every(isKnown)) problems.add(path, 'NOT_ALLOWED', `Each has to be ${what}`);
    return [...new Set(given)];
  };
  const day = (path: string, given: string): string => {
    if (given.trim() === '') problems.add(path, 'REQUIRED', 'This is missing');
    else if (!/^2\d{3}-/.test(given) || !isDay(given))
      problems.add(path, 'MALFORMED', 'A day of the years 2000 to 2999, such as 2026-01-31');
    return given;
  };

  problems.id('organisationId', input.organisationId);
  const content = {
    organisationId: input.organisationId,
    name: problems.text('name', input.name, longestName),
    summary: problems.text('summary', input.summary, longestSummary),
    brief: paragraphs('brief', input.brief, longestBrief),
    platforms: [...new Set(input.platforms)],
    niches: known('niches', input.niches, (key) => niches.has(key), 'a niche'),
    countries: known('countries', input.countries, isCountry, 'a country'),
    minimumFollowers: input.minimumFollowers ?? null,
    content: paragraphs('content', input.content, longestContent),
    rights: {
      channels: [...new Set(input.rights.channels)],
      countries: known('rights.countries', input.rights.countries, isCountry, 'a country'),
      months: input.rights.months,
    },
    aiImages: input.aiImages,
    interestUntil: day('interestUntil', input.interestUntil),
    startsOn: day('startsOn', input.startsOn),
    endsOn: day('endsOn', input.endsOn),
  };
  if (content.minimumFollowers !== null)
    problems.between('minimumFollowers', content.minimumFollowers, 1, mostFollowers);
  if (content.rights.channels.length === 0) problems.add('rights.channels', 'REQUIRED', 'One at least');
  problems.between('rights.months', content.rights.months, 1, mostRightsMonths);
  const compensation = readCompensation(input.compensation, problems, paragraphs);
  const [until, starts, ends] = [content.interestUntil, content.startsOn, content.endsOn];
  if ([until, starts].every(isDay) && starts < until)
    problems.add('startsOn', 'TOO_SMALL', 'Not before the last day of interest');
  if ([starts, ends].every(isDay) && ends < starts) problems.add('endsOn', 'TOO_SMALL', 'Not before it starts');
  problems.demandNone('This campaign cannot be kept');
  return { ...content, compensation };
}

function readCompensation(
  { kind, feeMinor = null, currency = null, note }: CampaignCompensationInput,
  problems: FieldProblems,
  paragraphs: (path: string, given: string, longest: number) => string,
): CampaignCompensation {
  const path = (field: string): string => `compensation.${field}`;
  const hasFee = kind === CompensationKind.FLAT_FEE || kind === CompensationKind.MIXED;
  for (const [field, value] of Object.entries({ feeMinor, currency })) {
    if (hasFee && value === null) problems.add(path(field), 'REQUIRED', 'This is missing');
    if (!hasFee && value !== null) problems.add(path(field), 'NOT_ALLOWED', 'Without a sum there is none');
  }
  if (feeMinor !== null) problems.between(path('feeMinor'), feeMinor, 1, highestFee);
  if (currency !== null && !currencies.has(currency))
    problems.add(path('currency'), 'NOT_ALLOWED', 'A currency of ISO 4217, such as EUR');
  const isSaid = (note ?? '').trim() !== '';
  const says = isSaid || kind !== CompensationKind.FLAT_FEE;
  return { kind, feeMinor, currency, note: says ? paragraphs(path('note'), note ?? '', longestNote) : null };
}

/** Null: nothing is looked for. Of hyphens one after the other Postgres takes about thirty, each as a `not`. */
export function readSearch(given: string | null | undefined): string | null {
  const search = (given ?? '').replaceAll(/-(?:[\s"]*-)+/g, '-').trim();
  const problems = new FieldProblems();
  if (search.length > longestSearch)
    problems.add('filter.search', 'TOO_LONG', `At most ${longestSearch} characters`, longestSearch);
  problems.demandNone('This list cannot be read');
  return search === '' ? null : search;
}

/** `today`: where the agency is. */
export const isOpen = ({ status, interestUntil }: Pick<Campaign, 'status' | 'interestUntil'>, today: string): boolean =>
  status === CampaignStatus.PUBLISHED && interestUntil >= today;

/** The day it is there: YYYY-MM-DD, as Swedish writes dates. */
export const dayIn = (timeZone: string, now: Date): string =>
  new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }).format(now);
