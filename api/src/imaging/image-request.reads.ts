import type { Db } from '../platform/db.ts';
import type { MediaLinks } from './media-links.ts';

export interface ImageRequestReadsParts {
  db: Db;
  links: MediaLinks;
  now?: () => Date;
}

/** Hot reads: one named statement a root field, over the pool, without entities. */
export class ImageRequestReads {
  constructor(readonly parts: ImageRequestReadsParts) {}
}
