import type { Actor, SignedInActor } from '../platform/actor.ts';
import type { Db, Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Settings } from '../platform/setting.ts';
import type { ImageEngine, ImageRequest } from './image-request.entity.ts';
import type { RequestImagesInput } from './image-request.inputs.ts';

export interface ImageRequestServiceParts {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  settings: Settings;
  /** Which engine new requests are for. */
  engine: ImageEngine;
  now?: () => Date;
}

export class ImageRequestService {
  constructor(readonly parts: ImageRequestServiceParts) {}

  async request(_actor: Actor, _input: RequestImagesInput): Promise<ImageRequest> {
    throw new Error('not yet');
  }

  /** Repeats a final, unsuccessful request as a new one. Asked twice, it gives the same new one. */
  async retry(_actor: Actor, _id: string): Promise<ImageRequest> {
    throw new Error('not yet');
  }

  /** What retrying a dead letter of `image-dispatch` means. */
  async revive(_actor: SignedInActor, _payload: { requestId: string }, _tx: Transaction): Promise<void> {
    throw new Error('not yet');
  }

  async cancel(_actor: Actor, _id: string): Promise<ImageRequest> {
    throw new Error('not yet');
  }
}
