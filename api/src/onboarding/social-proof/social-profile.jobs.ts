import type { JobHandler } from '../../platform/jobs.ts';
import type { SocialEvidence } from './social-profile.evidence.ts';
import type { SocialProofService } from './social-proof.service.ts';

export const handleReadProfilePage =
  (proofs: SocialProofService): JobHandler<{ proofId: string }> =>
  ({ proofId }, { actor }) =>
    proofs.readPage(proofId, actor);

export const handleLearnChannel =
  (proofs: SocialProofService): JobHandler<{ profileId: string }> =>
  ({ profileId }) =>
    proofs.learnChannel(profileId);

export const handleTradeSocialSignIn =
  (proofs: SocialProofService): JobHandler<{ signInId: string }> =>
  ({ signInId }, { actor, signal }) =>
    proofs.tradeSignIn(signInId, actor, signal);

export const handleLapseSocialProfiles =
  (evidence: SocialEvidence): JobHandler<Record<string, never>> =>
  (_, { actor, signal }) =>
    evidence.lapse(actor, signal);

export const handleForgetSocialSignIns =
  (proofs: SocialProofService): JobHandler<Record<string, never>> =>
  () =>
    proofs.forgetSignIns();
