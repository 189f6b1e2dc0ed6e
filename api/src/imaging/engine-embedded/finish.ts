import type { Canvas } from './canvas.ts';
import { mix } from './random.ts';

export interface Finish {
  /** How much grain, in steps of 8 bits. */
  grain: number;
  /** Darkening of the corners, 0 to 1. */
  vignette: number;
  seed: number;
}

const curveSize = 4096;
const curveEnd = 4;
const shoulder = 0.8;

/** Linear light to display values: straight up to the shoulder, then ever flatter, so that light glows and does not clip. */
const curve = Float32Array.from({ length: curveSize + 1 }, (_, i) => {
  const light = (i / curveSize) ** 2 * curveEnd;
  const kept =
    light <= shoulder ? light : shoulder + (1 - shoulder) * (1 - Math.exp(-(light - shoulder) / (1 - shoulder)));
  return 255 * (kept <= 0.0031308 ? 12.92 * kept : 1.055 * kept ** (1 / 2.4) - 0.055);
});

/** Eight bits a channel, three channels. Grain also hides the bands of smooth gradients. */
export function develop(canvas: Canvas, { grain, vignette, seed }: Finish): Uint8Array {
  const { width, height, light } = canvas;
  const bytes = new Uint8Array(light.length);
  for (let row = 0; row < height; row++) {
    const y = canvas.y(row) / canvas.bottom;
    for (let column = 0; column < width; column++) {
      const x = canvas.x(column) / canvas.right;
      const corner = 1 - vignette * ((x * x + y * y) / 2) ** 1.5;
      const speck = mix(Math.imul(row, 0x1f123bb5) ^ Math.imul(column, 0x5f356495) ^ seed);
      const noise = ((speck & 0xffff) + (speck >>> 16)) / 65536 - 1;
      const at = (row * width + column) * 3;
      for (let i = 0; i < 3; i++) {
        const value = Math.min(curveEnd, Math.max(0, light[at + i]! * corner));
        const shown = curve[Math.round(Math.sqrt(value / curveEnd) * curveSize)]!;
        bytes[at + i] = Math.min(255, Math.max(0, Math.round(shown + noise * grain)));
      }
    }
  }
  return bytes;
}
