import type { AccountServices } from './app-accounts.ts';
import { handOffChanged } from './accounts/live-sessions.ts';
import type { SignInAnswerParts } from './accounts/sign-in-answer.ts';
import { FirstStepsResolver } from './onboarding/first-steps.resolver.ts';
import { FirstStepsService, type FirstStepsServiceParts } from './onboarding/first-steps.service.ts';
import { firstStepsChanged } from './onboarding/first-steps.ts';
import { HandOffResolver } from './onboarding/hand-off.resolver.ts';
import { HandOffService } from './onboarding/hand-off.service.ts';
import type { Foundation } from './app-foundation.ts';
import { declarePayoutJobs, payoutServices } from './app-payout-accounts.ts';
import { ApplicationService } from './onboarding/application.service.ts';
import {
  beginIdentityCheckJob,
  compareIdentityJob,
  forgetIdentityNewsJob,
} from './onboarding/identity-check/identity-check.job-types.ts';
import {
  handleBeginIdentityCheck,
  handleCompareIdentity,
  handleForgetIdentityNews,
} from './onboarding/identity-check/identity-check.jobs.ts';
import { IdentityCheckResolver } from './onboarding/identity-check/identity-check.resolver.ts';
import { IdentityCheckService } from './onboarding/identity-check/identity-check.service.ts';
import type { IdentityProvider } from './onboarding/identity-check/identity-provider.ts';
import { declareDeskJobs } from './onboarding/desk/desk.jobs.ts';
import { DeskResolver } from './onboarding/desk/desk.resolver.ts';
import { openDesk } from './onboarding/desk/desk.ts';
import type { DocumentsOf } from './onboarding/desk/review-file.reads.ts';
import { identityDocumentEvidence } from './onboarding/identity-document.evidence.ts';
import { documentsCheck, dueDocuments, dueTaxForm, identityPictures } from './onboarding/identity-document.check.ts';
import { consentEvidence, consentsAreComplete, noteConsent } from './onboarding/consent-section.ts';
import { onboardingChanged } from './onboarding/onboarding.change.ts';
import { OnboardingResolver } from './onboarding/onboarding.resolver.ts';
import { payoutAccountCheck, payoutReady } from './onboarding/payout-account/payout-account.check.ts';
import { PayoutAccountResolver } from './onboarding/payout-account/payout-account.resolver.ts';
import { documentHooks } from './onboarding/section-documents.ts';
import { SectionStore } from './onboarding/section-store.ts';
import { SectionKind } from './onboarding/section.lifecycle.ts';
import {
  forgetSocialSignInsJob,
  lapseSocialProfilesJob,
  learnChannelJob,
  readProfilePageJob,
  tradeSocialSignInJob,
} from './onboarding/social-proof/social-profile.job-types.ts';
import {
  handleForgetSocialSignIns,
  handleLapseSocialProfiles,
  handleLearnChannel,
  handleReadProfilePage,
  handleTradeSocialSignIn,
} from './onboarding/social-proof/social-profile.jobs.ts';
import { SocialProfileResolver } from './onboarding/social-proof/social-profile.resolver.ts';
import { SocialProfileService } from './onboarding/social-proof/social-profile.service.ts';
import { pageRules } from './onboarding/social-proof/profile-page.ts';
import { SocialEvidence, socialProfilesCheck } from './onboarding/social-proof/social-profile.evidence.ts';
import { SocialProofService, type ReadPage } from './onboarding/social-proof/social-proof.service.ts';
import { openSocialSignIn } from './onboarding/social-proof/social-sign-in.ts';
import { fetchPage } from './platform/safe-fetch.ts';
import { AccountLive } from './platform/account-live.ts';
import type { Config, SocialSignInPlatform } from './platform/config.ts';
import type { Log } from './platform/log.ts';
import type { Notifier } from './platform/notifier.ts';
import { ConsentService } from './terms/consent.service.ts';

/** What a test may bring along. */
export interface OnboardingParts {
  readPage?: ReadPage;
}

export type OnboardingServices = Awaited<ReturnType<typeof onboardingServices>>;

const mostPageBytes = 3_000_000;

