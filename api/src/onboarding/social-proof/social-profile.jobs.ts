import type { JobHandler } from '../../platform/jobs.ts';
import type { SocialProfileService } from './social-profile.service.ts';

export const handleReadProfilePage =
  (profiles: SocialProfileService): JobHandler<{ proofId: string }> =>
  ({ proofId }, { actor }) =>
    profiles.readPage(proofId, actor);

export const handleTradeSocialSignIn =
  (profiles: SocialProfileService): JobHandler<{ signInId: string }> =>
  ({ signInId }, { actor, signal }) =>
    profiles.tradeSignIn(signInId, actor, signal);

export const handleLapseSocialProfiles =
  (profiles: SocialProfileService): JobHandler<Record<string, never>> =>
  (_, { actor, signal }) =>
    profiles.lapse(actor, signal);

export const handleForgetSocialSignIns =
  (profiles: SocialProfileService): JobHandler<Record<string, never>> =>
  () =>
    profiles.forgetSignIns();
