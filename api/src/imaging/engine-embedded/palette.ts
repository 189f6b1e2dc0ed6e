import type { Oklch } from './oklch.ts';
import { hashText, Random } from './random.ts';

interface Mood {
  /** In degrees: ground, companion, contrast, light. */
  hues: readonly [ground: number, companion: number, contrast: number, light: number];
  /** −1 is night, 1 is noon. */
  brightness?: number;
  /** Multiplies every chroma. */
  vivid?: number;
}

/** What a word in a prompt does to the colours. */
const words: Record<string, Mood> = {
  sunset: { hues: [22, 48, 330, 80], vivid: 1.15 },
  dusk: { hues: [305, 340, 30, 65], brightness: -0.3 },
  dawn: { hues: [350, 40, 260, 75], brightness: 0.25 },
  sunrise: { hues: [40, 20, 280, 85], brightness: 0.2 },
  ocean: { hues: [232, 205, 185, 75], vivid: 1.05 },
  sea: { hues: [222, 198, 250, 70] },
  beach: { hues: [212, 78, 190, 60], brightness: 0.4 },
  water: { hues: [218, 195, 240, 90] },
  forest: { hues: [148, 128, 168, 92], brightness: -0.1 },
  jungle: { hues: [142, 160, 110, 85], vivid: 1.15 },
  garden: { hues: [135, 5, 110, 80], brightness: 0.2 },
  night: { hues: [268, 248, 300, 85], brightness: -0.75 },
  midnight: { hues: [262, 285, 232, 80], brightness: -0.85 },
  moon: { hues: [258, 240, 280, 95], brightness: -0.6 },
  rose: { hues: [8, 352, 25, 60], brightness: 0.15 },
  pink: { hues: [355, 335, 15, 70], brightness: 0.2 },
  gold: { hues: [82, 65, 40, 95], vivid: 1.05 },
  golden: { hues: [80, 58, 35, 95], vivid: 1.05 },
  autumn: { hues: [45, 28, 70, 90], vivid: 1.05, brightness: -0.05 },
  desert: { hues: [55, 35, 20, 85], brightness: 0.15 },
  winter: { hues: [235, 215, 260, 70], vivid: 0.6, brightness: 0.35 },
  snow: { hues: [240, 225, 265, 65], vivid: 0.5, brightness: 0.5 },
  spring: { hues: [125, 350, 95, 85], brightness: 0.35 },
  summer: { hues: [205, 60, 30, 88], vivid: 1.15, brightness: 0.3 },
  lavender: { hues: [300, 285, 330, 90], vivid: 0.9 },
  purple: { hues: [300, 320, 275, 70] },
  violet: { hues: [292, 312, 268, 75] },
  blue: { hues: [250, 228, 275, 75] },
  teal: { hues: [190, 210, 165, 50] },
  turquoise: { hues: [188, 172, 215, 60] },
  green: { hues: [145, 125, 170, 90] },
  mint: { hues: [165, 150, 190, 80], brightness: 0.35, vivid: 0.8 },
  yellow: { hues: [95, 75, 115, 60], brightness: 0.2 },
  orange: { hues: [55, 35, 75, 350] },
  red: { hues: [25, 10, 45, 70], vivid: 1.1 },
  fire: { hues: [35, 20, 60, 88], vivid: 1.25, brightness: -0.35 },
  coffee: { hues: [55, 40, 70, 85], vivid: 0.6, brightness: -0.15 },
  city: { hues: [250, 290, 45, 70], brightness: -0.2 },
  neon: { hues: [320, 285, 195, 350], vivid: 1.3, brightness: -0.6 },
  candy: { hues: [350, 300, 200, 85], brightness: 0.35, vivid: 1.1 },
};

/** For prompts without such a word: sets that are known to sit well together. */
const otherwise: readonly [Mood, ...Mood[]] = [
  { hues: [258, 232, 20, 70] },
  { hues: [200, 170, 35, 88] },
  { hues: [28, 350, 250, 75] },
  { hues: [300, 262, 45, 80] },
  { hues: [150, 185, 60, 95] },
  { hues: [62, 32, 235, 85] },
  { hues: [345, 15, 205, 70] },
  { hues: [232, 285, 75, 55] },
  { hues: [178, 225, 340, 80] },
  { hues: [85, 130, 15, 60] },
  { hues: [12, 45, 165, 90] },
  { hues: [275, 320, 190, 65] },
];

/** Places in a palette. From ground to light the hues are neighbours; the contrast stands apart. */
export const ground = 0;
export const companion = 1;
export const light = 2;
export const contrast = 3;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** Plurals count: roses are rose. */
const moodOf = (word: string): Mood | undefined =>
  words[word] ?? (word.endsWith('s') ? words[word.slice(0, -1)] : undefined);

const turn = (from: number, to: number): number => ((((to - from) % 360) + 540) % 360) - 180;

const leafy = (hue: number): boolean => Math.abs(turn(hue, 138)) < 42;

export class Palette {
  readonly #hues: readonly number[];
  readonly brightness: number;
  readonly #vivid: number;

  private constructor(hues: readonly number[], brightness: number, vivid: number) {
    this.#hues = hues;
    this.brightness = brightness;
    this.#vivid = vivid;
  }

  /** One prompt keeps its colours over all seeds; `shift` is the seed's small share. Higher guidance means stronger colour. */
  static of(input: { prompt: string; negativePrompt: string; cfgScale: number; shift: number }): Palette {
    const chance = new Random(hashText(input.prompt));
    const unwanted = new Set(wordsOf(input.negativePrompt));
    const named = wordsOf(input.prompt).flatMap((word) => (unwanted.has(word) ? [] : (moodOf(word) ?? [])));
    const fallback = chance.pick(otherwise);
    const first: Mood = named[0] ?? fallback;
    const second: Mood = named[1] ?? first;
    const drift = chance.between(-9, 9) + input.shift;
    const [base, neighbour, apart, glow] = first.hues;
    const hues = [base, neighbour, glow, first === second ? apart : second.hues[0]].map((hue) => hue + drift);
    const brightness =
      named.length > 0 ? ((first.brightness ?? 0) + (second.brightness ?? 0)) / 2 : chance.between(-0.35, 0.35);
    const guidance = 0.88 + 0.24 * Math.min(1, input.cfgScale / 12);
    return new Palette(hues, brightness, ((first.vivid ?? 1) + (second.vivid ?? 1)) * 0.5 * guidance);
  }

  /** Whether the ground is the green of leaves: land may be so, a sky hardly. */
  get leafy(): boolean {
    return leafy(this.#hues[ground] ?? 0);
  }

  /** For skies: greens grow pale. */
  air(hue: number, lightness: number, chroma: number): Oklch {
    const color = this.tone(hue, lightness, chroma);
    return leafy(color.hue) ? { ...color, chroma: color.chroma * 0.45 } : color;
  }

  /** A tone of one of the four hues, or of one between two neighbours. */
  tone(hue: number, lightness: number, chroma: number): Oklch {
    const index = Math.floor(hue);
    const from = this.#hues[index % 4] ?? 0;
    const to = this.#hues[(index + 1) % 4] ?? from;
    return { lightness, chroma: chroma * this.#vivid, hue: from + turn(from, to) * (hue - index) };
  }
}
