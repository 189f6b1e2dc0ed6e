import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import classes from './studio-page.module.css';

/** The studio's own grid with shapes in it, so that nothing moves when the real parts come. */
export function StudioSkeleton() {
  return (
    <Skeleton className={classes.studio}>
      <div className={classes.composer}>
        <div className={classes.waiting}>
          <Block style={{ height: '7.5rem' }} />
          <Block style={{ height: '6rem' }} />
          <Block style={{ height: '11rem' }} />
          <Block style={{ height: '2.75rem' }} />
        </div>
      </div>
      <div className={classes.stage}>
        <Block style={{ height: '100%', borderRadius: 'var(--radius-lg)' }} />
      </div>
      <div className={classes.rail}>
        <div className={classes.told}>
          <Lines count={3} />
        </div>
      </div>
    </Skeleton>
  );
}
