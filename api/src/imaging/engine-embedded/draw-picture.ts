import { Canvas } from './canvas.ts';
import { paintEditorial } from './editorial.painter.ts';
import { paintFilm } from './film.painter.ts';
import { develop, type Finish } from './finish.ts';
import { paintIllustration } from './illustration.painter.ts';
import { drawLabel, labelText } from './label.ts';
import { paintNatural } from './natural.painter.ts';
import { paintNeon } from './neon.painter.ts';
import { Noise } from './noise.ts';
import { Palette } from './palette.ts';
import { paintPastel } from './pastel.painter.ts';
import { encodePng } from './png.ts';
import { hashText, mix, Random } from './random.ts';
import type { Painter } from './scene.ts';
import { sourceLabel } from '../source-label.ts';

/** Everything a picture depends on: equal specs give equal bytes. */
export interface PictureSpec {
  prompt: string;
  negativePrompt: string;
  width: number;
  height: number;
  seed: number;
  steps: number;
  cfgScale: number;
  style: string;
  loras: { model: string; weight: number }[];
  /** From 0, within its request. */
  position: number;
}

interface Manner {
  paint: Painter;
  grain: number;
  vignette: number;
}

const natural: Manner = { paint: paintNatural, grain: 2.5, vignette: 0.22 };
const manners: Record<string, Manner> = {
  NATURAL: natural,
  EDITORIAL: { paint: paintEditorial, grain: 3, vignette: 0.16 },
  FILM: { paint: paintFilm, grain: 9, vignette: 0.3 },
  ILLUSTRATION: { paint: paintIllustration, grain: 2, vignette: 0.1 },
  PASTEL: { paint: paintPastel, grain: 3, vignette: 0.05 },
  NEON: { paint: paintNeon, grain: 2.5, vignette: 0.35 },
};

/** Yields how far it came, 0 to 1, and returns the PNG. */
export function* drawPicture(spec: PictureSpec): Generator<number, Buffer> {
  const manner = manners[spec.style] ?? natural;
  const seed = mix(
    hashText(`${spec.prompt}\n${spec.negativePrompt}\n${spec.style}`) ^ mix(spec.seed + 0x9e3779b9 * spec.position),
  );
  const random = new Random(seed);
  const canvas = new Canvas(spec.width, spec.height);
  const palette = Palette.of({ ...spec, shift: random.between(-14, 14) });
  const words = new Set(spec.prompt.toLowerCase().match(/\p{L}+/gu));
  const detail = Math.min(1, Math.max(0, (spec.steps - 1) / 49));

  for (const done of manner.paint({ canvas, random, noise: new Noise(random), palette, detail, words }))
    yield done * 0.85;
  const rgb = develop(canvas, finishOf(spec, manner, seed));
  drawLabel(rgb, spec.width, spec.height);
  yield 0.92;
  const xmp = sourceLabel('algorithmicMedia', renderer);
  const png = encodePng(rgb, spec.width, spec.height, { text: describe(spec), xmp });
  yield 1;
  return png;
}

/** A LoRA has no weights to load here: each lends some grain and shade of its own, more with more weight. */
function finishOf(spec: PictureSpec, manner: Manner, seed: number): Finish {
  const finish = { grain: manner.grain, vignette: manner.vignette, seed };
  for (const { model, weight } of spec.loras) {
    const chance = new Random(hashText(model));
    finish.grain *= 1 + weight * chance.between(-0.5, 1.2);
    finish.vignette = Math.min(0.6, Math.max(0, finish.vignette + weight * chance.between(-0.2, 0.3)));
  }
  return finish;
}

const renderer = 'InfluenceGen embedded preview renderer';

/** No prompt: people write names into prompts, and pictures travel. */
const describe = (spec: PictureSpec): Record<string, string> => ({
  Title: labelText,
  Description: 'Preview drawn by a formula, made without an AI model.',
  Software: renderer,
  Source: `style ${spec.style}, seed ${spec.seed}, picture ${spec.position + 1}, steps ${spec.steps}, guidance ${spec.cfgScale}`,
});
