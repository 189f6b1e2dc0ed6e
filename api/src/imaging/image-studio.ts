import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Settings, SettingScope } from '../platform/setting.ts';
import { ImageAspectRatio, ImageEngine, ImageResolution, ImageStyle } from './image-request.entity.ts';
import * as rules from './image.settings.ts';

@ObjectType({ description: 'What a number may be, and what it is when nothing is said.' })
export class IntRange {
  @Field(() => Int, { description: 'Inclusive.' })
  min!: number;

  @Field(() => Int, { description: 'Inclusive.' })
  max!: number;

  @Field(() => Int, { description: 'When nothing is said.' })
  default!: number;
}

@ObjectType({ description: 'What a number may be, and what it is when nothing is said.' })
export class FloatRange {
  @Field(() => Float, { description: 'Inclusive.' })
  min!: number;

  @Field(() => Float, { description: 'Inclusive.' })
  max!: number;

  @Field(() => Float, { description: 'When nothing is said.' })
  default!: number;
}

@ObjectType({ description: 'A style model that the studio offers.' })
export class LoraModel {
  @Field(() => ID, { description: 'To be named in a request.' })
  id!: string;

  @Field(() => String, { description: 'For people.' })
  name!: string;

  @Field(() => String, { description: 'What it is good for.' })
  description!: string;
}

@ObjectType({ description: 'What is asked for when nothing is said. Each is among what is offered.' })
export class StudioUsual {
  @Field(() => ImageAspectRatio, { description: 'Shape.' })
  aspectRatio!: ImageAspectRatio;

  @Field(() => ImageResolution, { description: 'Size.' })
  resolution!: ImageResolution;

  @Field(() => ImageStyle, { description: 'Manner.' })
  style!: ImageStyle;
}

@ObjectType({
  description: "What the studio offers to the viewer: ranges and defaults of every parameter, by the viewer's role.",
})
export class Studio {
  @Field(() => Int, { description: 'Characters.' })
  promptMaxLength!: number;

  @Field(() => Int, { description: 'Characters.' })
  negativePromptMaxLength!: number;

  @Field(() => IntRange, { description: 'Range and default.' })
  steps!: IntRange;

  @Field(() => FloatRange, { description: 'Range and default.' })
  cfgScale!: FloatRange;

  @Field(() => IntRange, { description: 'Pictures in one request: range and default.' })
  count!: IntRange;

  @Field(() => IntRange, { description: 'Range; chosen at random when absent.' })
  seed!: IntRange;

  @Field(() => [ImageResolution], { description: 'Sizes on offer.' })
  resolutions!: ImageResolution[];

  @Field(() => [ImageAspectRatio], { description: 'Shapes on offer.' })
  aspectRatios!: ImageAspectRatio[];

  @Field(() => [ImageStyle], { description: 'Manners on offer.' })
  styles!: ImageStyle[];

  @Field(() => [LoraModel], { description: 'Models on offer.' })
  loraModels!: LoraModel[];

  @Field(() => FloatRange, { description: 'Range and default of a weight.' })
  loraWeight!: FloatRange;

  @Field(() => Int, { description: 'How many models one request may name.' })
  maxLoras!: number;

  @Field(() => ImageEngine, { description: 'Who makes the pictures.' })
  engine!: ImageEngine;

  @Field(() => StudioUsual, { description: 'What is asked for when nothing is said.' })
  usual!: StudioUsual;
}

/** What fits a Postgres int and every image model. */
export const largestSeed = 2_147_483_647;

/** The same facts for the screen that offers and for the rule that checks. */
export function studioFor(settings: Settings, scope: SettingScope, engine: ImageEngine): Studio {
  const resolutions = settings.read(rules.resolutions, scope);
  const aspectRatios = settings.read(rules.aspectRatios, scope);
  const styles = settings.read(rules.styles, scope);
  return {
    promptMaxLength: settings.read(rules.promptMaxLength, scope),
    negativePromptMaxLength: settings.read(rules.negativePromptMaxLength, scope),
    steps: settings.read(rules.steps, scope),
    cfgScale: settings.read(rules.cfgScale, scope),
    count: settings.read(rules.count, scope),
    seed: { min: 0, max: largestSeed, default: 0 },
    resolutions,
    aspectRatios,
    styles,
    usual: {
      resolution: offered(settings.read(rules.usualResolution, scope), resolutions),
      aspectRatio: offered(settings.read(rules.usualAspectRatio, scope), aspectRatios),
      style: offered(settings.read(rules.usualStyle, scope), styles),
    },
    loraModels: settings.read(rules.loraModels, scope),
    loraWeight: settings.read(rules.loraWeight, scope),
    maxLoras: settings.read(rules.maxLoras, scope),
    engine,
  };
}

const offered = <Choice>(usual: Choice, choices: Choice[]): Choice => (choices.includes(usual) ? usual : choices[0]!);
