import { Block, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import classes from './data-table.module.css';

/** As high as a screenful of rows, so that nothing jumps when they come. */
export function TableSkeleton() {
  return (
    <Skeleton className={classes.skeleton}>
      {Array.from({ length: 16 }, (_, row) => (
        <Block key={row} style={{ height: '0.75rem', width: `${92 - ((row * 37) % 30)}%` }} />
      ))}
    </Skeleton>
  );
}