/** How creators join: what they answer and hand in, and who looks at it. */
export async function onboardingServices(
  config: Config,
  foundation: Foundation,
  people: Pick<AccountServices, 'sessions' | 'oneTimeLinks' | 'limits'>,
  {
    notifier,
    documentsOf,
    stepFacts,
    log,
    now,
    parts,
  }: {
    notifier: Notifier;
    documentsOf: DocumentsOf;
    stepFacts: FirstStepsServiceParts['facts'];
    log: Log;
    now: () => Date;
    parts: OnboardingParts;
  },
) {
  const { db, events, jobs, settings } = foundation;
  const sections = new SectionStore({
    db,
    events,
    settings,
    jobs,
    notifier,
    publicUrl: config.publicUrl,
    now,
  });
  const consents = new ConsentService({ db, onConsent: noteConsent(sections) });
  const identityProvider = await openIdentityProvider(config);
  const identityChecks = new IdentityCheckService({
    db,
    events,
    jobs,
    settings,
    notifier,
    sections,
    provider: identityProvider,
    publicUrl: config.publicUrl,
    now,
  });
  const social = {
    db,
    events,
    jobs,
    settings,
    sections,
    signIns: Object.fromEntries(
      Object.entries(config.socialSignIn).map(([platform, client]) => [
        platform,
        openSocialSignIn(platform as SocialSignInPlatform, client),
      ]),
    ),
    publicUrl: config.publicUrl,
    now,
  };
  const socialProfiles = new SocialProfileService(social);
  const socialProofs = new SocialProofService({
    ...social,
    readPage: parts.readPage ?? ((url, platform) => fetchPage(url, pageRules(platform), mostPageBytes)),
  });
  const socialEvidence = new SocialEvidence({ ...social, notifier });
  const documentsAsked = {
    ADDRESS: dueDocuments(settings, SectionKind.ADDRESS),
    IDENTITY_DOCUMENT: identityPictures(identityChecks),
    TAX: dueDocuments(settings, SectionKind.TAX),
  };
  const applications = new ApplicationService({
    db,
    settings,
    sections,
    documentsAsked,
    consents,
    identityChecks,
    checks: {
      ADDRESS: documentsCheck(documentsAsked.ADDRESS),
      IDENTITY_DOCUMENT: documentsCheck(documentsAsked.IDENTITY_DOCUMENT),
      TAX: documentsCheck(documentsAsked.TAX, dueTaxForm(settings)),
      SOCIAL_PROFILES: socialProfilesCheck,
      PAYOUT_ACCOUNT: payoutAccountCheck,
      CONSENTS: consentsAreComplete(consents),
    },
    now,
  });
  const payouts = await payoutServices(config, foundation, { sections, notifier, now });
  const desk = openDesk({
    db,
    events,
    settings,
    notifier,
    log,
    sections,
    documentsOf,
    evidence: {
      SOCIAL_PROFILES: socialEvidence,
      IDENTITY_DOCUMENT: identityDocumentEvidence(db.keyring, identityChecks),
      PAYOUT_ACCOUNT: payouts.payoutEvidence,
      CONSENTS: consentEvidence(consents),
    },
    publicUrl: config.publicUrl,
    now,
  });
  const handOffs = new HandOffService({ ...people, notifier, db, events, settings, now });
  const firstSteps = new FirstStepsService({
    db,
    events,
    facts: {
      ...stepFacts,
      PAYOUT_ACCOUNT: async (accountId) =>
        sections.asked().includes(SectionKind.PAYOUT_ACCOUNT)
          ? (await payoutReady(db.source.manager, accountId)) === null
          : null,
    },
    now,
  });
  return {
    firstSteps,
    firstStepsLive: new AccountLive({
      events,
      log,
      // What was handed in, or verified, may be a step too.
      channels: [firstStepsChanged, onboardingChanged],
      read: ({ accountId }: { accountId: string }) => firstSteps.of(accountId),
    }),
    handOffs,
    handOffLive: new AccountLive({
      events,
      log,
      channels: [handOffChanged],
      read: ({ accountId }: { accountId: string }) => handOffs.of(accountId),
    }),
    sections,
    desk,
    consents,
    applications,
    identityProvider,
    identityChecks,
    socialProfiles,
    socialProofs,
    socialEvidence,
    ...payouts,
    sectionDocuments: documentHooks({ keyring: db.keyring, settings, sections, events, now }),
    onboardingLive: new AccountLive({
      events,
      log,
      channels: [onboardingChanged],
      read: ({ accountId }: { accountId: string }) => applications.of(accountId),
    }),
  };
}

async function openIdentityProvider({ identity }: Config): Promise<IdentityProvider | null> {
  if (identity.provider !== 'stripe') return null;
  const { StripeIdentity } = await import('./onboarding/identity-check/identity-provider.stripe.ts');
  return new StripeIdentity(identity);
}

export const onboardingResolverTypes = [
  OnboardingResolver,
  DeskResolver,
  HandOffResolver,
  FirstStepsResolver,
  IdentityCheckResolver,
  SocialProfileResolver,
  PayoutAccountResolver,
] as const;

export const onboardingResolvers = (services: Pick<Foundation, 'settings'> & OnboardingServices & SignInAnswerParts) =>
  [
    new HandOffResolver(services.handOffs, services, services.handOffLive),
    new FirstStepsResolver(services.firstSteps, services.firstStepsLive),
    new OnboardingResolver(services.applications, services.onboardingLive, services.settings),
    new DeskResolver(services.desk),
    new IdentityCheckResolver(services.identityChecks),
    new SocialProfileResolver(services.socialProfiles, services.socialProofs),
    new PayoutAccountResolver(services.payoutAccounts, services.depositInstructions),
  ] as const;

export function declareOnboardingJobs(
  services: Foundation & OnboardingServices & { notifier: Notifier },
  { publicUrl }: Pick<Config, 'publicUrl'>,
  now: () => Date,
): void {
  const { jobs, identityChecks, socialProofs, socialEvidence, desk } = services;
  declareDeskJobs({ ...services, claims: desk.claims, risk: desk.risk, publicUrl, now });
  jobs.work(readProfilePageJob, handleReadProfilePage(socialProofs));
  jobs.work(learnChannelJob, handleLearnChannel(socialProofs));
  jobs.work(tradeSocialSignInJob, handleTradeSocialSignIn(socialProofs));
  jobs.work(forgetSocialSignInsJob, handleForgetSocialSignIns(socialProofs));
  jobs.schedule(forgetSocialSignInsJob, '55 4 * * *');
  jobs.work(lapseSocialProfilesJob, handleLapseSocialProfiles(socialEvidence));
  jobs.schedule(lapseSocialProfilesJob, '35 * * * *');
  jobs.work(beginIdentityCheckJob, handleBeginIdentityCheck(identityChecks));
  jobs.work(compareIdentityJob, handleCompareIdentity(identityChecks));
  jobs.work(forgetIdentityNewsJob, handleForgetIdentityNews(identityChecks, now));
  jobs.schedule(forgetIdentityNewsJob, '50 4 * * *');
  declarePayoutJobs(services, now);
}
