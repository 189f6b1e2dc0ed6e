import type { Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';

/** The channel on which every process hears that somebody's application is another now. */
export const onboardingChanged = 'onboarding-changed';

export interface OnboardingChanged {
  accountId: string;
}

export const announceOnboardingChange = (events: EventBus, tx: Transaction, accountId: string): Promise<void> =>
  events.publish(tx, onboardingChanged, { accountId } satisfies OnboardingChanged);
