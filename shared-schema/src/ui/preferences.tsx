import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { ChooseDigestDocument, PreferencesDocument, SetPreferenceDocument } from '../client/preferences.generated.ts';
import { useAction } from '../client/use-action.ts';
import { DigestChoice, type DigestTimes } from './digest-choice.tsx';
import { useLanguage } from './i18n.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { PreferenceList } from './preference-list.tsx';
import { Lines, Skeleton } from './skeleton.tsx';

/** Each tick is saved at once. */
export const Preferences = () => (
  <PageBoundary
    skeleton={
      <Skeleton>
        <Lines count={8} height="2.5rem" />
      </Skeleton>
    }
  >
    <Choices />
  </PageBoundary>
);

function Choices() {
  const { t } = useTranslation('ui');
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(PreferencesDocument, { variables: { language } });
  const [save] = useMutation(SetPreferenceDocument);
  const [gather] = useMutation(ChooseDigestDocument);
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
