import { pictureSize } from '@influencegen/shared-schema/contract/image-sizes';
import { hasSomethingToSee } from '@influencegen/shared-schema/contract/typed-text';
import { AppError, type FieldProblem } from '../platform/errors.ts';
import type { ImageRequest } from './image-request.entity.ts';
import { ImagePurpose } from './image-request.entity.ts';
import type { ImageLoraInput, RequestImagesInput } from './image-request.inputs.ts';
import { largestSeed, type Studio } from './image-studio.ts';

/** What a picture follows from. */
const parameterNames = [
  'purpose',
  'prompt',
  'negativePrompt',
  'aspectRatio',
  'resolution',
  'width',
  'height',
  'seed',
  'steps',
  'cfgScale',
  'style',
  'loras',
  'count',
] as const satisfies (keyof ImageRequest)[];

export type ImageParameters = Pick<ImageRequest, (typeof parameterNames)[number]>;

const sameParameters = (request: ImageRequest): ImageParameters =>
  Object.fromEntries(parameterNames.map((name) => [name, request[name]])) as ImageParameters;

/** What is still to come once the first ones came: engines draw the next picture with the next seed. */
export const remainingParameters = (request: ImageRequest, arrived: number): ImageParameters => ({
  ...sameParameters(request),
  count: Math.max(1, request.count - arrived),
  seed: Math.min(request.seed + arrived, largestSeed),
});

const idempotencyKeyMaxLength = 200;

/** Complete parameters, with the defaults of the studio where nothing was said, or every problem at once. */
export function parametersOf(input: RequestImagesInput, studio: Studio, randomSeed: () => number): ImageParameters {
  const aspectRatio = input.aspectRatio ?? studio.usual.aspectRatio;
  const resolution = input.resolution ?? studio.usual.resolution;
  const parameters: ImageParameters = {
    purpose: input.purpose ?? ImagePurpose.PERSONAL,
    prompt: input.prompt.trim(),
    negativePrompt: input.negativePrompt?.trim() ?? '',
    aspectRatio,
    resolution,
    ...pictureSize(aspectRatio, resolution),
    seed: input.seed ?? randomSeed(),
    steps: input.steps ?? studio.steps.default,
    cfgScale: input.cfgScale ?? studio.cfgScale.default,
    style: input.style ?? studio.usual.style,
    loras: (input.loras ?? []).map(({ model, weight }) => ({ model, weight })),
    count: input.count ?? studio.count.default,
  };
  demandAllowed(parameters, studio, problemsOfKey(input.idempotencyKey ?? null));
  return parameters;
}

/** Throws every problem at once: the studio may offer less than when the same was asked before. */
export function demandAllowed(parameters: ImageParameters, studio: Studio, others: FieldProblem[] = []): void {
  const problems = [
    ...(parameters.purpose === ImagePurpose.CAMPAIGN ? [noCampaign] : []),
    ...problemsOfText('prompt', parameters.prompt, studio.promptMaxLength),
    ...(hasSomethingToSee(parameters.prompt) ? [] : [empty('prompt')]),
    ...problemsOfText('negativePrompt', parameters.negativePrompt, studio.negativePromptMaxLength),
    ...(studio.resolutions.includes(parameters.resolution) ? [] : [notOffered('resolution')]),
    ...(studio.aspectRatios.includes(parameters.aspectRatio) ? [] : [notOffered('aspectRatio')]),
    ...(studio.styles.includes(parameters.style) ? [] : [notOffered('style')]),
    ...problemsOfNumber('seed', parameters.seed, studio.seed),
    ...problemsOfNumber('steps', parameters.steps, studio.steps),
    ...problemsOfNumber('cfgScale', parameters.cfgScale, studio.cfgScale),
    ...problemsOfNumber('count', parameters.count, studio.count),
    ...problemsOfLoras(parameters.loras, studio),
    ...others,
  ];
  if (problems.length > 0) throw new AppError('BAD_USER_INPUT', 'Some values need a change', problems);
}

const empty = (path: string): FieldProblem => ({ path, code: 'REQUIRED', message: 'Say what you would like to see' });
/** A picture for a campaign belongs to one, by whose rules it is made; nobody can name one yet. */
const noCampaign: FieldProblem = { path: 'purpose', code: 'NOT_ALLOWED', message: 'There are no campaigns yet' };
const notOffered = (path: string): FieldProblem => ({ path, code: 'NOT_ALLOWED', message: 'This is not offered' });

function problemsOfText(path: string, text: string, bound: number): FieldProblem[] {
  if (text.length > bound) return [{ path, code: 'TOO_LONG', bound, message: `At most ${bound} characters` }];
  // Postgres cannot store it.
  if (text.includes('\0')) return [{ path, code: 'MALFORMED', message: 'There is an unprintable character in it' }];
  return [];
}

function problemsOfNumber(path: string, value: number, range: { min: number; max: number }): FieldProblem[] {
  if (!Number.isFinite(value)) return [{ path, code: 'MALFORMED', message: 'This is not a number' }];
  const { min, max } = range;
  if (value < min) return [{ path, code: 'TOO_SMALL', bound: min, message: `At least ${min}` }];
  if (value > max) return [{ path, code: 'TOO_LARGE', bound: max, message: `At most ${max}` }];
  return [];
}

function problemsOfLoras(loras: ImageLoraInput[], { loraModels, loraWeight, maxLoras }: Studio): FieldProblem[] {
  if (loras.length > maxLoras)
    return [{ path: 'loras', code: 'TOO_LONG', bound: maxLoras, message: `At most ${maxLoras} models` }];
  const models = loras.map(({ model }) => model);
  return loras.flatMap(({ model, weight }, index): FieldProblem[] => {
    const path = `loras.${index}`;
    return [
      ...(loraModels.some(({ id }) => id === model) ? [] : [notOffered(`${path}.model`)]),
      ...(models.indexOf(model) === index
        ? []
        : [{ path: `${path}.model`, code: 'NOT_ALLOWED' as const, message: 'This model is chosen twice' }]),
      ...problemsOfNumber(`${path}.weight`, weight, loraWeight),
    ];
  });
}

function problemsOfKey(key: string | null): FieldProblem[] {
  if (key === null) return [];
  if (key === '') return [{ path: 'idempotencyKey', code: 'TOO_SHORT', bound: 1, message: 'At least 1 character' }];
  return problemsOfText('idempotencyKey', key, idempotencyKeyMaxLength);
}
