import type { JobHandler } from '../../platform/jobs.ts';
import type { DepositInstructions } from './deposit-instructions.service.ts';
import type { PayoutProviderService } from './payout-provider.service.ts';

export const handleBeginPayoutProvider =
  (verifications: PayoutProviderService): JobHandler<{ verificationId: string }> =>
  async ({ verificationId }, { actor, lastAttempt, signal }) => {
    try {
      await verifications.begin(actor, verificationId, signal);
    } catch (error) {
      if (lastAttempt && !signal.aborted) await verifications.giveUp(actor, verificationId);
      throw error;
    }
  };

export const handleExpireDeposits =
  (instructions: DepositInstructions): JobHandler<Record<string, never>> =>
  (_payload, { actor }) =>
    instructions.expire(actor);

/** Providers repeat themselves for some days, not for months. */
const keptMilliseconds = 90 * 86_400_000;

export const handleForgetPayoutNews =
  (verifications: PayoutProviderService, now: () => Date): JobHandler<Record<string, never>> =>
  () =>
    verifications.forgetNews(new Date(now().getTime() - keptMilliseconds));
