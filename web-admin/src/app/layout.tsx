import { useSuspenseQuery } from '@apollo/client/react';
import { useReadAgain } from '@influencegen/shared-schema/client/connection';
import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { ConnectionBanner } from '@influencegen/shared-schema/ui/connection-banner';
import { useAccountLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { SkipLink } from '@influencegen/shared-schema/ui/skip-link';
import { useContext, useState } from 'react';
import { Navigate, Outlet, useLocation, useNavigation } from 'react-router';
import { LayoutSkeleton } from './layout-skeleton';
import { StepUpDialog } from '@influencegen/shared-schema/ui/step-up-dialog';
import classes from './layout.module.css';
import { NotPermitted } from './not-permitted';
import { QuickKeys } from './quick-keys';
import { barrierAt } from './sections';
import { SessionDocument } from './session.generated';
import { Sidebar } from './sidebar';
import { SignInStepPage } from './sign-in-step-page';
import { WrongDesk } from './wrong-desk';

export function Layout() {
  return (
    <PageBoundary skeleton={<LayoutSkeleton />} outermost>
      <Desk />
      <StepUpDialog />
    </PageBoundary>
  );
}

/** One object: another one at each drawing would be another navigation. */
const sessionEndedState = { ended: true };

/** Only for staff that is signed in: what a page shows is guarded by the API, this only spares people a wall of errors. */
function Desk() {
  const { data } = useSuspenseQuery(SessionDocument);
  // Whoever is given or loses a permission meanwhile is asked to connect again.
  useReadAgain(SessionDocument, {});
  const { pathname, search } = useLocation();
  const { state } = useNavigation();
  const [wasSignedIn] = useState(data.viewer !== null);
  const { signedOutHere } = useContext(CredentialsContext);
  useAccountLanguage(data.viewer?.language);

  if (!data.viewer) {
    const next = encodeURIComponent(pathname + search);
    return (
      <Navigate
        to={`/sign-in?next=${next}`}
        state={wasSignedIn && !signedOutHere() ? sessionEndedState : null}
        replace
      />
    );
  }
  const { signInStep } = data.viewer;
  if (signInStep) return <SignInStepPage step={signInStep} viewer={data.viewer} />;
  if (!data.viewer.permissions.includes('accounts.desk')) return <WrongDesk viewer={data.viewer} />;

  const barrier = barrierAt(pathname, data.viewer.permissions);

  return (
    <QuickKeys>
      <div className={classes.desk}>
        <SkipLink />
        <Sidebar viewer={data.viewer} />
        <div className={classes.side}>
          {state === 'loading' && <div className={classes.progress} aria-hidden />}
          <main id="content" tabIndex={-1} className={classes.content}>
            {barrier ? <NotPermitted key={pathname} {...barrier} /> : <Outlet />}
          </main>
          <ConnectionBanner />
        </div>
      </div>
    </QuickKeys>
  );
}
