import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
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
  return (
    <Overview
      application={application}
      sections={shownSections(application.sections)}
      firstSteps={null}
      handOff={null}
    />
  );
}

export const OnboardingSkeleton = () => (
  <Skeleton className={classes.skeleton}>
    <Lines count={8} height="3.5rem" />
  </Skeleton>
);
