import type { Foundation } from './app-foundation.ts';
import { DepositInstructions } from './onboarding/payout-account/deposit-instructions.service.ts';
import {
  beginPayoutProviderJob,
  expireDepositsJob,
  forgetPayoutNewsJob,
} from './onboarding/payout-account/payout-account.job-types.ts';
import {
  handleBeginPayoutProvider,
  handleExpireDeposits,
  handleForgetPayoutNews,
} from './onboarding/payout-account/payout-account.jobs.ts';
import { PayoutEvidence } from './onboarding/payout-account/payout-account.evidence.ts';
import { PayoutAccountService } from './onboarding/payout-account/payout-account.service.ts';
import type { PayoutProvider } from './onboarding/payout-account/payout-provider.ts';
import { PayoutProviderService } from './onboarding/payout-account/payout-provider.service.ts';
import { StripeConnect } from './onboarding/payout-account/payout-provider.stripe.ts';
import type { SectionStore } from './onboarding/section-store.ts';
import { openStripe } from './onboarding/stripe.ts';
import type { Config } from './platform/config.ts';
import type { Notifier } from './platform/notifier.ts';

export type PayoutServices = ReturnType<typeof payoutServices>;

/** Where creators are paid, and how it is verified that an account is theirs. */
export function payoutServices(
  config: Config,
  { db, events, jobs, settings }: Foundation,
  { sections, notifier, now }: { sections: SectionStore; notifier: Notifier; now: () => Date },
) {
  const payoutProvider = openPayoutProvider(config);
  const { publicUrl } = config;
  const parts = { db, events, notifier, settings, sections, publicUrl, provider: payoutProvider, now };
  return {
    payoutProvider,
    payoutAccounts: new PayoutAccountService({ ...parts, jobs }),
    payoutVerifications: new PayoutProviderService(parts),
    depositInstructions: new DepositInstructions(parts),
    payoutEvidence: new PayoutEvidence(parts),
  };
}

const openPayoutProvider = ({ payout }: Config): PayoutProvider | null =>
  payout.provider === 'stripe' ? new StripeConnect(openStripe(payout.stripe), payout.webhookSecret) : null;

export function declarePayoutJobs(
  { jobs, payoutVerifications, depositInstructions }: Foundation & PayoutServices,
  now: () => Date,
): void {
  jobs.work(beginPayoutProviderJob, handleBeginPayoutProvider(payoutVerifications));
  jobs.work(expireDepositsJob, handleExpireDeposits(depositInstructions));
  jobs.schedule(expireDepositsJob, '10 * * * *');
  jobs.work(forgetPayoutNewsJob, handleForgetPayoutNews(payoutVerifications, now));
  jobs.schedule(forgetPayoutNewsJob, '35 4 * * *');
}
