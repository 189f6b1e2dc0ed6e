import type { Rgb } from './oklch.ts';

/** Linear light, three floats a pixel. Pictures are composed in units of the shorter side, with the centre at (0, 0). */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Pixels of one unit. */
  readonly unit: number;
  /** Half the width and height in units. */
  readonly right: number;
  readonly bottom: number;
  readonly light: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.unit = Math.min(width, height);
    this.right = width / this.unit / 2;
    this.bottom = height / this.unit / 2;
    this.light = new Float32Array(width * height * 3);
  }

  x(column: number): number {
    return (column + 0.5 - this.width / 2) / this.unit;
  }

  y(row: number): number {
    return (row + 0.5 - this.height / 2) / this.unit;
  }

  /** `column` and `row` must lie inside. */
  blend(column: number, row: number, color: Rgb | Float32Array, opacity: number): void {
    const at = (row * this.width + column) * 3;
    for (let i = 0; i < 3; i++) this.light[at + i]! += (color[i]! - this.light[at + i]!) * opacity;
  }

  add(column: number, row: number, color: Rgb | Float32Array, strength: number): void {
    const at = (row * this.width + column) * 3;
    for (let i = 0; i < 3; i++) this.light[at + i]! += color[i]! * strength;
  }

  /** Calls `paint` for every pixel row in turn and yields how far it came. */
  *rows(paint: (row: number, y: number) => void): Generator<number> {
    for (let row = 0; row < this.height; row++) {
      paint(row, this.y(row));
      if (row % 16 === 15) yield (row + 1) / this.height;
    }
    yield 1;
  }
}

/** Three passes of a running mean along both axes: close to a Gaussian of this radius, at a cost that does not grow with it. */
export function blur(plane: Float32Array, width: number, height: number, radius: number): void {
  const reach = Math.max(1, Math.round(radius));
  const line = new Float32Array(Math.max(width, height));
  for (let pass = 0; pass < 3; pass++) {
    for (let row = 0; row < height; row++) runningMean(plane, line, row * width, 1, width, reach);
    for (let column = 0; column < width; column++) runningMean(plane, line, column, width, height, reach);
  }
}

function runningMean(
  plane: Float32Array,
  line: Float32Array,
  start: number,
  step: number,
  length: number,
  reach: number,
): void {
  for (let i = 0; i < length; i++) line[i] = plane[start + i * step]!;
  const last = length - 1;
  let sum = line[0]! * (reach + 1);
  for (let i = 1; i <= reach; i++) sum += line[Math.min(last, i)]!;
  const share = 1 / (2 * reach + 1);
  for (let i = 0; i < length; i++) {
    plane[start + i * step] = sum * share;
    sum += line[Math.min(last, i + reach + 1)]! - line[Math.max(0, i - reach)]!;
  }
}

/** Light that spills over from what is brighter than `threshold`, worked out at a quarter of the size. */
export function bloom(canvas: Canvas, threshold: number, radius: number, strength: number): void {
  const width = Math.ceil(canvas.width / 4);
  const height = Math.ceil(canvas.height / 4);
  const reach = (radius * canvas.unit) / 4;
  for (let channel = 0; channel < 3; channel++) {
    const plane = new Float32Array(width * height);
    for (let row = 0; row < canvas.height; row++)
      for (let column = 0; column < canvas.width; column++) {
        const value = canvas.light[(row * canvas.width + column) * 3 + channel]!;
        if (value > threshold) plane[(row >> 2) * width + (column >> 2)]! += (value - threshold) / 16;
      }
    blur(plane, width, height, reach);
    for (let row = 0; row < canvas.height; row++)
      for (let column = 0; column < canvas.width; column++)
        canvas.light[(row * canvas.width + column) * 3 + channel]! +=
          strength * between(plane, width, height, (column - 1.5) / 4, (row - 1.5) / 4);
  }
}

function between(plane: Float32Array, width: number, height: number, x: number, y: number): number {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const next = Math.min(width - 1, left + 1);
  const under = Math.min(height - 1, top + 1);
  const fx = Math.min(1, Math.max(0, x - left));
  const fy = Math.min(1, Math.max(0, y - top));
  const north = plane[top * width + left]! * (1 - fx) + plane[top * width + next]! * fx;
  const south = plane[under * width + left]! * (1 - fx) + plane[under * width + next]! * fx;
  return north * (1 - fy) + south * fy;
}
