import { minorOf, typedMoney } from '@influencegen/shared-schema/contract/money';
import type {
  CampaignInput,
  CampaignStatus,
  CompensationKind,
  RightsChannel,
  SocialPlatform,
} from '@influencegen/shared-schema/contract/schema.generated';
import type { CampaignDetailsFragment } from './campaign-page.generated';

/** A campaign as it stands in the form: numbers, money and days as they are typed. */
export interface CampaignDraft {
  organisationId: string;
  name: string;
  summary: string;
  brief: string;
  content: string;
  niches: readonly string[];
  platforms: readonly SocialPlatform[];
  countries: readonly string[];
  minimumFollowers: string;
  kind: CompensationKind;
  fee: string;
  currency: string;
  note: string;
  channels: readonly RightsChannel[];
  rightsCountries: readonly string[];
  months: string;
  aiImages: boolean;
  interestUntil: string;
  startsOn: string;
  endsOn: string;
}

export type DraftField = keyof CampaignDraft;
export type DraftProblem =
  | 'REQUIRED'
  | 'NO_CHANNEL'
  | 'NO_AMOUNT'
  | 'NO_NUMBER'
  | 'MONTHS'
  | 'BEFORE_INTEREST'
  | 'BEFORE_START';
export type DraftProblems = Partial<Record<DraftField, DraftProblem>>;

export const longest = { name: 120, summary: 240, brief: 8000, content: 2000, note: 500 } as const;
export const mostMonths = 120;

export const compensationKinds = ['FLAT_FEE', 'COMMISSION', 'PRODUCT', 'MIXED'] as const satisfies CompensationKind[];
export const rightsChannels = ['CREATOR_CHANNELS', 'BRAND_CHANNELS', 'PAID_ADS'] as const satisfies RightsChannel[];

export const hasFee = (kind: CompensationKind): boolean => kind === 'FLAT_FEE' || kind === 'MIXED';
export const needsNote = (kind: CompensationKind): boolean => kind !== 'FLAT_FEE';

export const emptyDraft: CampaignDraft = {
  organisationId: '',
  name: '',
  summary: '',
  brief: '',
  content: '',
  niches: [],
  platforms: [],
  countries: [],
  minimumFollowers: '',
  kind: 'FLAT_FEE',
  fee: '',
  currency: 'EUR',
  note: '',
  channels: ['CREATOR_CHANNELS'],
  rightsCountries: [],
  months: '12',
  aiImages: false,
  interestUntil: '',
  startsOn: '',
  endsOn: '',
};

export function draftOf(campaign: CampaignDetailsFragment, language: string): CampaignDraft {
  const { compensation, rights, minimumFollowers } = campaign;
  const currency = compensation.currency ?? emptyDraft.currency;
  return {
    organisationId: campaign.organisationId,
    name: campaign.name,
    summary: campaign.summary,
    brief: campaign.brief,
    content: campaign.content,
    niches: campaign.niches,
    platforms: campaign.platforms,
    countries: campaign.countries,
    minimumFollowers: minimumFollowers === null ? '' : String(minimumFollowers),
    kind: compensation.kind,
    fee: compensation.feeMinor === null ? '' : typedMoney(compensation.feeMinor, currency, language),
    currency,
    note: compensation.note ?? '',
    channels: rights.channels,
    rightsCountries: rights.countries,
    months: String(rights.months),
    aiImages: campaign.aiImages,
    interestUntil: campaign.interestUntil,
    startsOn: campaign.startsOn,
    endsOn: campaign.endsOn,
  };
}

/** "10000", and "10.000" as people in half of the world write it. */
function wholeNumberOf(typed: string): number | null {
  const text = typed.replaceAll(/[\s'’]/g, '');
  return /^(\d{1,9}|\d{1,3}([.,]\d{3}){1,2})$/.test(text) ? Number(text.replaceAll(/[.,]/g, '')) : null;
}

/** What is missing or cannot be, before anything is sent. */
export function problemsOf(draft: CampaignDraft, language: string): DraftProblems {
  const problems: DraftProblems = {};
  const required = [
    'organisationId',
    'name',
    'summary',
    'brief',
    'content',
    'interestUntil',
    'startsOn',
    'endsOn',
  ] as const;
  for (const field of required) if (draft[field].trim() === '') problems[field] = 'REQUIRED';

  if (draft.minimumFollowers.trim() !== '' && wholeNumberOf(draft.minimumFollowers) === null)
    problems.minimumFollowers = 'NO_NUMBER';
  if (hasFee(draft.kind)) {
    if (draft.fee.trim() === '') problems.fee = 'REQUIRED';
    else if (!minorOf(draft.fee, draft.currency, language)) problems.fee = 'NO_AMOUNT';
  }
  if (needsNote(draft.kind) && draft.note.trim() === '') problems.note = 'REQUIRED';
  if (draft.channels.length === 0) problems.channels = 'NO_CHANNEL';
  const months = wholeNumberOf(draft.months);
  if (months === null || months < 1 || months > mostMonths) problems.months = 'MONTHS';
  if (draft.startsOn !== '' && draft.startsOn < draft.interestUntil) problems.startsOn = 'BEFORE_INTEREST';
  if (draft.endsOn !== '' && draft.endsOn < draft.startsOn) problems.endsOn = 'BEFORE_START';
  return problems;
}

/** Of a draft without problems. What does not belong to its kind of pay is left out, though it may still stand in the form. */
export function inputOf(draft: CampaignDraft, language: string): CampaignInput {
  const { kind, currency } = draft;
  return {
    organisationId: draft.organisationId,
    name: draft.name,
    summary: draft.summary,
    brief: draft.brief,
    content: draft.content,
    niches: [...draft.niches],
    platforms: [...draft.platforms],
    countries: [...draft.countries],
    minimumFollowers: wholeNumberOf(draft.minimumFollowers),
    compensation: {
      kind,
      ...(hasFee(kind) && { feeMinor: minorOf(draft.fee, currency, language), currency }),
      note: draft.note.trim() || null,
    },
    rights: {
      channels: [...draft.channels],
      countries: [...draft.rightsCountries],
      months: wholeNumberOf(draft.months) ?? 0,
    },
    aiImages: draft.aiImages,
    interestUntil: draft.interestUntil,
    startsOn: draft.startsOn,
    endsOn: draft.endsOn,
  };
}

const fieldOfPath: Readonly<Record<string, DraftField>> = {
  'compensation.kind': 'kind',
  'compensation.feeMinor': 'fee',
  'compensation.currency': 'currency',
  'compensation.note': 'note',
  'rights.channels': 'channels',
  'rights.countries': 'rightsCountries',
  'rights.months': 'months',
};

/** The field of the form that the API means: "niches.0" is about the niches. */
export function draftField(path: string): DraftField | undefined {
  const [first = ''] = path.split('.');
  const known = Object.entries(fieldOfPath).find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`));
  return known?.[1] ?? (first in emptyDraft ? (first as DraftField) : undefined);
}

/** Afterwards creators have read it. */
export const isEditable = (status: CampaignStatus): boolean => status === 'DRAFT' || status === 'IN_REVIEW';
