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

/** A word that means nothing shows what waits. */
export const readDepositFilter = (params: URLSearchParams): DepositListFilter => ({
  view: depositViews.find((view) => view === params.get('view')) ?? 'waiting',
  personId: params.get('person') || null,
});

export function writeDepositFilter({ view, personId }: DepositListFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== 'waiting') params.set('view', view);
  if (personId) params.set('person', personId);
  return params;
}

export const toDepositFilter = ({ view, personId }: DepositListFilter): DepositFilter => ({
  ...(statuses[view].length > 0 && { status: statuses[view] }),
  ...(personId !== null && { personId }),
});
