import type { Transaction } from '../platform/db.ts';
import { notice, type Notifier } from '../platform/notifier.ts';
import { seeOwnImages } from './image-request.policy.ts';

export const imageFailedNotice = notice('imaging.failed', {
  description: 'Pictures that you asked for could not be made',
  variables: { link: 'https://studio.example/studio' },
  channels: ['INBOX'],
  optional: true,
  reaches: seeOwnImages,
});

export class ImageFailures {
  readonly #notifier: Notifier;
  readonly #link: string;

  /** @param publicUrl without a trailing slash */
  constructor({ notifier, publicUrl }: { notifier: Notifier; publicUrl: string }) {
    this.#notifier = notifier;
    this.#link = `${publicUrl}/studio`;
  }

  /** Whoever left the studio meanwhile would otherwise wait for what does not come. */
  tell(tx: Transaction, { accountId }: { accountId: string }): Promise<void> {
    return this.#notifier.notify(tx, imageFailedNotice, { accountId, variables: { link: this.#link } });
  }
}
