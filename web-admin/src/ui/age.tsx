import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import classes from './age.module.css';
import { useNow } from './use-now';

/** "3m ago", ticking; the exact moment on hover, and while the focus is in the same row. */
export function Age({ at }: { at: string }) {
  const format = useFormat();
  const now = useNow();
  // The server's clock may be ahead of this one: nothing comes from the future.
  const moment = Math.min(Date.parse(at), now);
  return (
    <time dateTime={at} className={classes.age}>
      {format.relativeTime(new Date(moment).toISOString(), new Date(now), 'narrow')}
      <span className={classes.exact}>{format.dateTime(at)}</span>
    </time>
  );
}
