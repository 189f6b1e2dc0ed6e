import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import type { ComponentProps, ReactNode } from 'react';
import classes from './door.module.css';
import { SignInFrame } from './sign-in-frame.tsx';

/** A page for people who are not signed in. What it reads first may take a moment. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <SignInFrame>
      <PageBoundary
        skeleton={
          <Skeleton className={classes.skeleton}>
            <Lines count={6} height="2rem" />
          </Skeleton>
        }
      >
        {children}
      </PageBoundary>
    </SignInFrame>
  );
}

export function DoorHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.heading}>
      <PageHeader title={title} />
      {children !== undefined && <p className={classes.text}>{children}</p>}
    </div>
  );
}

/** What is wrong is said by the fields themselves. */
export const DoorForm = (props: Pick<ComponentProps<'form'>, 'onSubmit' | 'children'>) => (
  <form className={classes.form} noValidate {...props} />
);

/** Ways to the other doors. */
export const DoorLinks = ({ children }: { children: ReactNode }) => <p className={classes.links}>{children}</p>;
