import type { Canvas } from './canvas.ts';
import { clamp, lerp, type Noise, smoothstep } from './noise.ts';
import { type Oklch, type Rgb, toRgb } from './oklch.ts';
import { companion, contrast, ground, light } from './palette.ts';
import { type Painter, type Scene, span } from './scene.ts';

/** A still life in a studio: an arch, plinths and a ball before a plain wall, in the light of an unseen window. */
export const paintEditorial: Painter = function* (scene) {
  const { canvas, random, palette } = scene;
  const day = 0.04 * palette.brightness;
  const floor = canvas.bottom * random.between(0.42, 0.62);
  const wall = palette.tone(ground, 0.76 + day, 0.06);
  const boards = palette.tone(0.25, 0.68 + day, 0.065);
  const sunlight: Light = { x: random.sign() * random.between(0.5, 0.8), y: -random.between(0.45, 0.7) };
  yield* span(paintRoom(scene, { wall, boards, floor }), 0, 0.3);
  const forms = arrange(scene, floor);
  for (const [i, form] of forms.entries()) {
    paintForm(canvas, scene.noise, form, sunlight);
    yield 0.3 + (0.4 * (i + 1)) / forms.length;
  }
  yield* span(paintWindowLight(scene, sunlight), 0.7, 1);
};

interface Light {
  x: number;
  y: number;
}

interface Form {
  /** Distance to the outline in units, negative inside. */
  distance(x: number, y: number): number;
  box: { left: number; top: number; right: number; bottom: number };
  tone: Oklch;
  /** −1 away from the light to 1 towards it. */
  facing(x: number, y: number): number;
  /** How far its shadow falls. */
  lift: number;
}

function* paintRoom({ canvas, noise }: Scene, room: { wall: Oklch; boards: Oklch; floor: number }): Generator<number> {
  const wall = toRgb(room.wall);
  const boards = toRgb(room.boards);
  yield* canvas.rows((row, y) => {
    const below = smoothstep(room.floor - 0.004, room.floor + 0.004, y);
    const sweep = 1 - 0.22 * Math.exp(-Math.abs(y - room.floor) * 9) * (1 - below) + 0.1 * below * (y - room.floor);
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const plaster = 1 + 0.05 * noise.layered(x * 3, y * 3, 3) + 0.025 * noise.layered(x * 40, y * 40, 2);
      const tint = sweep * plaster;
      const color: Rgb = [
        lerp(wall[0], boards[0], below) * tint,
        lerp(wall[1], boards[1], below) * tint,
        lerp(wall[2], boards[2], below) * tint,
      ];
      canvas.blend(column, row, color, 1);
    }
  });
}

function arrange({ canvas, random, palette, detail }: Scene, floor: number): Form[] {
  const middle = random.between(-0.25, 0.25) * canvas.right;
  const room = Math.min(canvas.right, 0.75);
  const forms: Form[] = [];
  const tone = (hue: number, lightness: number, chroma = 0.11): Oklch => palette.tone(hue, lightness, chroma);

  if (random.chance(0.45))
    forms.push(
      disc(
        middle + random.sign() * 0.1,
        floor - random.between(0.36, 0.5),
        random.between(0.2, 0.28),
        tone(light, 0.86, 0.09),
        0.01,
      ),
    );
  const archWidth = room * random.between(0.3, 0.44);
  const archHeight = random.between(0.5, 0.72) * canvas.bottom * 1.5;
  forms.push(arch(middle, floor, archWidth, archHeight, tone(contrast, 0.62), 0.035));
  forms.push(arch(middle, floor, archWidth * 0.62, archHeight * 0.72, tone(contrast, 0.45), 0.006));

  const plinths = 2 + Math.round(detail * 2);
  const side = random.sign();
  for (let i = 0; i < plinths; i++) {
    const spot = middle + side * (i % 2 === 0 ? 1 : -1) * room * random.between(0.25, 0.62) * (0.55 + i * 0.28);
    const half = random.between(0.06, 0.13);
    const height = random.between(0.08, 0.3) / (1 + i * 0.2);
    const foot = floor + 0.035 + 0.045 * i;
    const shade = tone(random.pick([ground, companion, companion, light]), random.between(0.55, 0.84), 0.1);
    forms.push(plinth(spot, foot, half, height, shade, 0.05));
    const kind = random.next();
    if (kind < 0.62) {
      const radius = half * random.between(0.5, 0.85);
      forms.push(
        disc(
          spot,
          foot - height - radius,
          radius,
          tone(random.pick([contrast, light, companion]), random.between(0.62, 0.82), 0.14),
          0.03,
          true,
        ),
      );
    } else if (kind < 0.85) {
      forms.push(arch(spot, foot - height, half * 0.55, half * 1.5, tone(1.5, 0.72, 0.12), 0.03));
    }
  }
  return forms;
}

function arch(x: number, foot: number, half: number, height: number, tone: Oklch, lift: number): Form {
  const spring = foot - Math.max(0.001, height - half);
  return {
    distance: (px, py) =>
      py < spring ? Math.hypot(px - x, py - spring) - half : Math.max(Math.abs(px - x) - half, py - foot),
    box: { left: x - half, top: foot - height, right: x + half, bottom: foot },
    tone,
    facing: (px, py) => 0.25 + 0.2 * ((foot - py) / height) + (0.14 * (px - x)) / half,
    lift,
  };
}

