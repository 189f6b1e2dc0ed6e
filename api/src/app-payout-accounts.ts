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
import type { SectionStore } from './onboarding/section-store.ts';
import type { Config } from './platform/config.ts';
import type { Notifier } from './platform/notifier.ts';

export type PayoutServices = Awaited<ReturnType<typeof payoutServices>>;

/** Where creators are paid, and how it is verified that an account is theirs. */
export async function payoutServices(
  config: Config,
  { db, events, jobs, settings }: Foundation,
  { sections, notifier, now }: { sections: SectionStore; notifier: Notifier; now: () => Date },
) {
  const payoutProvider = await openPayoutProvider(config);
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

async function openPayoutProvider({ payout }: Config): Promise<PayoutProvider | null> {
  if (payout.provider !== 'stripe') return null;
  const { StripeConnect } = await import('./onboarding/payout-account/payout-provider.stripe.ts');
  return new StripeConnect(payout);
}

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
