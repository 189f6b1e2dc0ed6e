import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import type { Tone } from '@influencegen/shared-schema/ui/status-badge';

export const statusTone: Record<ImageRequestStatus, Tone> = {
  PENDING: 'neutral',
  QUEUED: 'neutral',
  PROCESSING: 'active',
  COMPLETED: 'positive',
  FAILED: 'negative',
  CANCELLED: 'neutral',
  TIMED_OUT: 'warning',
};

/** Pictures may still come. */
export const isOpen = (status: ImageRequestStatus): boolean =>
  status === 'PENDING' || status === 'QUEUED' || status === 'PROCESSING';
