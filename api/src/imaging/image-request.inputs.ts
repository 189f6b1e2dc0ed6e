import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { ImageAspectRatio, ImagePurpose, ImageResolution, ImageStyle } from './image-request.entity.ts';
import { ImageRequestStatus } from './image-request.lifecycle.ts';

@InputType()
export class ImageLoraInput {
  @Field(() => ID)
  model!: string;

  @Field(() => Float)
  weight!: number;
}

@InputType()
export class RequestImagesInput {
  @Field(() => String)
  prompt!: string;

  @Field(() => String, { nullable: true })
  negativePrompt?: string | null;

  @Field(() => ImagePurpose, { nullable: true })
  purpose?: ImagePurpose | null;

  @Field(() => ImageAspectRatio, { nullable: true })
  aspectRatio?: ImageAspectRatio | null;

  @Field(() => ImageResolution, { nullable: true })
  resolution?: ImageResolution | null;

  @Field(() => ImageStyle, { nullable: true })
  style?: ImageStyle | null;

  @Field(() => Int, { nullable: true, description: 'Chosen at random when absent.' })
  seed?: number | null;

  @Field(() => Int, { nullable: true })
  steps?: number | null;

  @Field(() => Float, { nullable: true })
  cfgScale?: number | null;

  @Field(() => [ImageLoraInput], { nullable: true })
  loras?: ImageLoraInput[] | null;

  @Field(() => Int, { nullable: true })
  count?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Repeating a request with the same key returns the first one instead of asking twice.',
  })
  idempotencyKey?: string | null;
}

@InputType()
export class ImageRequestFilter {
  @Field(() => [ImageRequestStatus], { nullable: true })
  status?: ImageRequestStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Staff only; others always see their own.' })
  personId?: string | null;

  @Field(() => Date, { nullable: true })
  createdAfter?: Date | null;

  @Field(() => Date, { nullable: true })
  createdBefore?: Date | null;
}

export enum ImageRequestOrder {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
}
registerEnumType(ImageRequestOrder, { name: 'ImageRequestOrder' });
