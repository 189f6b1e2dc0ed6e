import type { Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { Log } from '../platform/log.ts';
import type { ImageRequestReads } from './image-request.reads.ts';
import type { ImageRequest } from './image-request.entity.ts';

export interface ImageRequestLiveParts {
  db: Db;
  events: EventBus;
  reads: ImageRequestReads;
  log: Log;
}

/** One for each process: hears of every change, loads what changed once, and hands it to everybody who may see it. */
export class ImageRequestLive {
  constructor(readonly parts: ImageRequestLiveParts) {}

  /** `wanted`: the selected paths below the request. Throws NOT_FOUND for an `id` that this person may not see. */
  async subscribe(
    _actor: Actor,
    _wanted: ReadonlySet<string>,
    _id: string | null = null,
  ): Promise<AsyncIterableIterator<ImageRequest>> {
    throw new Error('not yet');
  }

  /** Ends every subscription. */
  close(): void {
    throw new Error('not yet');
  }
}
