import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import type { ApolloCache } from '@apollo/client';
import { readAnew } from '@influencegen/shared-schema/client/read-anew';
import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../dynamic-text.ts';
import { leavePage } from '../leave-page.ts';
import { useOnboardingChanges } from '../use-application.ts';
import type { Failure } from '../use-attempt.ts';
import {
  StudioAddSocialProfileDocument,
  StudioAskStaffAboutSocialProfileDocument,
  StudioCheckSocialProfileDocument,
  StudioFinishSocialSignInDocument,
  StudioRemoveSocialProfileDocument,
  StudioRenewSocialCodeDocument,
  StudioSocialProfilesDocument,
  StudioStartSocialSignInDocument,
  type SocialProfileViewFragment,
} from './social-profiles.generated';

function changeList(
  cache: ApolloCache,
  change: (profiles: readonly SocialProfileViewFragment[]) => SocialProfileViewFragment[],
): void {
  cache.updateQuery({ query: StudioSocialProfilesDocument }, (data) =>
    data ? { socialProfiles: change(data.socialProfiles) } : data,
  );
}

/** The viewer's profiles, kept in step with what becomes of them. */
export function useSocialProfiles() {
  const client = useApolloClient();
  const { data } = useSuspenseQuery(StudioSocialProfilesDocument);
  // Codes grow old: looked at anew whenever something is read.
  const [now, setNow] = useState(() => new Date());
  const readAgain = (): void => {
    setNow(new Date());
    readAnew(client, StudioSocialProfilesDocument);
  };
  useOnboardingChanges({ onChange: readAgain, onReconnected: readAgain });
  return { profiles: data.socialProfiles, now, readAgain };
}

interface ProfileMoves {
  add: (platform: SocialPlatform, profile: string) => Promise<{ added: string } | { failure: string }>;
  check: (id: string) => Promise<Failure>;
  askStaff: (id: string) => Promise<Failure>;
  renew: (id: string) => Promise<Failure>;
  remove: (id: string) => Promise<Failure>;
  /** Leads away, to the platform. */
  signIn: (id: string) => Promise<Failure>;
  finishSignIn: (state: string, code: string) => Promise<Failure>;
}

export function useProfileMoves(): ProfileMoves {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [add] = useMutation(StudioAddSocialProfileDocument);
  const [check] = useMutation(StudioCheckSocialProfileDocument);
  const [askStaff] = useMutation(StudioAskStaffAboutSocialProfileDocument);
  const [renew] = useMutation(StudioRenewSocialCodeDocument);
  const [remove] = useMutation(StudioRemoveSocialProfileDocument);
  const [signIn] = useMutation(StudioStartSocialSignInDocument);
  const [finish] = useMutation(StudioFinishSocialSignInDocument);
  const unlessClosed = (result: { __typename: string }): Failure =>
    result.__typename === 'SectionInReview' || result.__typename === 'ApplicationRejected'
      ? t('onboarding.closedNow')
      : null;

  return {
    async add(platform, profile) {
      const { data } = await add({
        variables: { platform, profile },
        update: (cache, { data: answer }) => {
          const added = answer?.addSocialProfile;
          if (added?.__typename === 'SocialProfile')
            changeList(cache, (known) => [...known.filter(({ id }) => id !== added.id), added]);
        },
      });
      const result = data!.addSocialProfile;
      if (result.__typename === 'SocialProfile') return { added: result.id };
      if (result.__typename === 'SocialProfileInvalid') return { failure: problemText(result.reason) };
      return { failure: t('onboarding.closedNow') };
    },
    check: async (id) => unlessClosed((await check({ variables: { id } })).data!.checkSocialProfile),
    askStaff: async (id) => unlessClosed((await askStaff({ variables: { id } })).data!.askStaffAboutSocialProfile),
    renew: async (id) => unlessClosed((await renew({ variables: { id } })).data!.renewSocialCode),
    async remove(id) {
      const { data } = await remove({
        variables: { id },
        update: (cache, { data: answer }) => {
          if (answer?.removeSocialProfile.__typename === 'SocialProfileRemoved')
            changeList(cache, (known) => known.filter((profile) => profile.id !== id));
        },
      });
      return unlessClosed(data!.removeSocialProfile);
    },
    async signIn(id) {
      const { data } = await signIn({ variables: { id } });
      const result = data!.startSocialSignIn;
      if (result.__typename === 'SocialSignIn') leavePage.to(result.url);
      return unlessClosed(result);
    },
    finishSignIn: async (state, code) =>
      unlessClosed((await finish({ variables: { state, code } })).data!.finishSocialSignIn),
  };
}
