import { afterEach, expect, test } from 'vitest';
import { aStudio } from '../../test/builders.ts';
import { inputOf, keepDraft, keptDraft, problemsIn, usualDraft, type StudioOffer } from './draft.ts';

const offer = aStudio() as StudioOffer;
const usual = usualDraft(offer);

afterEach(() => localStorage.clear());

test('what is counted in whole numbers is said to be none before the server is asked', () => {
  const draft = { ...usual, prompt: 'Dunes', seed: 1.5, steps: 7.5, cfgScale: 3.5 };
  expect(problemsIn(draft, offer)).toEqual([
    { path: 'seed', code: 'MALFORMED' },
    { path: 'steps', code: 'MALFORMED' },
  ]);
});

test('each person finds their own draft', () => {
  keepDraft('lena', { ...usual, prompt: 'Dunes' });
  expect(keptDraft('lena', offer).prompt).toBe('Dunes');
  expect(keptDraft('mateo', offer)).toEqual(usual);
});

test('what the studio no longer offers falls back to the usual', () => {
  keepDraft('lena', {
    ...usual,
    prompt: 'Dunes',
    aspectRatio: 'STORY',
    steps: 500,
    seed: -1,
    count: 9,
    loras: [
      { model: 'withdrawn', weight: 0.5 },
      { model: 'street-film', weight: 0.5 },
      { model: 'soft-daylight', weight: 0.5 },
    ],
  });
  const narrower = {
    ...offer,
    aspectRatios: ['SQUARE' as const],
    usual: { ...offer.usual, aspectRatio: 'SQUARE' as const },
  };
  expect(keptDraft('lena', narrower)).toEqual({
    ...usual,
    prompt: 'Dunes',
    aspectRatio: 'SQUARE',
    loras: [{ model: 'street-film', weight: 0.5 }],
  });
});

test('a damaged draft is an empty form', () => {
  localStorage.setItem('influencegen.draft.lena', '{"prompt":');
  expect(keptDraft('lena', offer)).toEqual(usual);
});

test('emptied numbers are the usual ones', () => {
  const loras = [{ model: 'street-film', weight: null }];
  keepDraft('lena', { ...usual, loras });
  expect(keptDraft('lena', offer).loras).toEqual(loras);
  expect(inputOf({ ...usual, prompt: ' Dunes ', steps: null, cfgScale: null, seed: null, loras }, offer)).toEqual({
    prompt: 'Dunes',
    negativePrompt: '',
    aspectRatio: 'PORTRAIT',
    resolution: 'STANDARD',
    style: 'NATURAL',
    count: 1,
    loras: [{ model: 'street-film', weight: 0.8 }],
  });
});

test.each([
  [{ prompt: '  ' }, ['prompt REQUIRED']],
  [{ prompt: 'x'.repeat(2001) }, ['prompt TOO_LONG 2000']],
  [{ negativePrompt: 'x'.repeat(2001) }, ['negativePrompt TOO_LONG 2000']],
  [{ steps: 0, cfgScale: 21 }, ['steps TOO_SMALL 1', 'cfgScale TOO_LARGE 20']],
  [{ seed: -1 }, ['seed TOO_SMALL 0']],
  [{ loras: [{ model: 'street-film', weight: 2 }] }, ['loras.0.weight TOO_LARGE 1.5']],
  [{}, []],
])('%o', (change, problems) => {
  const found = problemsIn({ ...usual, prompt: 'Dunes', ...change }, offer);
  expect(
    found.map(({ path, code, bound }) => [path, code, bound].filter((part) => part !== undefined).join(' ')),
  ).toEqual(problems);
});
