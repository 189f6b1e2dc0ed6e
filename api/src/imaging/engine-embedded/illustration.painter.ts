import { blur } from './canvas.ts';
import { clamp, lerp, smoothstep } from './noise.ts';
import { toRgb } from './oklch.ts';
import { contrast, ground, light } from './palette.ts';
import { type Painter, type Scene, span } from './scene.ts';

/** Cut paper: sheets with wavy openings, stacked in depth, each throwing a soft shadow on the next. */
export const paintIllustration: Painter = function* (scene) {
  const { canvas, random } = scene;
  const field = new Float32Array(canvas.width * canvas.height);
  const opening = random.chance(0.55);
  const centre = { x: random.between(-0.4, 0.4) * canvas.right, y: random.between(-0.32, 0.24) * canvas.bottom };
  yield* span(layField(scene, field, opening, centre), 0, 0.3);
  yield* span(stackSheets(scene, field, opening, centre), 0.3, 1);
};

interface Place {
  x: number;
  y: number;
}

/** How far forward the paper reaches at each place: 0 is the deepest sheet, 1 the frontmost. */
function* layField(
  { canvas, random, noise }: Scene,
  field: Float32Array,
  opening: boolean,
  centre: Place,
): Generator<number> {
  const scale = random.between(0.75, 1.25);
  const offset = random.between(0, 60);
  const twist = random.between(0.5, 1.1);
  yield* canvas.rows((row, y) => {
    for (let column = 0; column < canvas.width; column++) {
      const x = canvas.x(column);
      const wx = noise.layered(x * scale + offset, y * scale, 2);
      const wy = noise.layered(x * scale + 9.4, y * scale + offset, 2);
      const wave = noise.layered(
        (x + twist * wx * 0.5) * scale * 1.3 + offset,
        (y + twist * wy * 0.5) * scale * 1.3,
        2,
      );
      const reach = opening
        ? Math.hypot((x - centre.x) / (canvas.right + 0.12), (y - centre.y) / (canvas.bottom + 0.12)) * 0.9 - 0.08
        : (y / canvas.bottom) * 0.46 + 0.42;
      field[row * canvas.width + column] = reach + wave * (opening ? 0.62 : 0.5);
    }
  });
}

function* stackSheets(
  { canvas, random, palette, noise, detail }: Scene,
  field: Float32Array,
  opening: boolean,
  centre: Place,
): Generator<number> {
  const { width, height } = canvas;
  const sheets = 6 + Math.round(detail * 6);
  const bright = palette.brightness >= -0.3;
  const lightX = random.sign() * random.between(0.006, 0.014);
  const lightY = random.between(0.008, 0.016);
  const sheetColor = (depth: number) =>
    palette.tone(
      lerp(light, ground, depth ** 0.85),
      bright ? lerp(0.93, 0.36, depth ** 1.1) : lerp(0.8, 0.18, depth ** 0.8),
      lerp(0.06, 0.12, Math.sin(depth * Math.PI) * 0.8 + 0.2 * depth),
    );

  const back = toRgb(sheetColor(0));
  const disc = toRgb(palette.tone(bright ? contrast : light, bright ? 0.72 : 0.94, bright ? 0.15 : 0.05));
  const dx = centre.x + random.between(-0.1, 0.1);
  const dy = opening ? centre.y + random.between(-0.05, 0.1) : random.between(-0.62, -0.3) * canvas.bottom;
  const radius = random.between(0.08, 0.16);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const away = Math.hypot(canvas.x(column) - dx, canvas.y(row) - dy);
      canvas.blend(column, row, back, 1);
      canvas.blend(column, row, disc, 0.14 * Math.exp(-(away / radius) * 0.9));
      canvas.blend(column, row, disc, smoothstep(radius + 1 / canvas.unit, radius - 1 / canvas.unit, away));
    }

  const mask = new Float32Array(width * height);
  const shadow = new Float32Array(width * height);
  const rim = new Float32Array(width * height);
  const rimWidth = 0.0035 * canvas.unit;
  for (let sheet = 1; sheet <= sheets; sheet++) {
    const depth = sheet / sheets;
    const threshold = lerp(0.16, 0.92, (sheet - 1) / sheets);
    const color = toRgb(sheetColor(depth));
    const edge = toRgb({ ...sheetColor(depth), lightness: Math.min(0.97, sheetColor(depth).lightness + 0.09) });
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const at = row * width + column;
        const here = field[at]!;
        const steepX = field[at + (column < width - 1 ? 1 : -1)]! - here;
        const steepY = field[row < height - 1 ? at + width : at - width]! - here;
        const pixel = Math.max(1e-5, Math.sqrt(steepX * steepX + steepY * steepY));
        const inward = (here - threshold) / pixel;
        mask[at] = clamp(0.5 + inward);
        rim[at] = inward > 0 ? smoothstep(rimWidth, 0, inward) : 0;
      }
    shadow.set(mask);
    blur(shadow, width, height, 0.011 * canvas.unit * lerp(0.8, 1.3, depth));
    const shiftX = Math.round(lightX * canvas.unit);
    const shiftY = Math.round(lightY * canvas.unit);
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const at = row * width + column;
        const cover = mask[at]!;
        const from = clamp(row - shiftY, 0, height - 1) * width + clamp(column - shiftX, 0, width - 1);
        if (cover < 1) {
          const dim = 1 - 0.52 * shadow[from]! * (1 - cover);
          for (let i = 0; i < 3; i++) canvas.light[at * 3 + i]! *= dim;
        }
        if (cover === 0) continue;
        const x = canvas.x(column);
        const y = canvas.y(row);
        const paper =
          1 +
          0.035 * noise.at(x * 70 + sheet * 9, y * 70) +
          0.03 * noise.at(x * 190, y * 190 + sheet) -
          0.1 * (y / canvas.bottom) * 0.5;
        canvas.blend(column, row, [color[0] * paper, color[1] * paper, color[2] * paper], cover);
        const towardsLight = clamp((shadow[at]! - shadow[from]!) * 3 + 0.35);
        canvas.blend(column, row, edge, 0.7 * cover * rim[at]! * towardsLight);
      }
    yield sheet / sheets;
  }
}
