import { Inbox } from '@influencegen/shared-schema/ui/inbox';
import { useTranslation } from 'react-i18next';
import classes from './inbox.module.css';

export function InboxPage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <Inbox title={t('inbox.title')} settings={{ to: '/inbox/settings', label: t('inbox.settings') }} />
    </div>
  );
}
