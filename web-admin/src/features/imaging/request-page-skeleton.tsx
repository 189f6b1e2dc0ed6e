import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import classes from './request-page.module.css';

export function RequestPageSkeleton() {
  return (
    <Skeleton className={classes.page}>
      <Block style={{ height: '1.5rem', width: '40%', marginTop: '2.25rem' }} />
      <Block style={{ height: '5rem' }} />
      <div className={classes.columns}>
        <Block style={{ height: '24rem' }} />
        <Lines count={6} />
      </div>
    </Skeleton>
  );
}
