import { defineLifecycle } from '../platform/lifecycle.ts';

export enum ImageRequestStatus {
  /** Stored, not yet accepted by an engine. */
  PENDING = 'PENDING',
  /** Accepted by an engine, which has not begun. */
  QUEUED = 'QUEUED',
  PROCESSING = 'PROCESSING',
  COMPLETED = 'COMPLETED',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
  TIMED_OUT = 'TIMED_OUT',
}

const S = ImageRequestStatus;

/** Not final: an engine may still answer. A fast engine's callback can overtake the answer to its dispatch. */
export const openStatuses: readonly ImageRequestStatus[] = [S.PENDING, S.QUEUED, S.PROCESSING];

/** Every way an image request may change. COMPLETED, FAILED, CANCELLED and TIMED_OUT are final; a retry is a new request. */
export const imageRequestMoves = defineLifecycle<ImageRequestStatus>()({
  accept: { from: [S.PENDING], to: S.QUEUED },
  start: { from: [S.PENDING, S.QUEUED], to: S.PROCESSING },
  complete: { from: openStatuses, to: S.COMPLETED },
  fail: { from: openStatuses, to: S.FAILED },
  cancel: { from: openStatuses, to: S.CANCELLED },
  timeOut: { from: openStatuses, to: S.TIMED_OUT },
});

export type ImageRequestVerb = keyof typeof imageRequestMoves;

/** A retry asks again for what did not come; a completed request is asked again from the studio. */
export const retryableStatuses: readonly ImageRequestStatus[] = [S.FAILED, S.CANCELLED, S.TIMED_OUT];
