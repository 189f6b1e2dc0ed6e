import type { Transaction } from '../platform/db.ts';
import { notice, type Notifier } from '../platform/notifier.ts';
import { seeOwnImages } from './image-request.policy.ts';

export const imageFailedNotice = notice('imaging.failed', {
  description: 'Pictures that you asked for could not be made',
  variables: {},
  channels: ['INBOX'],
  optional: true,
  reaches: seeOwnImages,
});

/** Whoever left the studio meanwhile would otherwise wait for what does not come. */
export const tellFailure = (tx: Transaction, notifier: Notifier, { accountId }: { accountId: string }): Promise<void> =>
  notifier.notify(tx, imageFailedNotice, { accountId, variables: {} });
