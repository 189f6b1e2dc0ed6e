import type { DepositFilter, PayoutVerificationStatus } from '@influencegen/shared-schema/contract/schema.generated';

/** What finance looks for, in the order of its work. */
export const depositViews = ['waiting', 'sent', 'locked', 'all'] as const;
export type DepositView = (typeof depositViews)[number];

export interface DepositListFilter {
  view: DepositView;
  personId: string | null;
}

const statuses: Record<DepositView, PayoutVerificationStatus[]> = {
  waiting: ['REQUESTED'],
  sent: ['OPEN'],
  locked: ['LOCKED'],
  all: [],
};

/** What finance has to do, of everybody. */
export const noFilter: DepositListFilter = { view: 'waiting', personId: null };

export const isNarrowed = ({ view, personId }: DepositListFilter): boolean =>
  view !== noFilter.view || personId !== noFilter.personId;

/** A word that means nothing shows what waits. */
export const readDepositFilter = (params: URLSearchParams): DepositListFilter => ({
  view: depositViews.find((view) => view === params.get('view')) ?? noFilter.view,
  personId: params.get('person') || null,
});

export function writeDepositFilter({ view, personId }: DepositListFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== noFilter.view) params.set('view', view);
  if (personId) params.set('person', personId);
  return params;
}

export const toDepositFilter = ({ view, personId }: DepositListFilter): DepositFilter => ({
  ...(statuses[view].length > 0 && { status: statuses[view] }),
  ...(personId !== null && { personId }),
});
