import { LiveSubscription } from '../platform/live-subscription.ts';
import type { RequestRow, Wanted } from './image-request.rows.ts';

/** One reader of changed requests, who selects some of their fields. */
export class RequestSubscription extends LiveSubscription<RequestRow> {
  constructor(
    audience: string,
    readonly wanted: Wanted,
    onEnd: () => void,
  ) {
    super(audience, onEnd);
  }
}
