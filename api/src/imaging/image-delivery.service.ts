import type { Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { ImageStorage } from './image-storage.ts';

export interface ImageDeliveryDeps {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  storage: ImageStorage;
}

export class ImageDeliveryService {
  constructor(readonly deps: ImageDeliveryDeps) {}
}
