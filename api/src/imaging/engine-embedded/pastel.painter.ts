import { clamp, lerp, smoothstep } from './noise.ts';
import { type Oklch, Ramp, toRgb } from './oklch.ts';
import { companion, contrast, ground, light } from './palette.ts';
import { type Painter, type Scene, span } from './scene.ts';

/** Veils: translucent ribbons, each with one clear edge and one that melts away, over a soft ground. */
export const paintPastel: Painter = function* (scene) {
  yield* span(paintGround(scene), 0, 0.35);
  yield* span(paintVeils(scene), 0.35, 1);
};

function* paintGround({ canvas, random, palette, noise }: Scene): Generator<number> {
  const lift = 0.02 * palette.brightness;
  const backdrop = new Ramp([
    palette.tone(ground, 0.8 + lift, 0.075),
    palette.tone(companion, 0.86 + lift, 0.06),
    palette.tone(light, 0.94, 0.04),
    palette.tone(1.5, 0.88 + lift, 0.06),
    palette.tone(contrast, 0.82 + lift, 0.085),
  ]);
  const ox = random.between(0, 50);
  const turn = random.between(-1, 1);
  const color = new Float32Array(3);
  yield* canvas.rows((row, y) => {
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const bend = noise.layered(x * 0.8 + ox, y * 0.8, 2);
      backdrop.sample(clamp(0.5 + 0.55 * (y + turn * x) + 0.9 * bend), color);
      canvas.blend(column, row, color, 1);
    }
  });
}

function* paintVeils({ canvas, random, palette, noise, detail }: Scene): Generator<number> {
  const veils = 9 + Math.round(detail * 17);
  const angle = random.between(-0.75, 0.75);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const reach = Math.hypot(canvas.right, canvas.bottom);
  const swing = random.between(0.22, 0.42);
  const slow = random.between(0.5, 0.95);
  const offset = random.between(0, 70);
  const steps = Math.ceil(reach * 2 * canvas.unit);
  const crest = new Float32Array(steps + 2);
  for (let i = 0; i < veils; i++) {
    const t = (i + 0.5) / veils;
    const base = lerp(-reach * 0.82, reach * 0.95, t);
    const amplitude = swing * (0.55 + 0.8 * Math.sin(t * Math.PI));
    const bend = t * 1.25;
    for (let s = 0; s < crest.length; s++) {
      const u = s / canvas.unit - reach;
      crest[s] =
        base +
        amplitude * 1.6 * noise.at(u * slow + offset, bend + offset) +
        0.09 * noise.at(u * slow * 2.6 + offset, bend * 2.2 + 31) +
        0.1 * Math.sin(u * 2.1 + i * 0.22);
    }
    const hue = random.pick<number>([ground, 0.5, companion, 1.5, light, contrast]);
    const tone: Oklch = palette.tone(hue, random.between(0.72, 0.93), random.between(0.05, 0.12));
    const color = toRgb(tone);
    const rim = toRgb({ ...tone, lightness: Math.min(0.985, tone.lightness + 0.12), chroma: tone.chroma * 0.5 });
    const shade = toRgb({ ...tone, lightness: tone.lightness - 0.22, chroma: tone.chroma * 1.15 });
    const fade = random.between(0.14, 0.42);
    const strength = random.between(0.4, 0.78);
    const edge = random.between(0.8, 2.4) / canvas.unit;
    for (let row = 0; row < canvas.height; row++) {
      const y = canvas.y(row);
      for (let column = 0; column < canvas.width; column++) {
        const x = canvas.x(column);
        const v = y * cos - x * sin;
        const place = (x * cos + y * sin + reach) * canvas.unit;
        const below = v - crest[Math.max(0, place | 0)]!;
        if (below > fade || below < -0.05) continue;
        if (below < -edge) {
          canvas.blend(column, row, shade, 0.13 * (1 + below / 0.05) ** 2 * strength);
          continue;
        }
        const body = (1 - below / fade) ** 1.7;
        canvas.blend(column, row, color, strength * smoothstep(-edge, edge, below) * clamp(body));
        canvas.blend(column, row, rim, 0.6 * strength * Math.exp(-((Math.max(0, below) / 0.006) ** 2)));
      }
    }
    yield (i + 1) / veils;
  }
}
