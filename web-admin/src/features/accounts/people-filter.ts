import type { AccountFilter, AccountOrder, AccountStatus } from '@influencegen/shared-schema/contract/schema.generated';

export const accountStatuses = ['ACTIVE', 'INVITED', 'UNVERIFIED', 'DEACTIVATED'] as const satisfies AccountStatus[];

/** What the reader narrowed the list to; kept in the URL so that it can be bookmarked, shared and stepped back from. */
export interface PeopleFilter {
  search: string | null;
  statuses: AccountStatus[];
  roles: string[];
  order: AccountOrder;
}

export const noFilter: Omit<PeopleFilter, 'order'> = { search: null, statuses: [], roles: [] };

const words = (params: URLSearchParams, name: string): string[] =>
  (params.get(name) ?? '').split(',').filter((word) => word !== '');

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readFilter(params: URLSearchParams): PeopleFilter {
  const asked = new Set(words(params, 'status'));
  return {
    search: params.get('search') || null,
    statuses: accountStatuses.filter((status) => asked.has(status.toLowerCase())),
    roles: words(params, 'role'),
    order: params.get('order') === 'last-sign-in' ? 'LAST_SIGN_IN' : 'NEWEST',
  };
}

export function writeFilter({ search, statuses, roles, order }: PeopleFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (search) params.set('search', search);
  if (statuses.length > 0) params.set('status', statuses.map((status) => status.toLowerCase()).join(','));
  if (roles.length > 0) params.set('role', roles.join(','));
  if (order === 'LAST_SIGN_IN') params.set('order', 'last-sign-in');
  return params;
}

export const isNarrowed = ({ search, statuses, roles }: PeopleFilter): boolean =>
  search !== null || statuses.length > 0 || roles.length > 0;

export const toVariable = ({ search, statuses, roles }: PeopleFilter): AccountFilter => ({
  ...(search && { search }),
  ...(statuses.length > 0 && { status: statuses }),
  ...(roles.length > 0 && { roles }),
});
