import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import type { Route } from '../platform/http.ts';
import type { Registry } from '../platform/metrics.ts';
import type { Settings } from '../platform/setting.ts';
import type { ImageDeliveryService } from './image-delivery.service.ts';
import type { ImageStorage } from './image-storage.ts';

export interface CallbackDeps {
  config: Config['callback'];
  db: Db;
  settings: Settings;
  storage: ImageStorage;
  delivery: ImageDeliveryService;
  metrics: Registry;
}

/** POST /callbacks/images/:requestId: where engines report progress and deliver pictures. */
export function callbackRoute(_deps: CallbackDeps): Route {
  throw new Error('not yet');
}
