import { Button } from '@influencegen/shared-schema/ui/button';
import { Inbox } from '@influencegen/shared-schema/ui/inbox';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconAdjustments } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './inbox.module.css';

export function InboxPage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <PageHeader title={t('inbox.title')}>
        <Button
          component={Link}
          to="/inbox/settings"
          variant="quiet"
          leftSection={<IconAdjustments size={16} aria-hidden />}
        >
          {t('inbox.settings')}
        </Button>
      </PageHeader>
      <Inbox />
    </div>
  );
}
