import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Security } from '@influencegen/shared-schema/ui/security';
import { useTranslation } from 'react-i18next';
import classes from './security-page.module.css';
import { SupportAccess } from './support-access.tsx';

export function SecurityPage() {
  const { t } = useTranslation('ui');
  return (
    <div className={classes.page}>
      <PageHeader title={t('security.title')} />
      <Security>
        <SupportAccess />
      </Security>
    </div>
  );
}
