import { AccountLive } from '../../platform/account-live.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Log } from '../../platform/log.ts';
import { caseChanged, type CaseChanged } from './case.change.ts';

/** That something about a case is another now; who looks at it reads it as far as they may. */
export interface CaseNews {
  id: string;
}

export type DeskLive = AccountLive<CaseChanged, CaseNews>;

const everybody = 'desk';

export const openDeskLive = ({ events, log }: { events: EventBus; log: Log }): DeskLive =>
  new AccountLive<CaseChanged, CaseNews>({
    events,
    log,
    channels: [caseChanged],
    audienceOf: () => everybody,
    read: async ({ caseId }) => ({ id: caseId }),
  });

/** Whoever calls has checked that the listener is a reviewer. */
export const listenAtDesk = (live: DeskLive) => live.subscribe(everybody);
