import type { Foundation } from './app-foundation.ts';
import { ApplicationService } from './onboarding/application.service.ts';
import { beginIdentityCheckJob, forgetIdentityNewsJob } from './onboarding/identity-check/identity-check.job-types.ts';
import { handleBeginIdentityCheck, handleForgetIdentityNews } from './onboarding/identity-check/identity-check.jobs.ts';
import { IdentityCheckResolver } from './onboarding/identity-check/identity-check.resolver.ts';
import { IdentityCheckService } from './onboarding/identity-check/identity-check.service.ts';
import type { IdentityProvider } from './onboarding/identity-check/identity-provider.ts';
import { StripeIdentity } from './onboarding/identity-check/identity-provider.stripe.ts';
import { identityDocumentCheck, proofOfAddressCheck } from './onboarding/identity-document.check.ts';
import { consentsAreComplete, noteConsent } from './onboarding/consent-section.ts';
import { onboardingChanged } from './onboarding/onboarding.change.ts';
import { OnboardingResolver } from './onboarding/onboarding.resolver.ts';
import { documentHooks } from './onboarding/section-documents.ts';
import { SectionStore, type SectionCheck } from './onboarding/section-store.ts';
import { openStripe } from './onboarding/stripe.ts';
import { AccountLive } from './platform/account-live.ts';
import type { Config } from './platform/config.ts';
import type { Log } from './platform/log.ts';
import { ConsentService } from './terms/consent.service.ts';

export type OnboardingServices = ReturnType<typeof onboardingServices>;

const notYet: SectionCheck = async () => [{ field: null, code: 'NOT_OFFERED' }];

/** How creators join: what they answer and hand in, and who looks at it. */
export function onboardingServices(
  config: Config,
  { db, events, jobs, settings }: Foundation,
  { log, now }: { log: Log; now: () => Date },
) {
  const sections = new SectionStore({ db, events, settings, now });
  const consents = new ConsentService({ db, onConsent: noteConsent(sections) });
  const identityProvider = openIdentityProvider(config);
  const identityChecks = new IdentityCheckService({
    db,
    events,
    jobs,
    settings,
    sections,
    provider: identityProvider,
    publicUrl: config.publicUrl,
    now,
  });
  const applications = new ApplicationService({
    db,
    settings,
    sections,
    checks: {
      ADDRESS: proofOfAddressCheck(settings),
      IDENTITY_DOCUMENT: identityDocumentCheck(identityChecks),
      SOCIAL_PROFILES: notYet,
      PAYOUT_ACCOUNT: notYet,
      CONSENTS: consentsAreComplete(consents),
    },
    now,
  });
  return {
    sections,
    consents,
    applications,
    identityProvider,
    identityChecks,
    sectionDocuments: documentHooks({ sections, events, now }),
    onboardingLive: new AccountLive({
      events,
      log,
      channel: onboardingChanged,
      read: ({ accountId }: { accountId: string }) => applications.of(accountId),
    }),
  };
}

export function openIdentityProvider({ identity }: Pick<Config, 'identity'>): IdentityProvider | null {
  return identity.provider === 'stripe'
    ? new StripeIdentity(openStripe(identity.stripe), identity.webhookSecret)
    : null;
}

export const onboardingResolverTypes = [OnboardingResolver, IdentityCheckResolver] as const;

export const onboardingResolvers = (services: OnboardingServices) =>
  [
    new OnboardingResolver(services.applications, services.onboardingLive),
    new IdentityCheckResolver(services.identityChecks),
  ] as const;

export function declareOnboardingJobs(
  { jobs, identityChecks }: Foundation & OnboardingServices,
  now: () => Date,
): void {
  jobs.work(beginIdentityCheckJob, handleBeginIdentityCheck(identityChecks));
  jobs.work(forgetIdentityNewsJob, handleForgetIdentityNews(identityChecks, now));
  jobs.schedule(forgetIdentityNewsJob, '50 4 * * *');
}
