import { hasCode, retryAfterOf } from '../client/errors.ts';
import { useFormat } from './use-format.tsx';

/** "in 13 minutes": when what was tried too often works again. Null for any other error, or where the API does not say. */
export function useRetryTime(): (error: unknown) => string | null {
  const { relativeTime } = useFormat();
  return (error) => {
    const seconds = retryAfterOf(error);
    if (seconds === null || !hasCode(error, 'RATE_LIMITED')) return null;
    const now = new Date();
    return relativeTime(new Date(now.getTime() + seconds * 1000).toISOString(), now);
  };
}
