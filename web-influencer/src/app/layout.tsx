import { useSuspenseQuery } from '@apollo/client/react';
import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { useSignOut } from '@influencegen/shared-schema/client/use-sign-out';
import { ConnectionBanner } from '@influencegen/shared-schema/ui/connection-banner';
import { useAccountLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { SkipLink } from '@influencegen/shared-schema/ui/skip-link';
import { lazy, Suspense, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { ImpersonationBanner } from '../features/accounts/impersonation-banner.tsx';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { StepUpDialog } from '@influencegen/shared-schema/ui/step-up-dialog';
import { UndoProvider } from '../features/imaging/undo.tsx';
import { useLiveRequests } from '../features/imaging/use-live-requests.ts';
import { useUnreadCount } from '@influencegen/shared-schema/client/use-unread-count';
import { TermsBanner } from '../features/terms/terms-banner.tsx';
import { useLiveApplication } from '../features/onboarding/use-application.ts';
import { articleFor } from './article-for.ts';
import { isForHandedOff, isHandedOff } from './handed-off.ts';
import classes from './layout.module.css';
import { Navigation } from './navigation.tsx';
import { OpeningBar } from './opening-bar.tsx';
import { signInPath } from './sign-in-path.ts';
import { SignInStepPage } from './sign-in-step-page.tsx';
import { StaffPointer } from './staff-pointer.tsx';
import { usePageSeen } from './use-step-seen.ts';

/** Brings the texts of the help, which no page waits for, and none is lost for: without a line there is no help below it. */
const PageHelp = lazy(() => import('./page-help.tsx').catch(() => ({ default: () => null })));

/** Everything behind the sign-in page. */
export function Layout() {
  return (
    <PageBoundary skeleton={<FrameSkeleton />} outermost>
      <Guard />
      <StepUpDialog />
    </PageBoundary>
  );
}

/** Who it is for is not known yet: no menu, only that something is coming. */
const FrameSkeleton = () => (
  <Skeleton className={`${classes.frame} ${classes.waiting}`}>
    <Block className={classes.waitingTitle} />
    <Lines count={4} height="3.5rem" />
  </Skeleton>
);

/** One object: another one at each drawing would be another navigation. */
const sessionEndedState = { ended: true };

function Guard() {
  const { data } = useSuspenseQuery(StudioSessionDocument);
  const location = useLocation();
  const { viewer } = data;
  const [wasSignedIn] = useState(viewer !== null);
  const { signedOutHere } = useContext(CredentialsContext);
  useAccountLanguage(viewer?.language);
  if (!viewer)
    return (
      <Navigate to={signInPath(location)} state={wasSignedIn && !signedOutHere() ? sessionEndedState : null} replace />
    );
  if (viewer.signInStep) return <SignInStepPage step={viewer.signInStep} viewer={viewer} />;
  if (viewer.permissions.includes('accounts.desk')) return <StaffPointer name={viewer.displayName} />;
  return <SignedIn name={viewer.displayName} email={viewer.email} permissions={viewer.permissions} />;
}

function SignedIn({ name, email, permissions }: { name: string; email: string; permissions: readonly string[] }) {
  // Who is joining has the terms as a part of the application.
  const isJoining = permissions.includes('onboarding.own') && !permissions.includes('imaging.request');
  const hasTerms = permissions.includes('terms.own') && !isJoining;
  const hasInbox = permissions.includes('notices.own');
  useLiveRequests(permissions.includes('imaging.own'));
  useLiveApplication(permissions.includes('onboarding.own'));
  const { t } = useTranslation();
  const { signOut, problem } = useSignOut();
  const { pathname } = useLocation();
  const isClosed = isHandedOff(permissions) && !isForHandedOff(pathname);
  const unread = useUnreadCount(hasInbox);
  usePageSeen(pathname, permissions);
  const help = articleFor(pathname);
  return (
    <UndoProvider>
      <div className={classes.frame}>
        <SkipLink />
        <OpeningBar />
        <ImpersonationBanner onEnd={signOut} problem={problem && t('nav.signOutFailed')} />
        <Navigation name={name} email={email} permissions={permissions} unread={unread} />
        {hasTerms && <TermsBanner />}
        <main id="content" tabIndex={-1} className={classes.content}>
          {isClosed ? <Navigate to="/onboarding" replace /> : <Outlet />}
        </main>
        {help && (
          <div className={classes.help}>
            <Suspense>
              <PageHelp slug={help} />
            </Suspense>
          </div>
        )}
        <ConnectionBanner />
      </div>
      <ScrollRestoration />
    </UndoProvider>
  );
}
