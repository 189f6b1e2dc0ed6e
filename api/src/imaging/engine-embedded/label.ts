import { smoothstep } from './noise.ts';

export const labelText = 'Preview · made without an AI model';

/**
 * The letters of the label are strokes on a grid of their own, because a bare machine has no fonts: x to the right, y down, the
 * base line at 0, small letters 5 high, capitals 7.
 */
interface Stroke {
  points: readonly (readonly [number, number])[];
}

const line = (...points: [number, number][]): Stroke => ({ points });
/** Angles in degrees. */
const arc = (x: number, y: number, rx: number, ry: number, from: number, to: number): Stroke => ({
  points: Array.from({ length: 17 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 16) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)] as const;
  }),
});

const stem = (x: number, top: number): Stroke => line([x, 0], [x, top]);
const bowl = arc(2.2, -2.45, 2.2, 2.45, 0, 360);
const shoulderOf = (left: number, right: number): Stroke[] => [
  arc((left + right) / 2, -2.9, (right - left) / 2, 2, 180, 360),
  line([right, 0], [right, -2.9]),
];

const glyphs: Record<string, { width: number; strokes: Stroke[] }> = {
  ' ': { width: 1.9, strokes: [] },
  '·': { width: 0.6, strokes: [line([0.3, -2.7], [0.3, -2.6])] },
  A: { width: 5.6, strokes: [line([0, 0], [2.8, -7], [5.6, 0]), line([1, -2.4], [4.6, -2.4])] },
  I: { width: 0, strokes: [stem(0, -7)] },
  P: {
    width: 4.1,
    strokes: [stem(0, -7), line([0, -7], [2.1, -7]), arc(2.1, -5.1, 2, 1.9, -90, 90), line([2.1, -3.2], [0, -3.2])],
  },
  a: { width: 4.2, strokes: [arc(2.1, -2.45, 2.1, 2.45, 0, 360), stem(4.2, -4.9)] },
  d: { width: 4.2, strokes: [arc(2.1, -2.45, 2.1, 2.45, 0, 360), stem(4.2, -7.3)] },
  e: { width: 4.3, strokes: [line([0, -2.6], [4.3, -2.6]), arc(2.15, -2.45, 2.15, 2.45, -4, -318)] },
  h: { width: 3.8, strokes: [stem(0, -7.3), ...shoulderOf(0, 3.8)] },
  i: { width: 0, strokes: [stem(0, -4.9), line([0, -6.85], [0, -6.75])] },
  l: { width: 0, strokes: [stem(0, -7.3)] },
  m: { width: 6.4, strokes: [stem(0, -4.9), ...shoulderOf(0, 3.2), ...shoulderOf(3.2, 6.4)] },
  n: { width: 3.8, strokes: [stem(0, -4.9), ...shoulderOf(0, 3.8)] },
  o: { width: 4.4, strokes: [bowl] },
  r: { width: 2.2, strokes: [stem(0, -4.9), arc(2.1, -2.9, 2.1, 2, 180, 275)] },
  t: {
    width: 2.2,
    strokes: [line([0.8, -6.4], [0.8, -1.3]), arc(2.1, -1.3, 1.3, 1.3, 180, 80), line([-0.3, -4.9], [2.2, -4.9])],
  },
  u: {
    width: 3.8,
    strokes: [line([0, -4.9], [0, -2]), arc(1.9, -2, 1.9, 2, 180, 0), stem(3.8, -4.9)],
  },
  v: { width: 4.2, strokes: [line([0, -4.9], [2.1, 0], [4.2, -4.9])] },
  w: { width: 6, strokes: [line([0, -4.9], [1.5, 0], [3, -4.7], [4.5, 0], [6, -4.9])] },
};

const gap = 1.55;

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where the label lies: in the lower left corner, never wider than the picture. */
export function labelBox(width: number, height: number): Box & { scale: number } {
  const letters = Array.from(labelText).reduce((sum, letter) => sum + glyphOf(letter).width + gap, -gap);
  const unit = Math.min(width, height);
  const margin = Math.round(unit * 0.022);
  const scale = Math.min(Math.max(1.15, unit / 560), (width - 2 * margin) / (letters + 10));
  const high = Math.round(scale * 16);
  return { left: margin, top: height - margin - high, width: Math.round(scale * (letters + 12)), height: high, scale };
}

function glyphOf(letter: string): { width: number; strokes: Stroke[] } {
  const glyph = glyphs[letter];
  if (!glyph) throw new Error(`the label has no letter ${letter}`);
  return glyph;
}

function segments(scale: number, left: number, base: number): [number, number, number, number][] {
  const found: [number, number, number, number][] = [];
  let pen = left;
  for (const letter of labelText) {
    const glyph = glyphOf(letter);
    for (const { points } of glyph.strokes)
      for (let i = 1; i < points.length; i++) {
        const [x1, y1] = points[i - 1]!;
        const [x2, y2] = points[i]!;
        found.push([pen + x1 * scale, base + y1 * scale, pen + x2 * scale, base + y2 * scale]);
      }
    pen += (glyph.width + gap) * scale;
  }
  return found;
}

/** Says on the picture itself, for anybody who meets it without its metadata, that no AI model made it. */
export function drawLabel(bytes: Uint8Array, width: number, height: number): void {
  const box = labelBox(width, height);
  const radius = box.height / 2;
  const ink = coverage(box);
  for (let row = box.top; row < box.top + box.height; row++)
    for (let column = box.left; column < Math.min(width, box.left + box.width); column++) {
      const dx = Math.max(0, radius - (column + 0.5 - box.left), column + 0.5 - (box.left + box.width - radius));
      const dy = row + 0.5 - box.top - radius;
      const plate = 0.5 * smoothstep(radius + 0.5, radius - 0.5, Math.hypot(dx, dy));
      const letter = ink[(row - box.top) * box.width + column - box.left]!;
      const at = (row * width + column) * 3;
      for (let i = 0; i < 3; i++) {
        const ground = bytes[at + i]! * (1 - plate) + 14 * plate;
        bytes[at + i] = Math.round(ground + (250 - ground) * letter);
      }
    }
}

function coverage(box: Box & { scale: number }): Float32Array {
  const ink = new Float32Array(box.width * box.height);
  const half = box.scale * 0.44;
  for (const [x1, y1, x2, y2] of segments(box.scale, 6 * box.scale, 11.4 * box.scale)) {
    const lengthSquared = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const reach = half + 1;
    for (
      let row = Math.max(0, Math.floor(Math.min(y1, y2) - reach));
      row <= Math.min(box.height - 1, Math.max(y1, y2) + reach);
      row++
    )
      for (
        let column = Math.max(0, Math.floor(Math.min(x1, x2) - reach));
        column <= Math.min(box.width - 1, Math.max(x1, x2) + reach);
        column++
      ) {
        const px = column + 0.5 - x1;
        const py = row + 0.5 - y1;
        const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (px * (x2 - x1) + py * (y2 - y1)) / lengthSquared));
        const away = Math.hypot(px - t * (x2 - x1), py - t * (y2 - y1));
        const at = row * box.width + column;
        ink[at] = Math.max(ink[at]!, Math.min(1, Math.max(0, half + 0.5 - away)));
      }
  }
  return ink;
}
