import { describe, expect, test } from 'vitest';
import { campaignInput } from '../../test/campaigns.ts';
import type { CreatorFacts } from '../onboarding/creator-facts.ts';
import type { AppError } from '../platform/errors.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import { unknownId } from '../../test/operations.ts';
import { CompensationKind, FitReasonKind, RightsChannel } from './campaign.ts';
import { fitOf } from './campaign.fit.ts';
import type { CampaignInput } from './campaign.inputs.ts';
import { campaignMoves, CampaignMove, CampaignStatus } from './campaign.lifecycle.ts';
import { dayIn, readCampaign, readSearch } from './campaign.rules.ts';

describe('what is written', () => {
  const problemsOf = (given: Partial<CampaignInput>): string[] => {
    try {
      readCampaign(campaignInput(unknownId, given));
      return [];
    } catch (error) {
      return (error as AppError).fields!.map(({ path, code }) => `${path} ${code}`);
    }
  };
  const { FLAT_FEE, COMMISSION, PRODUCT, MIXED } = CompensationKind;
  const paid = (compensation: CampaignInput['compensation']): string[] => problemsOf({ compensation });
  const rights = (given: Partial<CampaignInput['rights']>): string[] =>
    problemsOf({ rights: { channels: [RightsChannel.PAID_ADS], countries: [], months: 1, ...given } });

  test('is kept without doubles and without spaces around it', () => {
    const { name, brief, niches } = readCampaign(
      campaignInput(unknownId, { name: '  Ice ', brief: 'One.\r\n\r\nTwo.\n', niches: ['FOOD', 'FOOD', 'PETS'] }),
    );
    expect({ name, brief, niches }).toEqual({ name: 'Ice', brief: 'One.\n\nTwo.', niches: ['FOOD', 'PETS'] });
  });

  test('says of every text whether it is missing, too long or no text', () => {
    for (const [field, longest] of [
      ['name', 120],
      ['summary', 240],
      ['brief', 8_000],
      ['content', 2_000],
    ] as const) {
      for (const nothing of [' \n ', '\u200B\u2060\u202E'])
        expect(problemsOf({ [field]: nothing })).toEqual([`${field} REQUIRED`]);
      expect(problemsOf({ [field]: 'x'.repeat(longest) })).toEqual([]);
      expect(problemsOf({ [field]: 'x'.repeat(longest + 1) })).toEqual([`${field} TOO_LONG`]);
      expect(problemsOf({ [field]: 'a\0b' })).toEqual([`${field} MALFORMED`]);
    }
    expect(problemsOf({ name: 'two\nlines' })).toEqual(['name MALFORMED']);
    expect(problemsOf({ name: 'Lease \u202Egpj.exe' })).toEqual(['name MALFORMED']);
    expect(problemsOf({ name: '👩‍🍳 قهوة \u2067Kaffee\u2069' })).toEqual([]);
  });

  test('takes days that exist, and in their order', () => {
    for (const day of ['2026-02-31', '2026-2-1', 'tomorrow', '0000-01-01', '1999-01-01', '20260101', '2026-01-01\0'])
      expect(problemsOf({ endsOn: day }), day).toContain('endsOn MALFORMED');
    expect(problemsOf({ endsOn: '' })).toEqual(['endsOn REQUIRED']);
    const days = (interestUntil: string, startsOn: string, endsOn: string) =>
      problemsOf({ interestUntil, startsOn, endsOn });
    expect(days('2030-01-01', '2030-01-01', '2030-01-01')).toEqual([]);
    expect(days('2030-01-02', '2030-01-01', '2030-01-03')).toEqual(['startsOn TOO_SMALL']);
    expect(days('2030-01-01', '2030-01-03', '2030-01-02')).toEqual(['endsOn TOO_SMALL']);
  });

  test('names a sum and its currency where there is one, and what else creators get where that is not all', () => {
    expect(paid({ kind: FLAT_FEE })).toEqual(['compensation.feeMinor REQUIRED', 'compensation.currency REQUIRED']);
    expect(paid({ kind: FLAT_FEE, feeMinor: 1, currency: 'JPY' })).toEqual([]);
    expect(paid({ kind: MIXED, feeMinor: 1, currency: 'EUR' })).toEqual(['compensation.note REQUIRED']);
    expect(paid({ kind: COMMISSION, note: ' ' })).toEqual(['compensation.note REQUIRED']);
    expect(paid({ kind: PRODUCT, note: 'A lamp' })).toEqual([]);
    expect(paid({ kind: PRODUCT, note: 'A lamp', feeMinor: 1, currency: 'EUR' })).toEqual([
      'compensation.feeMinor NOT_ALLOWED',
      'compensation.currency NOT_ALLOWED',
    ]);
    for (const currency of ['EURO', 'eur', '', 'XX1', '__proto__'])
      expect(paid({ kind: FLAT_FEE, feeMinor: 1, currency }), currency).toEqual(['compensation.currency NOT_ALLOWED']);
    expect(paid({ kind: FLAT_FEE, feeMinor: 0, currency: 'EUR' })).toEqual(['compensation.feeMinor TOO_SMALL']);
    expect(paid({ kind: FLAT_FEE, feeMinor: 2 ** 31 - 1, currency: 'EUR' })).toEqual([
      'compensation.feeMinor TOO_LARGE',
    ]);
    expect(paid({ kind: FLAT_FEE, feeMinor: 1, currency: 'EUR', note: 'x'.repeat(501) })).toEqual([
      'compensation.note TOO_LONG',
    ]);
  });

  test('knows niches, countries and rights that end', () => {
    expect(problemsOf({ niches: ['FOOD', 'food'] })).toEqual(['niches NOT_ALLOWED']);
    expect(problemsOf({ countries: ['DE', 'Germany'] })).toEqual(['countries NOT_ALLOWED']);
    expect(problemsOf({ minimumFollowers: 0 })).toEqual(['minimumFollowers TOO_SMALL']);
    expect(rights({ channels: [] })).toEqual(['rights.channels REQUIRED']);
    expect(rights({ countries: ['ZZ'] })).toEqual(['rights.countries NOT_ALLOWED']);
    expect(rights({ months: 0 })).toEqual(['rights.months TOO_SMALL']);
    expect(rights({ months: 120 })).toEqual([]);
    expect(rights({ months: 121 })).toEqual(['rights.months TOO_LARGE']);
    expect(problemsOf({ organisationId: 'nordwind' })).toEqual(['organisationId MALFORMED']);
  });
});

