import type { ReactNode } from 'react';
import classes from './door.module.css';
import { PageBoundary } from './page-boundary.tsx';
import { PageHeader } from './page-header.tsx';
import { Lines, Skeleton } from './skeleton.tsx';

/** What a page for people who are not signed in reads first may take a moment. */
export const DoorBoundary = ({ children }: { children: ReactNode }) => (
  <PageBoundary
    skeleton={
      <Skeleton className={classes.skeleton}>
        <Lines count={6} height="2rem" />
      </Skeleton>
    }
  >
    {children}
  </PageBoundary>
);

export function DoorHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.heading}>
      <PageHeader title={title} />
      {children !== undefined && <p className={classes.text}>{children}</p>}
    </div>
  );
}

/** Ways to the other doors. */
export const DoorLinks = ({ children }: { children: ReactNode }) => <p className={classes.links}>{children}</p>;
