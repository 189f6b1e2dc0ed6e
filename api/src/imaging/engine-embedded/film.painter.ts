import { clamp, lerp, smoothstep } from './noise.ts';
import { Ramp, toRgb } from './oklch.ts';
import { bloom } from './canvas.ts';
import { companion, contrast, ground, light } from './palette.ts';
import { type Painter, type Scene, span } from './scene.ts';

/** Folds of cloth or smoke under a low light, out-of-focus lamps before it, and light that leaked into the camera. */
export const paintFilm: Painter = function* (scene) {
  const { canvas } = scene;
  const folds = new Float32Array(canvas.width * canvas.height);
  const hues = new Float32Array(canvas.width * canvas.height);
  yield* span(layFolds(scene, folds, hues), 0, 0.65);
  yield* span(lightFolds(scene, folds, hues), 0.65, 0.85);
  if (scene.random.chance(0.6)) paintLamps(scene);
  yield 0.9;
  paintLeak(scene);
  bloom(canvas, 0.55, 0.035, 0.5);
  yield 1;
};

function* layFolds(
  { canvas, random, noise, detail }: Scene,
  folds: Float32Array,
  hues: Float32Array,
): Generator<number> {
  const scale = random.between(0.6, 1.1);
  const angle = random.between(-Math.PI, Math.PI);
  const pull = random.between(1.1, 2.3);
  const pleats = random.between(1.1, 2.6);
  const octaves = 3 + Math.round(detail * 2);
  const across = Math.cos(angle);
  const along = Math.sin(angle);
  const ox = random.between(0, 60);
  const oy = random.between(0, 60);
  yield* canvas.rows((row, y) => {
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const u = (x * across - y * along) * scale + ox;
      const v = (x * along + y * across) * scale * 0.62 + oy;
      const ax = noise.layered(u, v, 2);
      const ay = noise.layered(u + 5.2, v + 1.3, 2);
      const bx = noise.layered(u + pull * ax + 8.3, v + pull * ay + 2.8, 3);
      const by = noise.layered(u + pull * ax + 1.7, v + pull * ay + 9.2, 3);
      const cloth = noise.layered(u + pull * bx, v + pull * by, octaves);
      const at = row * canvas.width + column;
      const wave = Math.sin((cloth * pleats * 2.1 + u * 0.5 + bx * 1.2) * Math.PI * 2);
      folds[at] = cloth * 0.8 + 0.17 * wave;
      hues[at] = clamp(0.5 + 0.9 * by + 0.45 * ax);
    }
  });
}

function* lightFolds({ canvas, random, palette }: Scene, folds: Float32Array, hues: Float32Array): Generator<number> {
  const lift = 0.06 * palette.brightness;
  const cloth = new Ramp([
    palette.tone(ground, 0.12 + lift, 0.045),
    palette.tone(ground, 0.31 + lift, 0.1),
    palette.tone(companion, 0.53 + lift, 0.13),
    palette.tone(1.5, 0.71 + lift, 0.12),
    palette.tone(light, 0.9, 0.07),
  ]);
  const sheen = toRgb(palette.tone(light, 0.92, 0.06));
  const counter = toRgb(palette.tone(contrast, 0.62, 0.13));
  const lightX = random.sign() * random.between(0.45, 0.8);
  const lightY = -random.between(0.3, 0.7);
  const steep = canvas.unit * 0.17;
  const color = new Float32Array(3);
  const { width, height } = canvas;
  yield* canvas.rows((row, y) => {
    const up = Math.max(0, row - 1) * width;
    const down = Math.min(height - 1, row + 1) * width;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const dx =
        (folds[row * width + Math.min(width - 1, column + 1)]! - folds[row * width + Math.max(0, column - 1)]!) * steep;
      const dy = (folds[down + column]! - folds[up + column]!) * steep;
      const length = Math.sqrt(dx * dx + dy * dy + 1);
      const facing = clamp((-dx * lightX - dy * lightY + 0.62) / length);
      const shine = facing ** 9;
      const x = canvas.x(column);
      const pool = Math.exp(-((x - lightX * 0.35) ** 2 + (y - lightY * 0.3) ** 2) * 1.5);
      cloth.sample(
        clamp(0.06 + 0.6 * facing * (0.45 + 0.7 * pool) + 0.34 * (hues[at]! - 0.35) + 0.2 * folds[at]!),
        color,
      );
      canvas.blend(column, row, color, 1);
      canvas.add(column, row, sheen, shine * 0.22 * pool);
      const behind = clamp((dx * lightX + dy * lightY - 0.1) / length);
      canvas.add(column, row, counter, 0.15 * behind * behind * (1.1 - 0.6 * pool));
    }
  });
}

/** Out-of-focus points of light: flat discs, a little brighter at the rim. */
function paintLamps({ canvas, random, palette, detail }: Scene): void {
  const middleY = random.between(-0.3, 0.3) * canvas.bottom * 2;
  const lamps = 5 + Math.round(detail * 14);
  for (let i = 0; i < lamps; i++) {
    const x = random.between(-canvas.right, canvas.right) * 1.1;
    const y = middleY + random.between(-0.22, 0.22);
    const radius = random.between(0.014, 0.062) * (0.6 + random.next());
    const strength = random.between(0.03, 0.17);
    const color = toRgb(palette.tone(random.pick([companion, light, light, contrast]), random.between(0.74, 0.9), 0.1));
    const edge = 2 / canvas.unit + radius * 0.05;
    const reach = Math.ceil((radius + edge) * canvas.unit);
    const column = Math.round((x + canvas.right) * canvas.unit);
    const row = Math.round((y + canvas.bottom) * canvas.unit);
    for (let r = Math.max(0, row - reach); r < Math.min(canvas.height, row + reach); r++)
      for (let c = Math.max(0, column - reach); c < Math.min(canvas.width, column + reach); c++) {
        const away = Math.hypot(c - column, r - row) / canvas.unit;
        const disc = smoothstep(radius + edge, radius - edge, away);
        if (disc > 0) canvas.add(c, r, color, strength * disc * (0.75 + 0.5 * smoothstep(radius * 0.7, radius, away)));
      }
  }
}

function paintLeak({ canvas, random, palette, noise }: Scene): void {
  const warm = toRgb(palette.tone(1.5, 0.72, 0.16));
  const side = random.sign();
  const height = random.between(-0.5, 0.5);
  const strength = random.between(0.12, 0.4);
  const reach = random.between(0.25, 0.5);
  for (let row = 0; row < canvas.height; row++) {
    const y = canvas.y(row);
    const wobble = noise.at(y * 1.7, 3.3) * 0.18;
    for (let column = 0; column < canvas.width; column++) {
      const inward = (canvas.right - side * canvas.x(column) + wobble) / reach;
      const leak = Math.exp(-(inward ** 2) * 2.2) * Math.exp(-((y - height) ** 2) * 2.4);
      canvas.add(column, row, warm, strength * leak);
      const dim = lerp(
        1,
        0.55,
        smoothstep(0.55, 1.25, Math.hypot(canvas.x(column) / canvas.right, y / canvas.bottom) / 1.2),
      );
      const at = (row * canvas.width + column) * 3;
      for (let i = 0; i < 3; i++) canvas.light[at + i]! *= dim;
    }
  }
}
