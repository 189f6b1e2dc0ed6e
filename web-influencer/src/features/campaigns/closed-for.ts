import type { CampaignStatus } from '@influencegen/shared-schema/contract/schema.generated';

export type Closed = 'LATE' | Exclude<CampaignStatus, 'DRAFT' | 'IN_REVIEW' | 'PUBLISHED'>;

/** Why nobody can say any more that they are interested; null: they can. */
export function closedFor({ status, open }: { status: CampaignStatus; open: boolean }): Closed | null {
  // What is still being written is shown to nobody here.
  if (status !== 'PUBLISHED' && status !== 'DRAFT' && status !== 'IN_REVIEW') return status;
  return open ? null : 'LATE';
}
