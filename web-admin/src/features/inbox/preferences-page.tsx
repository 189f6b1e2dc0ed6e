import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { DigestChoice, type DigestTimes } from '@influencegen/shared-schema/ui/digest-choice';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { PreferenceList } from '@influencegen/shared-schema/ui/preference-list';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../../ui/back-link';
import classes from './inbox.module.css';
import {
  DeskChooseDigestDocument,
  DeskPreferencesDocument,
  DeskSetPreferenceDocument,
} from './preferences-page.generated';

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
  const [gather] = useMutation(DeskChooseDigestDocument);
  const { problem, run } = useAction();
  const { notificationPreferences: preferences, mailDigest: digest } = data;

  const change = (notice: string, channel: 'MAIL' | 'INBOX', wanted: boolean): void => {
    const before = preferences.find((one) => one.notice === notice)?.wanted ?? [];
    const now = wanted ? [...before, channel] : before.filter((each) => each !== channel);
    run(() =>
      save({
        variables: { notice, channel, wanted, language },
        optimisticResponse: {
          setNotificationPreference: { __typename: 'NotificationPreference', notice, wanted: now },
        },
      }),
    );
  };
  const choose = (input: DigestTimes): void =>
    run(() =>
      gather({
        variables: { input },
        optimisticResponse: { chooseMailDigest: { ...digest, ...input } },
      }),
    );
  return (
    <>
      <div role="alert">{problem && <p>{t('preferences.failed', { reason: t(`problem.${problem}`) })}</p>}</div>
      <DigestChoice digest={digest} onChange={choose} />
      <PreferenceList preferences={preferences} onChange={change} />
    </>
  );
}
