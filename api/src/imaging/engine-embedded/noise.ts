import type { Random } from './random.ts';

/** Smooth gradient noise over the plane, about −0.7 to 0.7, and sums of it. */
export class Noise {
  readonly #order = new Uint8Array(512);
  readonly #gradientX = new Float64Array(256);
  readonly #gradientY = new Float64Array(256);

  constructor(random: Random) {
    for (let i = 0; i < 256; i++) this.#order[i] = i;
    for (let i = 255; i > 0; i--) {
      const j = random.whole(0, i);
      const kept = this.#order[i]!;
      this.#order[i] = this.#order[j]!;
      this.#order[j] = kept;
    }
    this.#order.copyWithin(256, 0, 256);
    for (let i = 0; i < 256; i++) {
      const angle = (i / 256) * 2 * Math.PI;
      this.#gradientX[i] = Math.cos(angle);
      this.#gradientY[i] = Math.sin(angle);
    }
  }

  at(x: number, y: number): number {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const fx = x - left;
    const fy = y - top;
    const column = left & 255;
    const row = top & 255;
    const a = this.#order[column]! + row;
    const b = this.#order[column + 1]! + row;
    const sx = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const sy = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const nw = this.#corner(a, fx, fy);
    const ne = this.#corner(b, fx - 1, fy);
    const sw = this.#corner(a + 1, fx, fy - 1);
    const se = this.#corner(b + 1, fx - 1, fy - 1);
    const north = nw + sx * (ne - nw);
    return north + sy * (sw + sx * (se - sw) - north);
  }

  #corner(index: number, dx: number, dy: number): number {
    const gradient = this.#order[index & 511]!;
    return this.#gradientX[gradient]! * dx + this.#gradientY[gradient]! * dy;
  }

  /** Octaves of ever finer, ever weaker noise; turned a little between octaves, so that no grid shows. */
  layered(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 0.5;
    for (let i = 0; i < octaves; i++) {
      sum += strength * this.at(x, y);
      const turned = 1.6 * x - 1.2 * y + 17.3;
      y = 1.2 * x + 1.6 * y + 9.1;
      x = turned;
      strength *= 0.5;
    }
    return sum;
  }

  /** The same with creases, for mountains and folds: 0 to 1. */
  ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 0.5;
    for (let i = 0; i < octaves; i++) {
      sum += strength * (1 - Math.abs(this.at(x, y)) * 1.8);
      const turned = 1.6 * x - 1.2 * y + 4.7;
      y = 1.2 * x + 1.6 * y + 21.9;
      x = turned;
      strength *= 0.5;
    }
    return sum;
  }
}

export const smoothstep = (low: number, high: number, value: number): number => {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
};

export const lerp = (from: number, to: number, t: number): number => from + (to - from) * t;

export const clamp = (value: number, low = 0, high = 1): number => Math.min(high, Math.max(low, value));
