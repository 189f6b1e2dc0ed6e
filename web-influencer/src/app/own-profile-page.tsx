import { useSuspenseQuery } from '@apollo/client/react';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { ProfilePage } from '../features/accounts/profile-page.tsx';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { ProvenNote } from '../features/onboarding/proven-note.tsx';
import { MyConsents } from '../features/terms/my-consents.tsx';

/** Who somebody is, and what they agreed to. */
export function OwnProfilePage() {
  return (
    <ProfilePage>
      <PageBoundary
        skeleton={
          <Skeleton>
            <Lines count={3} height="4rem" />
          </Skeleton>
        }
      >
        <Consents />
      </PageBoundary>
    </ProfilePage>
  );
}

function Consents() {
  const { data } = useSuspenseQuery(StudioSessionDocument);
  const permissions = data.viewer?.permissions ?? [];
  return (
    <>
      {permissions.includes('onboarding.own') && <ProvenNote />}
      {permissions.includes('terms.own') && <MyConsents />}
    </>
  );
}
