import type {
  ImageAspectRatio,
  ImageResolution,
  ImageStyle,
  RequestImagesInput,
} from '@influencegen/shared-schema/contract/schema.generated';
import type { FieldProblem } from '@influencegen/shared-schema/client/errors';
import type { StudioForm_studioFragment } from './studio-form.generated';

export type StudioOffer = StudioForm_studioFragment;

/** What the person is about to ask for. `null` in a number means an emptied field: the usual value. */
export interface Draft {
  prompt: string;
  negativePrompt: string;
  aspectRatio: ImageAspectRatio;
  resolution: ImageResolution;
  style: ImageStyle;
  count: number;
  /** Null: a new one each time. */
  seed: number | null;
  steps: number | null;
  cfgScale: number | null;
  loras: { model: string; weight: number | null }[];
}

const keyOf = (viewerId: string): string => `influencegen.draft.${viewerId}`;

export function usualDraft(offer: StudioOffer): Draft {
  return {
    prompt: '',
    negativePrompt: '',
    aspectRatio: offer.usual.aspectRatio,
    resolution: offer.usual.resolution,
    style: offer.usual.style,
    count: offer.count.default,
    seed: null,
    steps: offer.steps.default,
    cfgScale: offer.cfgScale.default,
    loras: [],
  };
}

const within = ({ min, max }: { min: number; max: number }, value: number | null): boolean =>
  value !== null && value >= min && value <= max;

/** What was kept, as far as the studio still offers it: staff may have changed ranges and models since. */
export function keptDraft(viewerId: string, offer: StudioOffer): Draft {
  const usual = usualDraft(offer);
  const draft: Draft = { ...usual, ...readKept(viewerId) };
  return {
    ...draft,
    aspectRatio: offer.aspectRatios.includes(draft.aspectRatio) ? draft.aspectRatio : usual.aspectRatio,
    resolution: offer.resolutions.includes(draft.resolution) ? draft.resolution : usual.resolution,
    style: offer.styles.includes(draft.style) ? draft.style : usual.style,
    count: within(offer.count, draft.count) ? draft.count : usual.count,
    steps: within(offer.steps, draft.steps) ? draft.steps : usual.steps,
    cfgScale: within(offer.cfgScale, draft.cfgScale) ? draft.cfgScale : usual.cfgScale,
    seed: within(offer.seed, draft.seed) ? draft.seed : null,
    loras: draft.loras
      .filter(
        ({ model, weight }) =>
          (weight === null || within(offer.loraWeight, weight)) && offer.loraModels.some(({ id }) => id === model),
      )
      .slice(0, offer.maxLoras),
  };
}

function readKept(viewerId: string): Partial<Draft> {
  const kept = localStorage.getItem(keyOf(viewerId));
  if (!kept) return {};
  try {
    return JSON.parse(kept) as Partial<Draft>;
  } catch {
    // Written by hand or cut short: an empty form is the honest answer.
    return {};
  }
}

export function keepDraft(viewerId: string, draft: Partial<Draft>): void {
  localStorage.setItem(keyOf(viewerId), JSON.stringify(draft));
}

export function inputOf(draft: Draft, offer: StudioOffer): RequestImagesInput {
  const { seed, steps, cfgScale, loras, ...rest } = draft;
  return {
    ...rest,
    prompt: draft.prompt.trim(),
    loras: loras.map(({ model, weight }) => ({ model, weight: weight ?? offer.loraWeight.default })),
    ...(seed !== null && { seed }),
    ...(steps !== null && { steps }),
    ...(cfgScale !== null && { cfgScale }),
  };
}

export type DraftProblem = Pick<FieldProblem, 'path' | 'code' | 'bound'>;

const isWhole = (path: string): boolean => path === 'seed' || path === 'steps';

/** What can be said before asking the server, which checks everything again. */
export function problemsIn(draft: Draft, offer: StudioOffer): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (!draft.prompt.trim()) problems.push({ path: 'prompt', code: 'REQUIRED' });
  const atMost = (path: string, text: string, bound: number): void => {
    if (text.length > bound) problems.push({ path, code: 'TOO_LONG', bound });
  };
  const between = (path: string, value: number | null, { min, max }: { min: number; max: number }): void => {
    if (value === null) return;
    if (isWhole(path) && !Number.isInteger(value)) problems.push({ path, code: 'MALFORMED' });
    if (value < min) problems.push({ path, code: 'TOO_SMALL', bound: min });
    if (value > max) problems.push({ path, code: 'TOO_LARGE', bound: max });
  };
  atMost('prompt', draft.prompt, offer.promptMaxLength);
  atMost('negativePrompt', draft.negativePrompt, offer.negativePromptMaxLength);
  between('seed', draft.seed, offer.seed);
  between('steps', draft.steps, offer.steps);
  between('cfgScale', draft.cfgScale, offer.cfgScale);
  draft.loras.forEach(({ weight }, index) => between(`loras.${index}.weight`, weight, offer.loraWeight));
  return problems;
}

/** How many of the options behind "Advanced" differ from the usual. */
export function advancedChanges(draft: Draft, offer: StudioOffer): number {
  const usual = usualDraft(offer);
  return [
    draft.negativePrompt !== '',
    draft.seed !== null,
    draft.steps !== null && draft.steps !== usual.steps,
    draft.cfgScale !== null && draft.cfgScale !== usual.cfgScale,
    draft.loras.length > 0,
  ].filter(Boolean).length;
}
