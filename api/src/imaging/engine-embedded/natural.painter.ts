import { bloom, blur, type Canvas } from './canvas.ts';
import { clamp, lerp, type Noise, smoothstep } from './noise.ts';
import { Ramp, type Rgb, toRgb } from './oklch.ts';
import type { Random } from './random.ts';
import { companion, contrast, ground, light } from './palette.ts';
import { type Painter, type Scene, span } from './scene.ts';

/** A wide landscape: sky and sun, clouds, ranges of hills that fade into haze, at times water. */
export const paintNatural: Painter = function* (scene) {
  const { canvas, random, palette, detail, words } = scene;
  const day = clamp(0.62 + 0.42 * palette.brightness);
  const horizon = random.between(0.02, 0.2) * (canvas.bottom / 0.5);
  const sun: Sun = {
    x: random.sign() * random.between(0.08, 0.6) * canvas.right,
    y: horizon - random.between(0.1, 0.34) * (canvas.bottom / 0.5),
    radius: random.between(0.035, 0.075),
    color: toRgb(palette.tone(light, lerp(0.93, 0.96, day), 0.06)),
  };
  const haze = toRgb(palette.air(light, lerp(0.52, 0.87, day), 0.07));
  const wet = ['ocean', 'sea', 'lake', 'river', 'water', 'beach', 'island', 'bay'].some((word) => words.has(word));
  const wooded = ['forest', 'jungle', 'tree', 'trees', 'woods', 'wood', 'pine', 'winter'].some((word) =>
    words.has(word),
  );
  const land = palette.leafy ? ground : contrast;
  const water = wet || random.chance(0.35);
  const trees = wooded || random.chance(0.3);

  yield* span(paintSky(scene, { day, horizon, sun }), 0, 0.45);

  const ranges = 4 + Math.round(detail * 4);
  const waterline = horizon + random.between(0.05, 0.1);
  const far = water ? Math.ceil(ranges * 0.5) : ranges;
  const range = (index: number, depth: number, foot: number): Range => ({
    ...crestOf(scene, { index, depth, foot, trees: trees && depth > 0.45 }),
    color: toRgb(
      palette.tone(
        depth < 0.5 ? companion : land,
        lerp(lerp(0.46, 0.7, day), lerp(0.13, 0.25, day), depth ** 0.8),
        lerp(0.05, 0.06, depth),
      ),
    ),
    depth,
  });
  for (let i = 0; i < far; i++) {
    const depth = water ? (i / Math.max(1, far - 1)) * 0.55 : i / (ranges - 1);
    const foot = water
      ? lerp(horizon - 0.03, waterline - 0.015, i / far)
      : lerp(horizon, canvas.bottom * 0.82, depth ** 1.25);
    paintRange(scene, range(i, depth, foot), { haze, sun, floor: water ? waterline : Infinity });
    yield 0.45 + (0.3 * (i + 1)) / far;
  }
  if (water) {
    paintWater(scene, { waterline, sun, tint: toRgb(palette.air(ground, lerp(0.2, 0.55, day), 0.08)) });
    const near = range(ranges, 1, canvas.bottom * random.between(0.86, 1.02));
    paintRange(scene, near, { haze, sun, floor: Infinity });
  }
  bloom(canvas, 0.75, 0.03, 0.35);
  yield 1;
};

interface Sun {
  x: number;
  y: number;
  radius: number;
  color: Rgb;
}

interface Range {
  /** Height of the crest by pixel column, in units. */
  crest: Float32Array;
  /** The same without trees and crags: mist and shade follow the land and not every edge. */
  land: Float32Array;
  color: Rgb;
  /** 0 is the horizon, 1 is here. */
  depth: number;
}

