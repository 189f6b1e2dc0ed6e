import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { PreferenceList } from '@influencegen/shared-schema/ui/preference-list';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../../ui/back-link';
import classes from './inbox.module.css';
import { DeskPreferencesDocument, DeskSetPreferenceDocument } from './preferences-page.generated';

/** What the viewer wants to be told, and how. Each tick is saved at once. */
export function PreferencesPage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <BackLink to="/inbox">{t('nav.inbox')}</BackLink>
      <PageHeader title={t('inbox.settings')} />
      <p className={classes.hint}>{t('inbox.settingsText')}</p>
      <PageBoundary
        skeleton={
          <Skeleton>
            <Lines count={8} height="2.5rem" />
          </Skeleton>
        }
      >
        <Preferences />
      </PageBoundary>
    </div>
  );
}

function Preferences() {
  const { t } = useTranslation('ui');
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(DeskPreferencesDocument, { variables: { language } });
  const [save] = useMutation(DeskSetPreferenceDocument);
  const [problem, setProblem] = useState<Problem | null>(null);
  const preferences = data.notificationPreferences;

  const change = async (notice: string, channel: 'MAIL' | 'INBOX', wanted: boolean): Promise<void> => {
    setProblem(null);
    const before = preferences.find((one) => one.notice === notice)?.wanted ?? [];
    try {
      await save({
        variables: { notice, channel, wanted, language },
        optimisticResponse: {
          setNotificationPreference: {
            __typename: 'NotificationPreference',
            notice,
            wanted: wanted ? [...before, channel] : before.filter((each) => each !== channel),
          },
        },
      });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <div role="alert">{problem && <p>{t('preferences.failed', { reason: t(`problem.${problem}`) })}</p>}</div>
      <PreferenceList preferences={preferences} onChange={(...chosen) => void change(...chosen)} />
    </>
  );
}
