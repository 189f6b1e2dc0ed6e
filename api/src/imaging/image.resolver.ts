import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { selectedPaths } from '../platform/graphql-lookahead.ts';
import type { Page } from '../platform/pagination.ts';
import { ImageConnection } from './image-request.connection.ts';
import type { ImageRequestReads } from './image-request.reads.ts';
import { ImageRequest } from './image-request.entity.ts';
import type { ImageRow, RequestRow } from './image-request.rows.ts';
import { Image } from './image.entity.ts';
import type { ImageService } from './image.service.ts';

@ObjectType({ description: 'What is gone, so that clients can forget it.' })
export class DeletedImage {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => Image)
export class ImageResolver {
  constructor(
    private readonly service: ImageService,
    private readonly reads: ImageRequestReads,
  ) {}

  /** Read together with the picture. */
  @FieldResolver(() => ImageRequest, { description: 'What was asked for when it was made.' })
  request(@Root() { request }: ImageRow): RequestRow | undefined {
    return request;
  }

  @Query(() => ImageConnection, { description: "The viewer's own pictures, newest first." })
  images(
    @Arg('first', () => Int, { defaultValue: 24 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() { actor }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<ImageRow>> {
    return this.reads.images(actor, selectedPaths(info), { first, after });
  }

  @Query(() => Image, { description: 'One picture: an own one, for staff any. NOT_FOUND otherwise.' })
  image(
    @Arg('id', () => ID, { description: 'Which picture.' }) id: string,
    @Ctx() { actor }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ImageRow> {
    return this.reads.image(actor, selectedPaths(info), id);
  }

  @Mutation(() => DeletedImage, { description: 'Removes an own picture. Equal bytes of somebody else stay.' })
  deleteImage(
    @Arg('id', () => ID, { description: 'Which picture.' }) id: string,
    @Ctx() { actor }: Context,
  ): Promise<DeletedImage> {
    return this.service.delete(actor, id);
  }

  @Mutation(() => Image, { description: 'Takes back `deleteImage` while the bytes are still kept.' })
  async restoreImage(
    @Arg('id', () => ID, { description: 'Which picture.' }) id: string,
    @Ctx() { actor }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ImageRow> {
    await this.service.restore(actor, id);
    return this.reads.image(actor, selectedPaths(info), id);
  }
}
