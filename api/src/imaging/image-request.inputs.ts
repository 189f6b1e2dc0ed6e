import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { ImageAspectRatio, ImagePurpose, ImageResolution, ImageStyle } from './image-request.entity.ts';
import { ImageRequestStatus } from './image-request.lifecycle.ts';

@InputType({ description: 'A style model laid over the main one.' })
export class ImageLoraInput {
  @Field(() => ID, { description: 'Id of a model that the studio offers.' })
  model!: string;

  @Field(() => Float, { description: 'Within the range of the studio.' })
  weight!: number;
}

@InputType({ description: 'What to make. What is left out is chosen by the studio.' })
export class RequestImagesInput {
  @Field(() => String, { description: 'What is to be seen.' })
  prompt!: string;

  @Field(() => String, { nullable: true, description: 'What is to be kept out. Null: nothing.' })
  negativePrompt?: string | null;

  @Field(() => ImagePurpose, {
    nullable: true,
    description: 'PERSONAL when absent; there are no campaigns yet to ask for.',
  })
  purpose?: ImagePurpose | null;

  @Field(() => ImageAspectRatio, { nullable: true, description: 'The default of the studio when absent.' })
  aspectRatio?: ImageAspectRatio | null;

  @Field(() => ImageResolution, { nullable: true, description: 'The default of the studio when absent.' })
  resolution?: ImageResolution | null;

  @Field(() => ImageStyle, { nullable: true, description: 'The default of the studio when absent.' })
  style?: ImageStyle | null;

  @Field(() => Int, { nullable: true, description: 'Chosen at random when absent.' })
  seed?: number | null;

  @Field(() => Int, { nullable: true, description: 'Within the range of the studio; its default when absent.' })
  steps?: number | null;

  @Field(() => Float, { nullable: true, description: 'Within the range of the studio; its default when absent.' })
  cfgScale?: number | null;

  @Field(() => [ImageLoraInput], { nullable: true, description: 'None when absent.' })
  loras?: ImageLoraInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many pictures, within the range of the studio; its default when absent.',
  })
  count?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Repeating a request with the same key returns the first one instead of asking twice. Null: each asks anew.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Every condition that is given has to hold; null is none.' })
export class ImageRequestFilter {
  @Field(() => [ImageRequestStatus], { nullable: true, description: 'Any of these.' })
  status?: ImageRequestStatus[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Failed with any of these codes, such as `AI_ERROR`. Null or none: whatever came of it.',
  })
  failureCodes?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Staff only; others always see their own.' })
  personId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Inclusive.' })
  createdAfter?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Exclusive.' })
  createdBefore?: Date | null;
}

export enum ImageRequestOrder {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
}
registerEnumType(ImageRequestOrder, { name: 'ImageRequestOrder', description: 'What a list of requests begins with.' });
