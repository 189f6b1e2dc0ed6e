import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';

interface Standing {
  id: string;
  status: ImageRequestStatus;
  retriedById: string | null;
}

const isOpen = ({ status }: Standing): boolean =>
  status === 'PENDING' || status === 'QUEUED' || status === 'PROCESSING';
const wentWrong = ({ status, retriedById }: Standing): boolean =>
  (status === 'FAILED' || status === 'TIMED_OUT') && retriedById === null;

/**
 * Which request is seen large and which one is talked about, newest first. Unless the person has chosen one, the last
 * picture stays on stage until the next arrives, while the words follow what is being made or just went wrong.
 */
export function onStage<R extends Standing>(requests: readonly R[], chosenId: string | null): { seen?: R; told?: R } {
  const chosen = requests.find(({ id }) => id === chosenId);
  if (chosen) return { seen: chosen, told: chosen };
  const lastReady = requests.findIndex(({ status }) => status === 'COMPLETED');
  const sinceThen = lastReady < 0 ? requests : requests.slice(0, lastReady);
  const seen = requests[lastReady < 0 ? 0 : lastReady];
  // The oldest open one is the next to arrive.
  const told = requests.findLast(isOpen) ?? sinceThen.find(wentWrong) ?? seen;
  return { ...(seen && { seen }), ...(told && { told }) };
}
