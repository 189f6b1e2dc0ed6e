import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { Wordmark } from '../ui/wordmark';
import classes from './layout.module.css';
import sidebar from './sidebar.module.css';

export function LayoutSkeleton() {
  return (
    <Skeleton className={classes.desk}>
      <div className={sidebar.bar}>
        <Wordmark />
      </div>
      <div className={classes.content}>
        <Lines count={4} height="1.75rem" />
      </div>
    </Skeleton>
  );
}
