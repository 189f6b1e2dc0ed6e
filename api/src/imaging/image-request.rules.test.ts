import { describe, expect, test } from 'vitest';
import { AppError, type FieldProblem } from '../platform/errors.ts';
import { ImageAspectRatio, ImageEngine, ImagePurpose, ImageResolution, ImageStyle } from './image-request.entity.ts';
import type { RequestImagesInput } from './image-request.inputs.ts';
import { parametersOf } from './image-request.rules.ts';
import type { Studio } from './image-studio.ts';

const studio: Studio = {
  promptMaxLength: 20,
  negativePromptMaxLength: 10,
  steps: { min: 4, max: 50, default: 28 },
  cfgScale: { min: 1, max: 20, default: 3.5 },
  count: { min: 1, max: 4, default: 2 },
  seed: { min: 0, max: 2_147_483_647, default: 0 },
  resolutions: [ImageResolution.DRAFT, ImageResolution.STANDARD],
  aspectRatios: Object.values(ImageAspectRatio),
  styles: [ImageStyle.NATURAL, ImageStyle.FILM],
  usual: {
    aspectRatio: ImageAspectRatio.SQUARE,
    resolution: ImageResolution.STANDARD,
    style: ImageStyle.NATURAL,
  },
  loraModels: [
    { id: 'film', name: 'Film', description: '' },
    { id: 'glow', name: 'Glow', description: '' },
  ],
  loraWeight: { min: 0, max: 1.5, default: 0.8 },
  maxLoras: 2,
  engine: ImageEngine.EMBEDDED,
};

const chosenSeed = 4711;
const parameters = (input: Partial<RequestImagesInput>) =>
  parametersOf({ prompt: 'a fox', ...input }, studio, () => chosenSeed);

function problems(input: Partial<RequestImagesInput>): Omit<FieldProblem, 'message'>[] {
  try {
    parameters(input);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'BAD_USER_INPUT') throw error;
    return (error.fields ?? []).map(({ path, code, bound }) => ({ path, code, ...(bound !== undefined && { bound }) }));
  }
}

test('what was not said comes from the studio, the seed from chance', () => {
  expect(parameters({ seed: null, loras: null })).toEqual({
    purpose: ImagePurpose.PERSONAL,
    prompt: 'a fox',
    negativePrompt: '',
    aspectRatio: ImageAspectRatio.SQUARE,
    resolution: ImageResolution.STANDARD,
    width: 1024,
    height: 1024,
    seed: chosenSeed,
    steps: 28,
    cfgScale: 3.5,
    style: ImageStyle.NATURAL,
    loras: [],
    count: 2,
  });
});

test('what was said is kept, zero included, and the size follows from ratio and resolution', () => {
  const asked = {
    purpose: ImagePurpose.PERSONAL,
    negativePrompt: 'blur',
    aspectRatio: ImageAspectRatio.STORY,
    resolution: ImageResolution.DRAFT,
    seed: 0,
    steps: 4,
    cfgScale: 20,
    style: ImageStyle.FILM,
    loras: [{ model: 'glow', weight: 0 }],
    count: 4,
  };
  expect(parameters(asked)).toEqual({ ...asked, prompt: 'a fox', width: 384, height: 688 });
});

test('a prompt is trimmed', () => {
  expect(parameters({ prompt: '  a fox\n', negativePrompt: '\t' })).toMatchObject({
    prompt: 'a fox',
    negativePrompt: '',
  });
});

describe('a wrong value is named by its field', () => {
  test.each<[string, Partial<RequestImagesInput>, Omit<FieldProblem, 'message'>[]]>([
    [
      'a campaign, of which there are none',
      { purpose: ImagePurpose.CAMPAIGN },
      [{ path: 'purpose', code: 'NOT_ALLOWED' }],
    ],
    ['no prompt', { prompt: '  ' }, [{ path: 'prompt', code: 'REQUIRED' }]],
    ['an invisible prompt', { prompt: '\u200b\u200d' }, [{ path: 'prompt', code: 'REQUIRED' }]],
    ['a long prompt', { prompt: 'x'.repeat(21) }, [{ path: 'prompt', code: 'TOO_LONG', bound: 20 }]],
    ['NUL', { prompt: 'a\0b' }, [{ path: 'prompt', code: 'MALFORMED' }]],
    [
      'a long negative prompt',
      { negativePrompt: 'x'.repeat(11) },
      [{ path: 'negativePrompt', code: 'TOO_LONG', bound: 10 }],
    ],
    ['a resolution not offered', { resolution: ImageResolution.HIGH }, [{ path: 'resolution', code: 'NOT_ALLOWED' }]],
    ['a style not offered', { style: ImageStyle.NEON }, [{ path: 'style', code: 'NOT_ALLOWED' }]],
    ['a negative seed', { seed: -1 }, [{ path: 'seed', code: 'TOO_SMALL', bound: 0 }]],
    ['a seed beyond an int', { seed: 2_147_483_648 }, [{ path: 'seed', code: 'TOO_LARGE', bound: 2_147_483_647 }]],
    ['few steps', { steps: 3 }, [{ path: 'steps', code: 'TOO_SMALL', bound: 4 }]],
    ['many steps', { steps: 51 }, [{ path: 'steps', code: 'TOO_LARGE', bound: 50 }]],
    ['an infinite scale', { cfgScale: Infinity }, [{ path: 'cfgScale', code: 'MALFORMED' }]],
    ['a scale that is no number', { cfgScale: NaN }, [{ path: 'cfgScale', code: 'MALFORMED' }]],
    ['no pictures', { count: 0 }, [{ path: 'count', code: 'TOO_SMALL', bound: 1 }]],
    ['many pictures', { count: 5 }, [{ path: 'count', code: 'TOO_LARGE', bound: 4 }]],
    ['an unknown model', { loras: [{ model: 'nope', weight: 1 }] }, [{ path: 'loras.0.model', code: 'NOT_ALLOWED' }]],
    [
      'a model chosen twice',
      {
        loras: [
          { model: 'film', weight: 1 },
          { model: 'film', weight: 1 },
        ],
      },
      [{ path: 'loras.1.model', code: 'NOT_ALLOWED' }],
    ],
    [
      'a heavy model',
      { loras: [{ model: 'film', weight: 2 }] },
      [{ path: 'loras.0.weight', code: 'TOO_LARGE', bound: 1.5 }],
    ],
    [
      'many models',
      { loras: Array.from({ length: 3 }, () => ({ model: 'nope', weight: 9 })) },
      [{ path: 'loras', code: 'TOO_LONG', bound: 2 }],
    ],
    ['an empty key', { idempotencyKey: '' }, [{ path: 'idempotencyKey', code: 'TOO_SHORT', bound: 1 }]],
    ['a long key', { idempotencyKey: 'k'.repeat(201) }, [{ path: 'idempotencyKey', code: 'TOO_LONG', bound: 200 }]],
    [
      'several at once',
      { prompt: '', steps: 0, count: 9 },
      [
        { path: 'prompt', code: 'REQUIRED' },
        { path: 'steps', code: 'TOO_SMALL', bound: 4 },
        { path: 'count', code: 'TOO_LARGE', bound: 4 },
      ],
    ],
  ])('%s', (_, input, expected) => {
    expect(problems(input)).toEqual(expected);
  });
});

test('whoever wrote the prompt in full length is not refused', () => {
  expect(problems({ prompt: 'x'.repeat(20), negativePrompt: 'y'.repeat(10), idempotencyKey: 'k'.repeat(200) })).toEqual(
    [],
  );
});
