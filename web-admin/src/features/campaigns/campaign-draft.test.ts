import { expect, test } from 'vitest';
import { draftField, draftOf, emptyDraft, inputOf, problemsOf, type CampaignDraft } from './campaign-draft';

const whole: CampaignDraft = {
  ...emptyDraft,
  organisationId: 'nordwind',
  name: 'Autumn roast',
  summary: 'Show how you drink it.',
  brief: 'A new roast.\n\nShow it.',
  content: 'Two reels',
  fee: '1.500,50',
  interestUntil: '2026-12-01',
  startsOn: '2026-12-10',
  endsOn: '2026-12-31',
};

test('a whole draft has no problems, and is sent in the smallest units', () => {
  expect(problemsOf(whole, 'de')).toEqual({});
  expect(inputOf({ ...whole, minimumFollowers: '10.000', months: ' 12 ' }, 'de')).toMatchObject({
    minimumFollowers: 10_000,
    compensation: { kind: 'FLAT_FEE', feeMinor: 150_050, currency: 'EUR', note: null },
    rights: { channels: ['CREATOR_CHANNELS'], countries: [], months: 12 },
  });
});

test('without a fee no sum is sent, though one was typed before', () => {
  const { compensation } = inputOf({ ...whole, kind: 'COMMISSION', note: '10 % of what is sold' }, 'en');
  expect(compensation).toEqual({ kind: 'COMMISSION', note: '10 % of what is sold' });
});

test('everything that is missing is named at once', () => {
  const missing = [
    'organisationId',
    'name',
    'summary',
    'brief',
    'content',
    'fee',
    'interestUntil',
    'startsOn',
    'endsOn',
  ];
  expect(problemsOf(emptyDraft, 'en')).toEqual(Object.fromEntries(missing.map((field) => [field, 'REQUIRED'])));
});

test.each<[string, Partial<CampaignDraft>, object]>([
  ['a name of spaces', { name: '  ' }, { name: 'REQUIRED' }],
  ['no channel', { channels: [] }, { channels: 'NO_CHANNEL' }],
  ['a fee in words', { fee: 'much' }, { fee: 'NO_AMOUNT' }],
  ['a fee of nothing', { fee: '0,00' }, { fee: 'NO_AMOUNT' }],
  ['cents of yen', { fee: '10.50', currency: 'JPY' }, { fee: 'NO_AMOUNT' }],
  ['products without a word about them', { kind: 'PRODUCT', fee: '' }, { note: 'REQUIRED' }],
  ['a fee and more, neither said', { kind: 'MIXED', fee: '' }, { fee: 'REQUIRED', note: 'REQUIRED' }],
  ['followers in words', { minimumFollowers: '10k' }, { minimumFollowers: 'NO_NUMBER' }],
  ['half a follower', { minimumFollowers: '10.5' }, { minimumFollowers: 'NO_NUMBER' }],
  ['rights for no time', { months: '0' }, { months: 'MONTHS' }],
  ['rights for ever', { months: '121' }, { months: 'MONTHS' }],
  ['half a month', { months: '1.5' }, { months: 'MONTHS' }],
  ['a start while interest is open', { startsOn: '2026-11-30' }, { startsOn: 'BEFORE_INTEREST' }],
  ['an end before the start', { endsOn: '2026-12-09' }, { endsOn: 'BEFORE_START' }],
])('%s is refused before anything is sent', (_, part, problems) => {
  expect(problemsOf({ ...whole, ...part }, 'en')).toEqual(problems);
});

test('one day may be all three', () => {
  const day = '2026-12-01';
  expect(problemsOf({ ...whole, interestUntil: day, startsOn: day, endsOn: day }, 'en')).toEqual({});
});

test('what is stored comes back as it would be typed in the reader’s language, and the same goes out again', () => {
  const input = inputOf({ ...whole, minimumFollowers: '10000' }, 'de');
  const stored = {
    ...input,
    __typename: 'Campaign',
    id: 'autumn',
    revision: 1,
    brand: 'Nordwind Coffee',
    status: 'DRAFT',
    minimumFollowers: 10_000,
    compensation: {
      __typename: 'CampaignCompensation',
      kind: 'FLAT_FEE',
      feeMinor: 150_050,
      currency: 'EUR',
      note: null,
    },
    rights: { __typename: 'CampaignRights', ...input.rights },
    publishedAt: null,
    createdAt: '2026-11-01T10:00:00.000Z',
    moves: [],
    interestCount: 0,
  } as unknown as Parameters<typeof draftOf>[0];
  expect(draftOf(stored, 'de').fee).toBe('1500,50');
  expect(draftOf(stored, 'en').fee).toBe('1500.50');
  for (const language of ['de', 'en', 'es', 'fr']) expect(inputOf(draftOf(stored, language), language)).toEqual(input);
});

test('problems of the API find their fields', () => {
  expect(draftField('compensation.feeMinor')).toBe('fee');
  expect(draftField('rights.countries.0')).toBe('rightsCountries');
  expect(draftField('countries.1')).toBe('countries');
  expect(draftField('niches')).toBe('niches');
  expect(draftField('order')).toBeUndefined();
});
