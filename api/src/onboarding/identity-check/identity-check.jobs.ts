import type { JobHandler } from '../../platform/jobs.ts';
import type { IdentityCheckService } from './identity-check.service.ts';

export const handleBeginIdentityCheck =
  (checks: IdentityCheckService): JobHandler<{ checkId: string }> =>
  async ({ checkId }, { lastAttempt, signal }) => {
    try {
      await checks.begin(checkId, signal);
    } catch (error) {
      if (lastAttempt && !signal.aborted) await checks.giveUp(checkId);
      throw error;
    }
  };

export const handleCompareIdentity =
  (checks: IdentityCheckService): JobHandler<{ checkId: string }> =>
  async ({ checkId }, { actor, lastAttempt, signal }) => {
    try {
      await checks.compare(actor, checkId, signal);
    } catch (error) {
      if (lastAttempt && !signal.aborted) await checks.giveUpComparing(actor, checkId);
      throw error;
    }
  };

/** Providers repeat themselves for some days, not for months. */
const keptMilliseconds = 90 * 86_400_000;

export const handleForgetIdentityNews =
  (checks: IdentityCheckService, now: () => Date): JobHandler<Record<string, never>> =>
  () =>
    checks.forgetNews(new Date(now().getTime() - keptMilliseconds));
