import { useSignOut } from '@influencegen/shared-schema/client/use-sign-out';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useTranslation } from 'react-i18next';
import type { Viewer } from './session';

export function WrongDesk({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation();
  const { signOut, problem } = useSignOut();
  return (
    <main>
      <title>{`${t('wrongDesk.title')} · ${t('product')}`}</title>
      <EmptyState
        title={t('wrongDesk.title')}
        action={
          <>
            <Button component="a" href="/" variant="primary">
              {t('wrongDesk.studio')}
            </Button>
            <Button onClick={signOut}>{t('wrongDesk.other')}</Button>
          </>
        }
      >
        <p>{t('wrongDesk.text', { name: viewer.displayName })}</p>
        {problem && <p role="alert">{t('nav.signOutFailed')}</p>}
      </EmptyState>
    </main>
  );
}