function plinth(x: number, foot: number, half: number, height: number, tone: Oklch, lift: number): Form {
  return {
    distance: (px, py) => Math.max(Math.abs(px - x) - half, py - foot, foot - height - py),
    box: { left: x - half, top: foot - height, right: x + half, bottom: foot },
    tone,
    facing: (px) => Math.sin(clamp((px - x) / half, -1, 1) * 1.15) * 0.75 + 0.1,
    lift,
  };
}

function disc(x: number, y: number, radius: number, tone: Oklch, lift: number, ball = false): Form {
  return {
    distance: (px, py) => Math.hypot(px - x, py - y) - radius,
    box: { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius },
    tone,
    facing: ball
      ? (px, py) => {
          const dx = (px - x) / radius;
          const dy = (py - y) / radius;
          return dx * 0.72 - dy * 0.62 + 0.3 * Math.sqrt(Math.max(0, 1 - dx * dx - dy * dy));
        }
      : (_, py) => 0.3 + (0.35 * (y - py)) / radius,
    lift,
  };
}

function paintForm(canvas: Canvas, noise: Noise, form: Form, sunlight: Light): void {
  const side = Math.sign(sunlight.x);
  const dark = toRgb({ ...form.tone, lightness: form.tone.lightness - 0.26, chroma: form.tone.chroma * 1.05 });
  const plain = toRgb(form.tone);
  const bright = toRgb({
    ...form.tone,
    lightness: Math.min(0.97, form.tone.lightness + 0.13),
    chroma: form.tone.chroma * 0.8,
  });
  const reach = form.lift * 3.2 + 0.02;
  const column = (x: number): number => clamp(Math.round((x + canvas.right) * canvas.unit), 0, canvas.width);
  const row = (y: number): number => clamp(Math.round((y + canvas.bottom) * canvas.unit), 0, canvas.height);
  const middle = (form.box.left + form.box.right) / 2;
  const color = new Float32Array(3);
  for (let r = row(form.box.top - reach); r < row(form.box.bottom + reach); r++)
    for (let c = column(form.box.left - reach); c < column(form.box.right + reach); c++) {
      const x = canvas.x(c);
      const y = canvas.y(r);
      const cover = clamp(0.5 - form.distance(x, y) * canvas.unit);
      const cast = form.distance(x + sunlight.x * form.lift * 1.4, y + sunlight.y * form.lift);
      const shadow = 0.42 * smoothstep(form.lift * 1.2 + 0.008, -form.lift * 0.8, cast);
      const at = (r * canvas.width + c) * 3;
      for (let i = 0; i < 3; i++) canvas.light[at + i]! *= 1 - shadow * (1 - cover);
      if (cover === 0) continue;
      const mirrored = side > 0 ? x : 2 * middle - x;
      const facing = form.facing(mirrored, y) + 0.05 * noise.layered(x * 60, y * 60, 2);
      for (let i = 0; i < 3; i++)
        color[i] =
          facing < 0
            ? lerp(plain[i]!, dark[i]!, smoothstep(0, -0.9, facing))
            : lerp(plain[i]!, bright[i]!, smoothstep(0, 0.9, facing));
      canvas.blend(c, r, color, cover);
    }
}

/** Panes of sunlight across everything, softened by leaves outside. */
function* paintWindowLight({ canvas, noise, random, palette }: Scene, sunlight: Light): Generator<number> {
  const warm = toRgb(palette.tone(light, 0.95, 0.05));
  const cool = toRgb(palette.tone(ground, 0.5, 0.07));
  const lean = -Math.sign(sunlight.x) * random.between(0.5, 0.95);
  const panes = random.between(2.2, 3.6);
  const start = random.between(0, 1);
  const leaves = random.between(0.25, 0.75);
  const soft = random.between(0.05, 0.12);
  const offset = random.between(0, 40);
  yield* canvas.rows((row, y) => {
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const across = (x + lean * y) * panes + start;
      const down = (y - lean * 0.18 * x) * panes * 0.62 + start;
      const pane = bar(across, soft) * bar(down, soft * 0.7);
      const leaf = smoothstep(-0.12, 0.22, noise.layered(x * 3.2 + offset, y * 3.2 + lean * x, 4));
      const window = smoothstep(0.62, 0.3, Math.abs(x + lean * y * 0.9 + sunlight.x * -0.12));
      const lit = pane * lerp(1, leaf, leaves) * window;
      const at = (row * canvas.width + column) * 3;
      for (let i = 0; i < 3; i++) {
        const base = canvas.light[at + i]!;
        canvas.light[at + i] =
          base * lerp(lerp(0.74, 0.86, cool[i]!), 1.28 * lerp(1, warm[i]!, 0.35), lit) + 0.03 * lit * warm[i]!;
      }
    }
  });
}

/** 1 inside a pane, 0 on the bar between two. */
const bar = (place: number, soft: number): number => {
  const inside = Math.abs((((place % 1) + 1) % 1) - 0.5) * 2;
  return smoothstep(0.9, 0.9 - soft * 3, inside);
};
