import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../platform/pagination.ts';
import { ImageRequest } from './image-request.entity.ts';
import { Image } from './image.entity.ts';

@ObjectType()
export class ImageRequestConnection {
  @Field(() => [ImageRequest])
  nodes!: ImageRequest[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
export class ImageConnection {
  @Field(() => [Image])
  nodes!: Image[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