function* paintSky(
  { canvas, noise, random, palette, detail }: Scene,
  { day, horizon, sun }: { day: number; horizon: number; sun: Sun },
): Generator<number> {
  const sky = new Ramp([
    palette.air(contrast, lerp(0.15, 0.48, day), 0.1),
    palette.air(ground, lerp(0.28, 0.66, day), 0.12),
    palette.air(companion, lerp(0.5, 0.8, day), 0.12),
    palette.air(light, lerp(0.68, 0.92, day), 0.09),
  ]);
  const lit = toRgb(palette.air(light, lerp(0.62, 0.96, day), 0.06));
  const shade = toRgb(palette.air(ground, lerp(0.26, 0.68, day), 0.07));
  const cover = random.between(-0.02, 0.16);
  const stretch = random.between(2.4, 4.2);
  const drift = random.between(0, 40);
  const octaves = 4 + Math.round(detail * 2);
  const color = new Float32Array(3);
  const stars = day < 0.45 ? 0.0016 : 0;
  yield* canvas.rows((row, y) => {
    const height = (y + canvas.bottom) / (horizon + canvas.bottom);
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const away = Math.hypot(x - sun.x, (y - sun.y) * 1.15);
      sky.sample(clamp(height ** 1.25 + 0.22 * Math.exp(-away * 3.2)), color);
      canvas.blend(column, row, color, 1);
      if (height > 1.02) continue;

      const warp = 0.5 * noise.layered(x * 1.4 + drift, y * stretch, 2);
      const puff = noise.layered(x * 1.5 + warp + drift, y * stretch * 1.4 + warp, octaves);
      const density = smoothstep(cover, cover + 0.34, puff) * smoothstep(1.02, 0.75, height) * 0.9;
      const facing = clamp(Math.exp(-away * 1.7) * 1.1 + 0.35 * (noise.at(x * 4 + drift, y * stretch * 4) + 0.4));
      for (let i = 0; i < 3; i++) color[i] = lerp(shade[i]!, lit[i]!, facing);
      canvas.blend(column, row, color, density * (0.55 + 0.35 * facing));

      canvas.add(
        column,
        row,
        sun.color,
        (1 - density * 0.6) * (0.26 * Math.exp(-away * 4.5) + 0.34 * Math.exp(-away * 13)),
      );
      const disc = smoothstep(
        sun.radius * 1.05 + 1 / canvas.unit,
        sun.radius * 0.95 - 1 / canvas.unit,
        Math.hypot(x - sun.x, y - sun.y),
      );
      if (disc > 0) canvas.blend(column, row, sun.color, disc * (1 - 0.6 * density));
    }
  });
  if (stars > 0) paintStars(canvas, random, horizon, day);
}

/** By place and not by pixel, so that a small and a large picture show the same night. */
function paintStars(canvas: Canvas, random: Random, horizon: number, day: number): void {
  for (let i = 0; i < 260; i++) {
    const x = random.between(-canvas.right, canvas.right);
    const y = random.between(-canvas.bottom, horizon - 0.08);
    const strength = random.next() ** 4 * (0.5 - day) * 3.2 + 0.06;
    const reach = (0.0009 + 0.0011 * random.next()) * canvas.unit;
    const column = (x + canvas.right) * canvas.unit;
    const row = (y + canvas.bottom) * canvas.unit;
    for (let dy = -3; dy <= 3; dy++)
      for (let dx = -3; dx <= 3; dx++) {
        const c = Math.floor(column) + dx;
        const r = Math.floor(row) + dy;
        if (c < 0 || r < 0 || c >= canvas.width || r >= canvas.height) continue;
        const d = Math.hypot(c + 0.5 - column, r + 0.5 - row) / reach;
        canvas.add(c, r, [1, 0.97, 0.92], strength * Math.exp(-d * d));
      }
  }
}

function crestOf(
  { canvas, noise, random, detail }: Scene,
  { index, depth, foot, trees }: { index: number; depth: number; foot: number; trees: boolean },
): Pick<Range, 'crest' | 'land'> {
  const crest = new Float32Array(canvas.width);
  const offset = random.between(0, 90) + index * 7;
  const tall = lerp(0.16, 0.2, depth) * random.between(0.7, 1.25);
  const wide = lerp(2.1, 1.1, depth);
  const rugged = lerp(0.85, 0.35, depth);
  const octaves = 4 + Math.round(detail * 3);
  for (let column = 0; column < canvas.width; column++) {
    const x = canvas.x(column);
    const round = noise.layered(x * wide + offset, offset * 0.7, octaves) + 0.25;
    const sharp = noise.ridged(x * wide * 0.8 + offset, offset * 1.3, octaves) - 0.45;
    crest[column] = foot - tall * lerp(round, sharp, rugged);
  }
  const land = crest.slice();
  blur(land, canvas.width, 1, 0.03 * canvas.unit);
  if (trees) plantTrees(crest, canvas, random, depth, noise);
  return { crest, land };
}

