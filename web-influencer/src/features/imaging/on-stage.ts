import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { isOpen } from './request-status.ts';

interface Standing {
  id: string;
  status: ImageRequestStatus;
  finishedAt: string | null;
  retriedById: string | null;
  images: readonly { displayUrl: string | null }[];
}

/** A finished picture can be looked at a moment later, when what is shown of it has been made. */
export const isShowable = ({ status, images }: Pick<Standing, 'status' | 'images'>): boolean =>
  status === 'COMPLETED' && images.length > 0 && images.every(({ displayUrl }) => displayUrl !== null);
const cameToNothing = ({ status, retriedById }: Standing): boolean =>
  (status === 'FAILED' || status === 'TIMED_OUT' || status === 'CANCELLED') && retriedById === null;
const lastFinished = <R extends Standing>(requests: readonly R[]): R | undefined =>
  requests.toSorted((a, b) => (b.finishedAt ?? '').localeCompare(a.finishedAt ?? ''))[0];

/**
 * Which request is seen large and which one is talked about, newest first. Unless the person has chosen one, the last
 * picture stays on stage until the next arrives, while the words follow what is being made or just came to nothing.
 */
export function onStage<R extends Standing>(requests: readonly R[], chosenId: string | null): { seen?: R; told?: R } {
  const chosen = requests.find(({ id }) => id === chosenId);
  if (chosen) return { seen: chosen, told: chosen };
  const newest = requests[0];
  if (!newest) return {};
  const seen = lastFinished(requests.filter(isShowable)) ?? newest;
  const nothing = lastFinished(requests.filter(cameToNothing));
  const nothingSince = nothing && (nothing.finishedAt ?? '') > (seen.finishedAt ?? '') ? nothing : undefined;
  // The oldest is the next to arrive.
  const arriving =
    requests.findLast(({ status }) => status === 'PROCESSING') ?? requests.findLast(({ status }) => isOpen(status));
  const told = arriving ?? nothingSince ?? seen;
  return { seen, told };
}
