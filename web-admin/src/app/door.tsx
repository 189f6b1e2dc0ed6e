import { DoorBoundary } from '@influencegen/shared-schema/ui/door';
import type { ReactNode } from 'react';
import { SignInFrame } from './sign-in-frame';

/** A page for people who are not signed in. */
export const Door = ({ children }: { children: ReactNode }) => (
  <SignInFrame>
    <DoorBoundary>{children}</DoorBoundary>
  </SignInFrame>
);
