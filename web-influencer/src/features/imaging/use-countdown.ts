import { useEffect, useState } from 'react';

/** Counts seconds down from what it was first given, never below one. Give the component a key to start anew. */
export function useCountdown(seconds: number | null): number | null {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft((now) => (now === null ? null : Math.max(1, now - 1))), 1000);
    return () => clearInterval(timer);
  }, []);
  return left;
}
