import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissionText } from '../features/accounts/use-permission-text';
import type { barrierAt } from './sections';

/** In place of a page that is not for this person, before it reads anything: each part of it would be refused by itself. */
export function NotPermitted({ page, needs }: NonNullable<ReturnType<typeof barrierAt>>) {
  const { t } = useTranslation(['app', 'ui']);
  const permissionText = usePermissionText();
  return (
    <>
      <PageHeader title={t(`nav.${page}`)} />
      <EmptyState
        title={t('notPermitted.title')}
        action={
          <Button component={Link} to="/">
            {t('ui:notFound.home')}
          </Button>
        }
      >
        <p>{t('notPermitted.text', { permission: permissionText(needs) })}</p>
      </EmptyState>
    </>
  );
}
