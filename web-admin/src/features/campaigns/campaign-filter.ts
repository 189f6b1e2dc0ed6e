import type {
  CampaignFilter as CampaignFilterInput,
  CampaignOrder,
  CampaignStatus,
} from '@influencegen/shared-schema/contract/schema.generated';

/** In the order of a campaign's life. */
export const campaignStatuses = [
  'DRAFT',
  'IN_REVIEW',
  'PUBLISHED',
  'IN_PROGRESS',
  'COMPLETED',
  'ARCHIVED',
  'CANCELLED',
] as const satisfies CampaignStatus[];

/** What the reader narrowed the list to; kept in the URL so that it can be bookmarked, shared and stepped back from. */
export interface CampaignFilter {
  search: string | null;
  statuses: CampaignStatus[];
  organisationId: string | null;
  order: CampaignOrder;
}

export const noFilter: Omit<CampaignFilter, 'order'> = { search: null, statuses: [], organisationId: null };

const toWord = (status: CampaignStatus): string => status.toLowerCase().replaceAll('_', '-');
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readFilter(params: URLSearchParams): CampaignFilter {
  const asked = new Set((params.get('status') ?? '').split(','));
  const brand = params.get('brand') ?? '';
  return {
    search: params.get('search') || null,
    statuses: campaignStatuses.filter((status) => asked.has(toWord(status))),
    organisationId: isId(brand) ? brand : null,
    order: params.get('order') === 'closing-soon' ? 'CLOSING_SOON' : 'NEWEST',
  };
}

export function writeFilter({ search, statuses, organisationId, order }: CampaignFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (search) params.set('search', search);
  if (statuses.length > 0) params.set('status', statuses.map(toWord).join(','));
  if (organisationId) params.set('brand', organisationId);
  if (order === 'CLOSING_SOON') params.set('order', 'closing-soon');
  return params;
}

export const isNarrowed = ({ search, statuses, organisationId }: CampaignFilter): boolean =>
  search !== null || statuses.length > 0 || organisationId !== null;

export const toVariable = ({ search, statuses, organisationId }: CampaignFilter): CampaignFilterInput => ({
  ...(search && { search }),
  ...(statuses.length > 0 && { statuses }),
  ...(organisationId && { organisationId }),
});
