import { DoorBoundary } from '@influencegen/shared-schema/ui/door';
import type { ComponentProps, ReactNode } from 'react';
import classes from './door.module.css';
import { SignInFrame } from './sign-in-frame.tsx';

/** A page for people who are not signed in. */
export const Door = ({ children }: { children: ReactNode }) => (
  <SignInFrame>
    <DoorBoundary>{children}</DoorBoundary>
  </SignInFrame>
);

/** What is wrong is said by the fields themselves. */
export const DoorForm = (props: Pick<ComponentProps<'form'>, 'onSubmit' | 'children'>) => (
  <form className={classes.form} noValidate {...props} />
);
