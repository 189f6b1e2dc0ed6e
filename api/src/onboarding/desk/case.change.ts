import type { Transaction } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';

/** The channel on which every process hears that a case is another now. */
export const caseChanged = 'review-case-changed';

export interface CaseChanged {
  caseId: string;
  /** Of the creator. */
  accountId: string;
}

export const announceCaseChange = (
  events: EventBus,
  tx: Transaction,
  { id, accountId }: { id: string; accountId: string },
): Promise<void> => events.publish(tx, caseChanged, { caseId: id, accountId } satisfies CaseChanged);
