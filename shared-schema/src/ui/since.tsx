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
  // The server's clock may be ahead of this one, and this one stands between its ticks: nothing comes from the future.
  const moment = new Date(Math.min(Date.parse(at), now.getTime())).toISOString();
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.relativeTime(moment, now)}
    </time>
  );
}
