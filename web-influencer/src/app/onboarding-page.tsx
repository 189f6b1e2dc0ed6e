import { useSuspenseQuery } from '@apollo/client/react';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { HandOff } from '../features/onboarding/hand-off.tsx';
import { Overview } from '../features/onboarding/overview.tsx';
import { useApplication } from '../features/onboarding/use-application.ts';
import { shownSections } from './application-sections.tsx';
import classes from './onboarding-page.module.css';

export function OnboardingPage() {
  return (
    <PageBoundary skeleton={<OnboardingSkeleton />}>
      <Application />
    </PageBoundary>
  );
}

function Application() {
  const application = useApplication();
  const { data } = useSuspenseQuery(StudioSessionDocument);
  // Not on the phone that it was handed to.
  const mayHandOff = data.viewer?.permissions.includes('accounts.own') ?? false;
  return (
    <Overview
      application={application}
      sections={shownSections(application.sections)}
      handOff={mayHandOff && <HandOff />}
    />
  );
}

export const OnboardingSkeleton = () => (
  <Skeleton className={classes.skeleton}>
    <Lines count={8} height="3.5rem" />
  </Skeleton>
);
