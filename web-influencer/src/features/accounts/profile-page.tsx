import { useSuspenseQuery } from '@apollo/client/react';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Block, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProfileForm } from './profile-form.tsx';
import { StudioProfileDocument } from './profile-page.generated';
import classes from './profile-page.module.css';

/** `children`: what else there is about the person. */
export function ProfilePage({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <PageHeader title={t('profile.title')} />
      <PageBoundary skeleton={<ProfileSkeleton />}>
        <Profile />
      </PageBoundary>
      {children}
    </div>
  );
}

function Profile() {
  const { data } = useSuspenseQuery(StudioProfileDocument);
  return data.viewer && <ProfileForm viewer={data.viewer} />;
}

/** As tall as the form: five fields and a button. */
function ProfileSkeleton() {
  return (
    <Skeleton className={classes.form}>
      {['email', 'name', 'phone', 'language', 'zone'].map((field) => (
        <Block key={field} className={classes.fieldSkeleton} />
      ))}
      <div className={classes.footSkeleton} />
    </Skeleton>
  );
}
