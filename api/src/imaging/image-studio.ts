import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Settings, SettingScope } from '../platform/setting.ts';
import { ImageAspectRatio, ImageEngine, ImageResolution, ImageStyle } from './image-request.entity.ts';
import * as rules from './image.settings.ts';

@ObjectType()
export class IntRange {
  @Field(() => Int)
  min!: number;

  @Field(() => Int)
  max!: number;

  @Field(() => Int)
  default!: number;
}

@ObjectType()
export class FloatRange {
  @Field(() => Float)
  min!: number;

  @Field(() => Float)
  max!: number;

  @Field(() => Float)
  default!: number;
}

@ObjectType()
export class LoraModel {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;
}

@ObjectType({
  description: "What the studio offers to the viewer: ranges and defaults of every parameter, by the viewer's role.",
})
export class Studio {
  @Field(() => Int)
  promptMaxLength!: number;

  @Field(() => Int)
  negativePromptMaxLength!: number;

  @Field(() => IntRange)
  steps!: IntRange;

  @Field(() => FloatRange)
  cfgScale!: FloatRange;

  @Field(() => IntRange)
  count!: IntRange;

  @Field(() => IntRange)
  seed!: IntRange;

  @Field(() => [ImageResolution])
  resolutions!: ImageResolution[];

  @Field(() => [ImageAspectRatio])
  aspectRatios!: ImageAspectRatio[];

  @Field(() => [ImageStyle])
  styles!: ImageStyle[];

  @Field(() => [LoraModel])
  loraModels!: LoraModel[];

  @Field(() => FloatRange)
  loraWeight!: FloatRange;

  @Field(() => Int)
  maxLoras!: number;

  @Field(() => ImageEngine)
  engine!: ImageEngine;
}

/** What fits a Postgres int and every image model. */
export const largestSeed = 2_147_483_647;

/** The same facts for the screen that offers and for the rule that checks. */
export const studioFor = (settings: Settings, scope: SettingScope, engine: ImageEngine): Studio => ({
  promptMaxLength: settings.read(rules.promptMaxLength, scope),
  negativePromptMaxLength: settings.read(rules.negativePromptMaxLength, scope),
  steps: settings.read(rules.steps, scope),
  cfgScale: settings.read(rules.cfgScale, scope),
  count: settings.read(rules.count, scope),
  seed: { min: 0, max: largestSeed, default: 0 },
  resolutions: settings.read(rules.resolutions, scope),
  aspectRatios: Object.values(ImageAspectRatio),
  styles: Object.values(ImageStyle),
  loraModels: settings.read(rules.loraModels, scope),
  loraWeight: settings.read(rules.loraWeight, scope),
  maxLoras: settings.read(rules.maxLoras, scope),
  engine,
});
