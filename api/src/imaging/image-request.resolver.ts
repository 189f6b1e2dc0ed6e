import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  createUnionType,
  Ctx,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
} from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { selectedPaths } from '../platform/graphql-lookahead.ts';
import { resolverOf } from '../platform/graphql-schema.ts';
import type { Page } from '../platform/pagination.ts';
import { TermsToAccept } from '../terms/terms.refusals.ts';
import { ImageQuota, ImageQuotaExceeded } from './image-quota.ts';
import { ImageRequestConnection } from './image-request.connection.ts';
import { ImageRequest } from './image-request.entity.ts';
import { ImageRequestFilter, ImageRequestOrder, RequestImagesInput } from './image-request.inputs.ts';
import type { ImageRequestLive } from './image-request.live.ts';
import type { ImageRequestReads } from './image-request.reads.ts';
import type { RequestRow } from './image-request.rows.ts';
import type { ImageRequestService } from './image-request.service.ts';
import { Studio } from './image-studio.ts';
import { ImagingOverview } from './imaging-overview.ts';

const RequestImagesResult = createUnionType({
  name: 'RequestImagesResult',
  types: () => [ImageRequest, ImageQuotaExceeded, TermsToAccept] as const,
});

@Resolver()
export class ImageRequestResolver {
  constructor(
    private readonly service: ImageRequestService,
    private readonly reads: ImageRequestReads,
    private readonly live: ImageRequestLive,
  ) {}

  @Mutation(() => RequestImagesResult, {
    description:
      'Stores the request, takes it off the quota and hands it to the engine, all or nothing. With an idempotency key, safe to repeat.',
  })
  requestImages(
    @Arg('input', () => RequestImagesInput) input: RequestImagesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestRow | ImageQuotaExceeded | TermsToAccept> {
    return this.#asked(this.service.request(context.actor, input), context, info);
  }

  @Mutation(() => RequestImagesResult, {
    description: 'A final, unsuccessful request is repeated as a new one with the same parameters.',
  })
  retryImageRequest(
    @Arg('id', () => ID, { description: 'Which request.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestRow | ImageQuotaExceeded | TermsToAccept> {
    return this.#asked(this.service.retry(context.actor, id), context, info);
  }

  @Mutation(() => ImageRequest, { description: 'Ends an open request. What is not made by then is not charged.' })
  cancelImageRequest(
    @Arg('id', () => ID, { description: 'Which request.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestRow> {
    return this.#read(this.service.cancel(context.actor, id), context, info);
  }

  @Query(() => ImageRequest, { description: 'One request: an own one, for staff any. NOT_FOUND otherwise.' })
  imageRequest(
    @Arg('id', () => ID, { description: 'Which request.' }) id: string,
    @Ctx() { actor }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RequestRow> {
    return this.reads.request(actor, selectedPaths(info), id);
  }

  @Query(() => ImageRequestConnection, { description: 'Own requests; staff see those of everybody. Paged by cursor.' })
  imageRequests(
    @Arg('filter', () => ImageRequestFilter, { nullable: true }) filter: ImageRequestFilter | null,
    @Arg('order', () => ImageRequestOrder, { defaultValue: ImageRequestOrder.NEWEST }) order: ImageRequestOrder,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() { actor }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<RequestRow>> {
    return this.reads.requests(actor, selectedPaths(info), { filter, order, first, after });
  }

  @Query(() => ImageQuota, { description: 'Pictures of this month: how many one may ask for, and how many were.' })
  imageQuota(@Ctx() { actor }: Context): Promise<ImageQuota> {
    return this.service.quota(actor);
  }

  @Query(() => Studio, {
    description: 'What may be asked for in the studio: defaults and ranges that hold for the viewer.',
  })
  studio(@Ctx() { actor }: Context): Promise<Studio> {
    return this.service.studio(actor);
  }

  @Query(() => ImagingOverview, {
    description: 'Figures for staff: what waits, what runs, what ended in the last hour.',
  })
  imagingOverview(@Ctx() { actor }: Context): Promise<ImagingOverview> {
    return this.reads.overview(actor);
  }

  @Subscription(() => ImageRequest, {
    description: 'Own requests; staff: all. With `id`, only that request.',
    subscribe: ({ args, context, info }: SubscribeResolverData<unknown, { id?: string | null }, Context>) =>
      resolverOf(info, ImageRequestResolver).live.subscribe(context.actor, selectedPaths(info), args.id ?? null),
  })
  imageRequestUpdated(
    @Root() row: RequestRow,
    @Arg('id', () => ID, { nullable: true, description: 'Only this request. Null: every one that the viewer sees.' })
    _id: string | null,
    @Ctx() { actor }: Context,
    @Info() info: GraphQLResolveInfo,
  ): RequestRow | Promise<RequestRow> {
    return this.reads.shown(actor, selectedPaths(info), row);
  }

  #asked(
    command: Promise<ImageRequest>,
    context: Context,
    info: GraphQLResolveInfo,
  ): Promise<RequestRow | ImageQuotaExceeded | TermsToAccept> {
    return orRefusal(this.#read(command, context, info), ImageQuotaExceeded, TermsToAccept);
  }

  /** What the operation selects of the request that a command gave. A union knows its members by their class. */
  async #read(command: Promise<ImageRequest>, { actor }: Context, info: GraphQLResolveInfo): Promise<RequestRow> {
    const { id } = await command;
    return Object.assign(new ImageRequest(), await this.reads.request(actor, selectedPaths(info), id));
  }
}
