import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Preferences } from '@influencegen/shared-schema/ui/preferences';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../../ui/back-link';
import classes from './inbox.module.css';

/** What the viewer wants to be told, and how. Each tick is saved at once. */
export function PreferencesPage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <BackLink to="/inbox">{t('nav.inbox')}</BackLink>
      <PageHeader title={t('inbox.settings')} />
      <p className={classes.hint}>{t('inbox.settingsText')}</p>
      <Preferences />
    </div>
  );
}