test('a campaign goes on along its way, is called off before it has ended, and comes back from review alone', () => {
  const S = CampaignStatus;
  const way = (status: CampaignStatus): string[] =>
    Object.values(CampaignMove).flatMap((move) =>
      campaignMoves[move].from.includes(status) ? [`${move} ${nextStatus(status, campaignMoves[move], move)}`] : [],
    );
  expect(Object.fromEntries(Object.values(S).map((status) => [status, way(status)]))).toEqual({
    DRAFT: ['SUBMIT IN_REVIEW', 'CANCEL CANCELLED'],
    IN_REVIEW: ['RETURN DRAFT', 'PUBLISH PUBLISHED', 'CANCEL CANCELLED'],
    PUBLISHED: ['START IN_PROGRESS', 'CANCEL CANCELLED'],
    IN_PROGRESS: ['COMPLETE COMPLETED', 'CANCEL CANCELLED'],
    COMPLETED: ['ARCHIVE ARCHIVED'],
    ARCHIVED: [],
    CANCELLED: ['ARCHIVE ARCHIVED'],
  });
});

describe('a campaign and a creator', () => {
  const open = { platforms: [], niches: [], countries: [], minimumFollowers: null } as Parameters<typeof fitOf>[0];
  const nobody: CreatorFacts = { niches: [], platforms: [], country: null, followers: new Map() };
  const lena: CreatorFacts = {
    niches: ['FOOD', 'BOOKS'],
    platforms: ['INSTAGRAM', 'TIKTOK'],
    country: 'DE',
    followers: new Map([
      ['INSTAGRAM', 500],
      ['TIKTOK', 9_000],
    ]),
  };
  const met = (asked: Partial<typeof open>, creator = lena) =>
    fitOf({ ...open, ...asked }, creator).reasons.map((reason) => `${reason.kind} ${reason.met}`);

  test('suit one another where nothing is asked for, and nothing is said about it', () => {
    expect(fitOf(open, nobody)).toEqual({ suits: true, reasons: [] });
  });

  test('suit one another when everything is met that is asked for', () => {
    const asked = { ...open, niches: ['PETS', 'FOOD'], platforms: ['INSTAGRAM'], countries: ['DE'] } as typeof open;
    expect(fitOf(asked, lena).suits).toBe(true);
    expect(fitOf({ ...asked, minimumFollowers: 501 }, lena)).toEqual({
      suits: false,
      reasons: [
        { kind: FitReasonKind.NICHE, met: true },
        { kind: FitReasonKind.PLATFORM, met: true },
        { kind: FitReasonKind.COUNTRY, met: true },
        { kind: FitReasonKind.FOLLOWERS, met: false },
      ],
    });
  });

  test('one niche and one platform in common is enough', () => {
    expect(met({ niches: ['PETS', 'BOOKS'], platforms: ['X', 'TIKTOK'] })).toEqual(['NICHE true', 'PLATFORM true']);
    expect(met({ niches: ['PETS'], platforms: ['X'], countries: ['AT'] })).toEqual([
      'NICHE false',
      'PLATFORM false',
      'COUNTRY false',
    ]);
  });

  test('followers count where the campaign takes place: anywhere, if it names no platform', () => {
    expect(met({ minimumFollowers: 9_000 })).toEqual(['FOLLOWERS true']);
    expect(met({ minimumFollowers: 9_001 })).toEqual(['FOLLOWERS false']);
    expect(met({ platforms: ['INSTAGRAM'], minimumFollowers: 9_000 })).toEqual(['PLATFORM true', 'FOLLOWERS false']);
  });

  test('what is not known of somebody is not met', () => {
    expect(met({ niches: ['FOOD'], platforms: ['X'], countries: ['DE'], minimumFollowers: 1 }, nobody)).toEqual([
      'NICHE false',
      'PLATFORM false',
      'COUNTRY false',
      'FOLLOWERS false',
    ]);
  });
});

test('what is looked for has a length that can be looked for', () => {
  expect(readSearch('  slow mornings ')).toBe('slow mornings');
  expect(readSearch('tea ---  - "-not')).toBe('tea -not');
  expect(readSearch(' \n')).toBeNull();
  expect(readSearch(undefined)).toBeNull();
  expect(() => readSearch('x'.repeat(201))).toThrow('This list cannot be read');
});

test('a day is that of the agency', () => {
  const now = new Date('2026-03-01T23:30:00Z');
  expect([dayIn('UTC', now), dayIn('Europe/Madrid', now)]).toEqual(['2026-03-01', '2026-03-02']);
});
