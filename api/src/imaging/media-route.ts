import type { SessionService } from '../accounts/session.service.ts';
import type { Db } from '../platform/db.ts';
import type { Route } from '../platform/http.ts';
import type { Registry } from '../platform/metrics.ts';
import type { ImageStorage } from './image-storage.ts';
import type { MediaLinks } from './media-links.ts';

export interface MediaDeps {
  db: Db;
  sessions: Pick<SessionService, 'ofRequest'>;
  storage: ImageStorage;
  links: MediaLinks;
  metrics: Registry;
}

export function mediaRoute(_deps: MediaDeps): Route {
  throw new Error('not yet');
}
