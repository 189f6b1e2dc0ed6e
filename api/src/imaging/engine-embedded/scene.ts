import type { Canvas } from './canvas.ts';
import type { Noise } from './noise.ts';
import type { Palette } from './palette.ts';
import type { Random } from './random.ts';

/** What a painter is given. */
export interface Scene {
  canvas: Canvas;
  random: Random;
  noise: Noise;
  palette: Palette;
  /** 0 to 1, from the steps asked for: more octaves, more layers, more lines. */
  detail: number;
  /** The prompt's words in lower case, for motifs such as water or trees. */
  words: ReadonlySet<string>;
}

/** Draws into the canvas and yields now and then how far it came, 0 to 1. */
export type Painter = (scene: Scene) => Generator<number>;

/** A stretch of a longer work. */
export function* span(work: Generator<number>, from: number, to: number): Generator<number> {
  for (const done of work) yield from + (to - from) * done;
}