/** Firs along a crest: every one a few tapering tiers. */
function plantTrees(crest: Float32Array, canvas: Canvas, random: Random, depth: number, noise: Noise): void {
  const ground = crest.slice();
  const size = lerp(0.018, 0.085, depth ** 2);
  for (let x = -canvas.right - size; x < canvas.right + size; x += size * random.between(0.1, 0.34)) {
    const thicket = noise.at(x * 2.2, depth * 9) + 0.28;
    const height = size * random.between(0.45, 1.15) * clamp(thicket * 2.6);
    if (height < size * 0.15) continue;
    const half = height * random.between(0.16, 0.23);
    const tiers = random.whole(4, 7);
    const middle = (x + canvas.right) * canvas.unit;
    const from = Math.max(0, Math.ceil(middle - half * canvas.unit));
    const to = Math.min(canvas.width - 1, Math.floor(middle + half * canvas.unit));
    for (let column = from; column <= to; column++) {
      const side = Math.abs(column - middle) / (half * canvas.unit);
      const stepped = 1 - side + 0.1 * (((1 - side) * tiers) % 1);
      crest[column] = Math.min(crest[column]!, ground[column]! - height * stepped);
    }
  }
}

function paintRange({ canvas, noise }: Scene, range: Range, view: { haze: Rgb; sun: Sun; floor: number }): void {
  const { crest, land, depth } = range;
  const color = new Float32Array(3);
  const blurEdge = 0.75 / canvas.unit;
  for (let column = 0; column < canvas.width; column++) {
    const x = canvas.x(column);
    const top = crest[column]!;
    const slope = ((land[Math.min(canvas.width - 1, column + 3)]! - land[Math.max(0, column - 3)]!) * canvas.unit) / 6;
    const toSun = clamp((view.sun.x - x) * 5, -1, 1) * slope;
    const near = Math.exp(-Math.abs(x - view.sun.x) * 1.4);
    const first = Math.max(0, Math.floor((top + canvas.bottom) * canvas.unit) - 1);
    for (let row = first; row < canvas.height; row++) {
      const y = canvas.y(row);
      if (y > view.floor) break;
      const cover = smoothstep(-blurEdge, blurEdge, y - top);
      if (cover <= 0) continue;
      const below = Math.max(0, y - land[column]!);
      const rough = noise.at(x * 9 + depth * 31, y * 14) * 0.6 + noise.at(x * 26, y * 34 + depth * 17) * 0.3;
      const mist = smoothstep(0, lerp(0.16, 0.34, depth), below) * lerp(0.62, 0.3, depth) + (1 - depth) * 0.16;
      const relief = 1 + lerp(0.16, 0.3, depth) * rough;
      const glow = near * (0.3 * Math.exp(-below * 42) + 0.14 * clamp(toSun)) * (1 - 0.5 * depth);
      for (let i = 0; i < 3; i++)
        color[i] =
          lerp(range.color[i]! * relief, view.haze[i]!, clamp(mist + 0.12 * rough * mist)) + view.sun.color[i]! * glow;
      canvas.blend(column, row, color, cover);
    }
  }
}

/** The sky again, upside down and drawn out by waves; the sun leaves a path. */
function paintWater({ canvas, noise, random }: Scene, view: { waterline: number; sun: Sun; tint: Rgb }): void {
  const line = Math.round((view.waterline + canvas.bottom) * canvas.unit);
  const source = canvas.light.slice(0, Math.max(0, line) * canvas.width * 3);
  const color = new Float32Array(3);
  const offset = random.between(0, 50);
  for (let row = Math.max(0, line); row < canvas.height; row++) {
    const y = canvas.y(row);
    const distance = y - view.waterline;
    const fine = 1 / (distance + 0.035);
    const calm = 0.012 + distance * 0.09;
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const swell = noise.at(x * fine * 0.3 + offset, y * (26 + 6 * fine));
      const wave = swell + 0.6 * noise.at(x * fine * 0.8, y * (60 + 14 * fine) + offset);
      const seenRow = clamp(line - (distance + wave * calm * 1.4) * canvas.unit * 1.05, 0, line - 1) | 0;
      const seenColumn = clamp(column + wave * calm * 0.5 * canvas.unit, 0, canvas.width - 1) | 0;
      const at = (seenRow * canvas.width + seenColumn) * 3;
      const deep = clamp(0.16 + distance * 0.55 + wave * 0.12);
      for (let i = 0; i < 3; i++)
        color[i] = lerp(source[at + i] ?? view.tint[i]!, view.tint[i]!, deep) * (0.94 + 0.12 * wave);
      const path = Math.exp(-(((x - view.sun.x) / (0.035 + distance * 0.22)) ** 2));
      const glint = path * smoothstep(0.12, 0.5, wave + 0.1) * 0.8;
      for (let i = 0; i < 3; i++) color[i]! += view.sun.color[i]! * glint;
      canvas.blend(column, row, color, 1);
    }
  }
}
