import { useSignOut } from '@influencegen/shared-schema/client/use-sign-out';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useTranslation } from 'react-i18next';

/** A member of staff who came to the wrong door. */
export function StaffPointer({ name }: { name: string }) {
  const { t } = useTranslation();
  const { signOut, problem } = useSignOut();
  return (
    <main>
      <PageHeader title={t('staff.title')} hidden />
      <EmptyState
        title={t('staff.title')}
        action={
          <>
            <Button component="a" href="/admin/" variant="primary">
              {t('staff.open')}
            </Button>
            <Button onClick={signOut}>{t('staff.signOut')}</Button>
          </>
        }
      >
        {t('staff.text', { name })}
      </EmptyState>
      {problem && <p role="alert">{t('nav.signOutFailed')}</p>}
    </main>
  );
}
