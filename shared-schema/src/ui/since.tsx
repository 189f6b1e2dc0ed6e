import { useEffect, useState } from 'react';
import { useFormat } from './use-format.tsx';

/** "3 minutes ago", kept current; the exact moment on hover. */
export function Since({ at }: { at: string }) {
  const format = useFormat();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.relativeTime(at, now)}
    </time>
  );
}
