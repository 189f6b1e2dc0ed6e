import { bloom, type Canvas } from './canvas.ts';
import { lerp, smoothstep } from './noise.ts';
import { Ramp, toRgb } from './oklch.ts';
import { companion, contrast, ground, light } from './palette.ts';
import { type Painter, type Scene, span } from './scene.ts';

/** Threads of light that follow an unseen current around one or two still places, on a dark ground. */
export const paintNeon: Painter = function* (scene) {
  const { canvas } = scene;
  yield* span(paintDark(scene), 0, 0.15);
  yield* span(paintThreads(scene), 0.15, 0.85);
  bloom(canvas, 0.1, 0.012, 0.9);
  yield 0.93;
  bloom(canvas, 0.2, 0.06, 0.8);
  yield 1;
};

function* paintDark({ canvas, palette, noise, random }: Scene): Generator<number> {
  const dark = new Ramp([
    palette.tone(ground, 0.09, 0.035),
    palette.tone(ground, 0.16, 0.07),
    palette.tone(companion, 0.25, 0.1),
  ]);
  const color = new Float32Array(3);
  const x0 = random.between(-0.3, 0.3);
  const y0 = random.between(-0.3, 0.3);
  yield* canvas.rows((row, y) => {
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const cloud = noise.layered(x * 1.3, y * 1.3, 3);
      dark.sample(1 - Math.hypot(x - x0, y - y0) * 1.15 + cloud * 0.8, color);
      canvas.blend(column, row, color, 1);
    }
  });
}

interface Eye {
  x: number;
  y: number;
  radius: number;
  spin: number;
}

function* paintThreads({ canvas, random, palette, noise, detail }: Scene): Generator<number> {
  const eyes: Eye[] = Array.from({ length: random.whole(1, 2) }, (_, i) => ({
    x: random.between(0.05, 0.5) * canvas.right * (i === 0 ? random.sign() : 1) * (i === 1 ? -1 : 1),
    y: random.between(-0.5, 0.5) * canvas.bottom,
    radius: random.between(0.1, 0.24) / (i + 1),
    spin: random.sign() * random.between(0.7, 1.3),
  }));
  const glow = new Ramp([
    palette.tone(contrast, 0.66, 0.22),
    palette.tone(ground, 0.62, 0.25),
    palette.tone(companion, 0.7, 0.23),
    palette.tone(light, 0.86, 0.14),
  ]);
  const white = toRgb(palette.tone(light, 0.95, 0.05));
  const scale = random.between(0.9, 1.7);
  const offset = random.between(0, 80);
  const threads = Math.round(lerp(700, 2300, detail));
  const length = Math.round(lerp(150, 260, detail));
  const stride = 1.25 / canvas.unit;
  const strides = Math.round((length / stride) * 0.0021);
  const color = new Float32Array(3);
  for (let i = 0; i < threads; i++) {
    let x = random.between(-canvas.right, canvas.right) * 1.1;
    let y = random.between(-canvas.bottom, canvas.bottom) * 1.1;
    const bright = random.next() ** 3;
    const strength = lerp(0.1, 0.6, bright) * Math.min(1.5, canvas.unit / 900 + 0.3);
    const hue = 0.5 + 1.5 * noise.layered(x * 0.9 + offset, y * 0.9 + 7, 2) + 0.12 * (random.next() - 0.5);
    glow.sample(hue, color);
    if (bright > 0.8) for (let c = 0; c < 3; c++) color[c] = lerp(color[c]!, white[c]!, 0.5);
    for (let s = 0; s < strides; s++) {
      const flow = noise.layered(x * scale + offset, y * scale - offset, 2) * 7.5;
      let vx = Math.cos(flow);
      let vy = Math.sin(flow);
      for (const eye of eyes) {
        const dx = x - eye.x;
        const dy = y - eye.y;
        const away = Math.hypot(dx, dy) + 1e-6;
        const near = Math.exp(-(((away - eye.radius) / (eye.radius * 1.1)) ** 2)) * 2.8 + (away < eye.radius ? 3 : 0);
        vx += near * ((-dy / away) * eye.spin + (dx / away) * smoothstep(eye.radius, eye.radius * 0.6, away) * 2);
        vy += near * ((dx / away) * eye.spin + (dy / away) * smoothstep(eye.radius, eye.radius * 0.6, away) * 2);
      }
      const speed = Math.hypot(vx, vy) + 1e-6;
      x += (vx / speed) * stride;
      y += (vy / speed) * stride;
      const ends = Math.sin((Math.PI * s) / strides);
      dab(canvas, x, y, color, strength * ends);
    }
    if (i % 32 === 31) yield (i + 1) / threads;
  }
  yield 1;
}

/** One point of light, shared among the four pixels around it. */
function dab(canvas: Canvas, x: number, y: number, color: Float32Array, strength: number): void {
  const across = (x + canvas.right) * canvas.unit - 0.5;
  const down = (y + canvas.bottom) * canvas.unit - 0.5;
  const column = Math.floor(across);
  const row = Math.floor(down);
  if (column < 0 || row < 0 || column >= canvas.width - 1 || row >= canvas.height - 1) return;
  const fx = across - column;
  const fy = down - row;
  canvas.add(column, row, color, strength * (1 - fx) * (1 - fy));
  canvas.add(column + 1, row, color, strength * fx * (1 - fy));
  canvas.add(column, row + 1, color, strength * (1 - fx) * fy);
  canvas.add(column + 1, row + 1, color, strength * fx * fy);
}
