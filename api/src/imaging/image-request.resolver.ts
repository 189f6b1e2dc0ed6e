import type { ImageRequestLive } from './image-request.live.ts';
import type { ImageRequestReads } from './image-request.reads.ts';
import type { ImageRequestService } from './image-request.service.ts';
import type { ImageStudio } from './image-studio.ts';
import { Resolver } from 'type-graphql';

@Resolver()
export class ImageRequestResolver {
  constructor(
    readonly service: ImageRequestService,
    readonly reads: ImageRequestReads,
    readonly live: ImageRequestLive,
    readonly studio: ImageStudio,
  ) {}
}
